//! A value cannot be written into an HTTP message.

use std::{error::Error, fmt};

use super::{Location, Message, Part};
use crate::{
    authentication::AuthenticationError, metadata::Metadata, path_history::NoSupportedPath,
};

/// A request or a response cannot be made into an HTTP message.
#[derive(Debug)]
#[non_exhaustive]
pub enum IntoHttpError {
    /// The server has none of the endpoint's paths.
    #[non_exhaustive]
    NoSupportedPath {
        /// The endpoint's name.
        endpoint: &'static str,
        /// Which versions would do, and which the server has.
        source: NoSupportedPath,
    },
    /// The base URL is none that a path can follow.
    #[non_exhaustive]
    BaseUrl {
        /// The endpoint's name.
        endpoint: &'static str,
    },
    /// The credentials cannot be written.
    #[non_exhaustive]
    Authentication {
        /// The endpoint's name.
        endpoint: &'static str,
        /// What is wrong with them.
        source: Box<AuthenticationError>,
    },
    /// A field cannot be written.
    Encode(EncodeError),
}

impl From<EncodeError> for IntoHttpError {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

impl fmt::Display for IntoHttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSupportedPath { endpoint, source } => write!(f, "{endpoint}: {source}"),
            Self::BaseUrl { endpoint } => write!(
                f,
                "{endpoint}: the base URL must be `http://` or `https://`, a host, and at most a \
                 path: without a query or a fragment"
            ),
            Self::Authentication { endpoint, source } => write!(f, "{endpoint}: {source}"),
            Self::Encode(error) => error.fmt(f),
        }
    }
}

impl Error for IntoHttpError {
    /// What is behind the cause, which the message has in it already.
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
    /// The endpoint's authentication scheme refused.
    #[cold]
    pub(crate) fn authentication(metadata: &Metadata, source: AuthenticationError) -> Self {
        Self::Authentication { endpoint: metadata.name, source: Box::new(source) }
    }
}

/// A field cannot be written into its part of an HTTP message.
///
/// It never shows the field's value, unless the `Serialize` of the field's type puts it into its
/// own error.
pub struct EncodeError {
    // Boxed: the error travels in every `Result` of an encoder.
    details: Box<(Location, EncodeProblem)>,
}

impl EncodeError {
    /// For a codec of one's own that stands beside those of [`wire`](crate::wire).
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

    /// The field's name on the wire. Empty where it is the part as a whole.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.details.0.field
    }

    /// What is wrong with it.
    #[must_use]
    pub fn problem(&self) -> &EncodeProblem {
        &self.details.1
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (location, problem) = &*self.details;
        write!(f, "{location}{problem}")
    }
}

impl fmt::Debug for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (location, problem) = &*self.details;
        location.debug("EncodeError", problem, f)
    }
}

impl Error for EncodeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.details.1.source()
    }
}

/// Why a field cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeProblem {
    /// The field is no scalar and no list of scalars, or a list where none can be.
    #[error("{found} cannot be written there: expected {expected}")]
    #[non_exhaustive]
    NotAScalar {
        /// The kind of value that was to be written.
        found: &'static str,
        /// What can be written.
        expected: &'static str,
    },
    /// A number that is infinite or none at all.
    #[error("the number must be finite")]
    NotFinite,
    /// A path argument that would make another path.
    #[error("a path argument must not be empty, `.` or `..`")]
    PathArgument,
    /// A placeholder of the path was given no argument.
    #[error("the path argument is missing")]
    MissingPathArgument,
    /// A path argument that is not that of the next placeholder.
    #[error("the path has no such placeholder there")]
    UnknownPlaceholder,
    /// A name that HTTP does not allow for a header.
    #[error("not a header name")]
    HeaderName,
    /// A value that HTTP does not allow in a header.
    #[error("a header value must have no control characters and no spaces around it")]
    HeaderValue,
    /// The field's type refused.
    #[error("{0}")]
    Rejected(Box<str>),
    /// The JSON body cannot be written.
    #[error(transparent)]
    Json(serde_json::Error),
}
