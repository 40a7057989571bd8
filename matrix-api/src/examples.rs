//! Examples of messages, as the `example` blocks of a definition have them.
//!
//! An example is a message on the wire. [`ruma_api!`](crate::ruma_api!) compares it with the definition when
//! the block is compiled.

use http::{Method, StatusCode};

/// An example: a request, a response to it, or both.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Example {
    /// A few words that say what the example shows, such as `a wrong password`.
    pub name: &'static str,
    /// The request.
    pub request: Option<ExampleRequest>,
    /// The response.
    pub response: Option<ExampleResponse>,
}

/// The request of an example, without credentials.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExampleRequest {
    /// The method.
    pub method: Method,
    /// The path and the query: `/_matrix/client/v3/login`.
    pub target: &'static str,
    /// The headers, each with its name in lower case and its value.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body.
    pub body: ExampleBody,
}

/// The response of an example.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ExampleResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers, each with its name in lower case and its value.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body.
    pub body: ExampleBody,
}

/// The body of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExampleBody {
    /// There is none.
    None,
    /// A JSON value, as text without spaces.
    Json(&'static str),
    /// Text that is not JSON.
    Text(&'static str),
    /// Bytes.
    Bytes(&'static [u8]),
}

impl Example {
    /// An example with the name and the messages.
    #[must_use]
    pub const fn new(
        name: &'static str,
        request: Option<ExampleRequest>,
        response: Option<ExampleResponse>,
    ) -> Self {
        Self { name, request, response }
    }
}

impl ExampleRequest {
    /// A request.
    #[must_use]
    pub const fn new(
        method: Method,
        target: &'static str,
        headers: &'static [(&'static str, &'static str)],
        body: ExampleBody,
    ) -> Self {
        Self { method, target, headers, body }
    }
}

impl ExampleResponse {
    /// A response.
    #[must_use]
    pub const fn new(
        status: StatusCode,
        headers: &'static [(&'static str, &'static str)],
        body: ExampleBody,
    ) -> Self {
        Self { status, headers, body }
    }
}
