//! The validated examples of an endpoint, as they are sent.

use syn::LitStr;

use crate::json::Json;

/// A request, a response, or both.
pub(crate) struct Example {
    pub(crate) name: LitStr,
    pub(crate) request: Option<ExampleRequest>,
    pub(crate) response: Option<ExampleResponse>,
}

pub(crate) struct ExampleRequest {
    pub(crate) method: String,
    /// The path and the query.
    pub(crate) target: String,
    pub(crate) content: ExampleContent,
}

pub(crate) struct ExampleResponse {
    pub(crate) status: u16,
    pub(crate) content: ExampleContent,
}

/// Headers and body.
pub(crate) struct ExampleContent {
    /// Names in lower case, and values.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: ExampleBody,
}

pub(crate) enum ExampleBody {
    None,
    Json(Json),
    Text(String),
    Bytes(Vec<u8>),
}
