//! Examples of messages, as the `example` blocks of a definition have them.
//!
//! An example is a message on the wire. [`ruma_api!`](crate::ruma_api!) compares it with the definition when
//! the block is compiled. [`Endpoints::check_examples`](crate::endpoints::Endpoints::check_examples) is a test
//! that decodes and encodes it.

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header::CONTENT_TYPE};

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

    /// The request as an HTTP message, whose URI is the [target](Self::target).
    ///
    /// A JSON body has the header `Content-Type: application/json` unless the example has another.
    ///
    /// # Errors
    ///
    /// Fails if the target or a header is invalid.
    pub fn to_http_request(&self) -> Result<Request<Bytes>, http::Error> {
        let mut request = Request::builder().method(&self.method).uri(self.target);
        for (name, value) in self.headers {
            request = request.header(*name, *value);
        }
        if self.body.needs_content_type(self.headers) {
            request = request.header(CONTENT_TYPE, JSON);
        }
        request.body(self.body.to_bytes())
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

    /// The response as an HTTP message.
    ///
    /// A JSON body has the header `Content-Type: application/json` unless the example has another.
    ///
    /// # Errors
    ///
    /// Fails if a header is invalid.
    pub fn to_http_response(&self) -> Result<Response<Bytes>, http::Error> {
        let mut response = Response::builder().status(self.status);
        for (name, value) in self.headers {
            response = response.header(*name, *value);
        }
        if self.body.needs_content_type(self.headers) {
            response = response.header(CONTENT_TYPE, JSON);
        }
        response.body(self.body.to_bytes())
    }

    pub(crate) fn has_content_type(&self) -> bool {
        has_content_type(self.headers)
    }
}

const JSON: &str = "application/json";

impl ExampleBody {
    /// The bytes of the body.
    #[must_use]
    pub fn to_bytes(self) -> Bytes {
        match self {
            Self::None => Bytes::new(),
            Self::Json(text) | Self::Text(text) => Bytes::from_static(text.as_bytes()),
            Self::Bytes(bytes) => Bytes::from_static(bytes),
        }
    }

    fn needs_content_type(self, headers: &[(&str, &str)]) -> bool {
        matches!(self, Self::Json(_)) && !has_content_type(headers)
    }
}

fn has_content_type(headers: &[(&str, &str)]) -> bool {
    headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(CONTENT_TYPE.as_str()))
}
