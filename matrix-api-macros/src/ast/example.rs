//! The syntax tree of an `example`.

use proc_macro2::{Ident, Span};
use syn::LitByteStr;

use crate::{json::Json, text::Text};

/// `example "name" { request { .. } response { .. } }`.
pub(crate) struct Example {
    pub(crate) keyword: Ident,
    /// Absent if it could not be read.
    pub(crate) name: Option<Text>,
    pub(crate) request: Option<ExampleRequest>,
    pub(crate) response: Option<ExampleResponse>,
}

/// `request { POST "/target" "header": "value" body }`.
pub(crate) struct ExampleRequest {
    pub(crate) method: Option<Ident>,
    pub(crate) target: Option<Text>,
    pub(crate) content: ExampleContent,
}

/// `response { 200 "header": "value" body }`.
pub(crate) struct ExampleResponse {
    pub(crate) status: Option<ExampleStatus>,
    pub(crate) content: ExampleContent,
}

/// The status of an example's response.
pub(crate) struct ExampleStatus {
    pub(crate) span: Span,
    pub(crate) code: u16,
}

/// The headers and the body of an example.
pub(crate) struct ExampleContent {
    /// `request` or `response`.
    pub(crate) keyword: Ident,
    pub(crate) headers: Vec<ExampleHeader>,
    pub(crate) body: Option<ExampleBody>,
    /// Whether there may be headers or a body that could not be read.
    pub(crate) unreadable: bool,
}

/// `"name": "value"`.
pub(crate) struct ExampleHeader {
    pub(crate) name: Text,
    pub(crate) value: Text,
}

/// The body of an example.
pub(crate) enum ExampleBody {
    /// JSON that is not a string alone.
    Json(Json),
    /// A JSON string or a raw text, as the fields of the message say.
    Text(Text),
    /// `b".."`.
    Bytes(LitByteStr),
}

impl ExampleContent {
    pub(crate) fn new(keyword: Ident) -> Self {
        Self { keyword, headers: Vec::new(), body: None, unreadable: false }
    }
}

impl ExampleBody {
    /// The first token.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Json(json) => json.span,
            Self::Text(text) => text.span(),
            Self::Bytes(literal) => literal.span(),
        }
    }
}
