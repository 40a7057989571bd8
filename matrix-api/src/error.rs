//! Errors of encoding and decoding: where in a message something is wrong, and what was expected.

mod decode;
mod encode;
mod http_message;

pub use decode::{DecodeError, DecodeProblem};
pub use encode::{EncodeError, EncodeProblem, IntoHttpError};
pub use http_message::{FromHttpRequestError, FromHttpResponseError};

use std::fmt;

use crate::text::pieces::write_pieces;

/// Which of the two messages of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Message {
    /// From client to server.
    Request,
    /// From server to client.
    Response,
}

impl Message {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

impl fmt::Display for Message {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which part of an HTTP message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Part {
    /// The path of the URI.
    Path,
    /// The query of the URI.
    Query,
    /// The headers.
    Header,
    /// The JSON body.
    Body,
    /// A body that is not JSON.
    RawBody,
    /// The status of a response.
    Status,
}

impl Part {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Body | Self::RawBody => "body",
            Self::Status => "status",
        }
    }
}

impl fmt::Display for Part {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where something is wrong in a message of an endpoint.
struct Location {
    endpoint: &'static str,
    message: Message,
    part: Part,
    /// The path to the field; empty if it is the part as a whole.
    field: String,
}

/// ``register: request body: `auth.session`: ``
impl fmt::Display for Location {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { endpoint, message, part, field } = self;
        write_pieces(f, &[endpoint, ": ", message.as_str(), " ", part.as_str(), ": "])?;
        if field.is_empty() { Ok(()) } else { write_pieces(f, &["`", field, "`: "]) }
    }
}

impl Location {
    /// Writes an error as `derive(Debug)` would, had it the fields of its location and a problem.
    fn debug(
        &self,
        error: &str,
        problem: &dyn fmt::Debug,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        f.debug_struct(error)
            .field("endpoint", &self.endpoint)
            .field("message", &self.message)
            .field("part", &self.part)
            .field("field", &self.field)
            .field("problem", problem)
            .finish()
    }
}
