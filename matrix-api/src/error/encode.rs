//! A value cannot be encoded into an HTTP message.

use std::{error::Error, fmt};

use http::StatusCode;

use super::{Location, Message, Part};
use crate::{
    authentication::AuthenticationError, metadata::Metadata, path_history::NoSupportedPath,
    text::pieces::write_pieces,
};

/// A request or a response cannot be encoded into an HTTP message.
#[derive(Debug)]
#[non_exhaustive]
pub enum IntoHttpError {
    /// The server supports none of the endpoint's paths.
    #[non_exhaustive]
    NoSupportedPath {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The versions that are needed, and those of the server.
        source: NoSupportedPath,
    },
    /// The base URL is invalid.
    #[non_exhaustive]
    BaseUrl {
        /// The endpoint's name.
        endpoint: &'static str,
    },
    /// The credentials cannot be encoded.
    #[non_exhaustive]
    Authentication {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The problem with them.
        source: Box<AuthenticationError>,
    },
    /// A field cannot be encoded.
    Encode(EncodeError),
}

impl From<EncodeError> for IntoHttpError {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

impl fmt::Display for IntoHttpError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSupportedPath { endpoint, source } => {
                write_pieces(f, &[endpoint, ": "])?;
                source.fmt(f)
            }
            Self::BaseUrl { endpoint } => write_pieces(
                f,
                &[
                    endpoint,
                    ": the base URL must be `http://` or `https://`, a host, and optionally a port and \
                     a path, without a query or a fragment",
                ],
            ),
            Self::Authentication { endpoint, source } => {
                write_pieces(f, &[endpoint, ": "])?;
                source.fmt(f)
            }
            Self::Encode(error) => error.fmt(f),
        }
    }
}

impl Error for IntoHttpError {
    /// The source of the cause: the message already includes the cause itself.
    #[inline]
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NoSupportedPath { source, .. } => source.source(),
            Self::Authentication { source, .. } => source.source(),
            Self::Encode(error) => error.source(),
            Self::BaseUrl { .. } => None,
        }
    }
}

impl IntoHttpError {
    /// The endpoint's authentication scheme refuses the credentials.
    #[cold]
    pub(crate) fn authentication(metadata: &Metadata, source: AuthenticationError) -> Self {
        Self::Authentication { endpoint: metadata.name, source: Box::new(source) }
    }
}

/// A field cannot be encoded into its part of an HTTP message.
///
/// It never shows the field's value, unless the `Serialize` of the field's type includes it in an error.
pub struct EncodeError {
    // Boxed, since every `Result` of an encoder contains it.
    details: Box<(Location, EncodeProblem)>,
}

impl EncodeError {
    /// Creates an error, for encoders of your own beside those of [`wire`](crate::wire).
    #[cold]
    #[must_use]
    pub fn new(
        endpoint: &'static str,
        message: Message,
        part: Part,
        field: String,
        problem: EncodeProblem,
    ) -> Self {
        Self { details: Box::new((Location { endpoint, message, part, field }, problem)) }
    }

    /// The endpoint's name.
    #[must_use]
    pub fn endpoint(&self) -> &'static str {
        self.details.0.endpoint
    }

    /// The message that could not be encoded.
    #[must_use]
    pub fn message(&self) -> Message {
        self.details.0.message
    }

    /// The part of the message.
    #[must_use]
    pub fn part(&self) -> Part {
        self.details.0.part
    }

    /// The field's name on the wire. Empty for the part as a whole.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.details.0.field
    }

    /// The problem with it.
    #[must_use]
    pub fn problem(&self) -> &EncodeProblem {
        &self.details.1
    }
}

impl fmt::Display for EncodeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (location, problem) = &*self.details;
        location.fmt(f)?;
        problem.fmt(f)
    }
}

impl fmt::Debug for EncodeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (location, problem) = &*self.details;
        location.debug("EncodeError", problem, f)
    }
}

impl Error for EncodeError {
    #[inline]
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.details.1.source()
    }
}

/// The reason why a field cannot be encoded.
#[derive(Debug)]
#[non_exhaustive]
pub enum EncodeProblem {
    /// The field is neither a scalar nor a list of scalars, or it is a list where only a scalar is possible.
    #[non_exhaustive]
    NotAScalar {
        /// The kind of the value.
        found: &'static str,
        /// The kinds that are possible.
        expected: &'static str,
    },
    /// An infinite or NaN number, which neither JSON nor the text of a field has.
    NotFinite,
    /// A path argument that would change the path.
    PathArgument,
    /// A segment of the rest of a path that would change the path.
    PathSegment,
    /// A placeholder of the path has no argument.
    MissingPathArgument,
    /// A path argument whose name is not that of the next placeholder.
    UnknownPlaceholder,
    /// A header name that HTTP does not allow.
    HeaderName,
    /// A header value that HTTP does not allow.
    HeaderValue,
    /// A status that the response cannot have.
    #[non_exhaustive]
    Status {
        /// The statuses that it can have.
        expected: Box<str>,
        /// The status that was to be written.
        found: StatusCode,
    },
    /// A status that excludes a body, of a response with a body.
    StatusWithoutBody(StatusCode),
    /// An element of a list in a header that a recipient would take for none or for several
    /// ([RFC 9110, section 5.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1)).
    HeaderElement,
    /// The body is a stream, and the function is for messages without streams.
    #[non_exhaustive]
    Streamed {
        /// The function to call instead.
        call: &'static str,
    },
    /// The body is not a stream, and the function is for streams.
    #[non_exhaustive]
    NotStreamed {
        /// The function to call instead.
        call: &'static str,
    },
    /// The field's type refuses its value.
    Rejected(Box<str>),
    /// The value cannot be written as JSON.
    Json(serde_json::Error),
}

// Inlined: only programs that show errors compile it.
impl fmt::Display for EncodeProblem {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pieces: &[&str] = match self {
            Self::NotAScalar { found, expected } => &["expected ", expected, ", found ", found],
            Self::NotFinite => &["the number must be finite"],
            Self::PathArgument => &["a path argument must not be empty, `.` or `..`"],
            Self::PathSegment => &["a segment of a path argument must not be empty, `.` or `..`"],
            Self::MissingPathArgument => &["the path argument is missing"],
            Self::UnknownPlaceholder => &["not the name of the next placeholder"],
            Self::HeaderName => &["not a header name"],
            Self::HeaderValue => {
                &["a header value must not have control characters, or spaces at its ends"]
            }
            Self::Status { expected, found } => {
                return write!(f, "expected {expected}, found {found}");
            }
            Self::StatusWithoutBody(status) => return write!(f, "{status} cannot have a body"),
            Self::HeaderElement => {
                &["an element of a list in a header must not be empty, or have a comma outside of \
                 `\"..\"` and `<..>`"]
            }
            Self::Streamed { call } => &["the body is a stream; call `", call, "`"],
            Self::NotStreamed { call } => &["the body is not a stream; call `", call, "`"],
            Self::Rejected(reason) => &[reason],
            Self::Json(error) => return error.fmt(f),
        };
        write_pieces(f, pieces)
    }
}

impl Error for EncodeProblem {
    #[inline]
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Json(error) => error.source(),
            _ => None,
        }
    }
}
