//! What goes wrong between an endpoint's types and HTTP messages.

mod decode;
mod encode;
mod http_message;

pub use decode::{DecodeError, DecodeProblem};
pub use encode::{EncodeError, EncodeProblem, IntoHttpError};
pub use http_message::{FromHttpRequestError, FromHttpResponseError};

use std::fmt;

/// Which of the two messages of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Message {
    /// What the client sends.
    Request,
    /// What the server answers.
    Response,
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "request",
            Self::Response => "response",
        })
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
    /// The body.
    Body,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Body => "body",
        })
    }
}

/// Writes where something went wrong: ``register: request body: `auth.session`: ``.
fn write_place(
    f: &mut fmt::Formatter<'_>,
    endpoint: &str,
    message: Message,
    part: Part,
    location: &str,
) -> fmt::Result {
    write!(f, "{endpoint}: {message} {part}: ")?;
    if !location.is_empty() {
        write!(f, "`{location}`: ")?;
    }
    Ok(())
}
