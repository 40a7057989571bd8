//! A received message is not what its endpoint defines.

use std::fmt;

use http::StatusCode;

use super::{Location, Message, Part};
use crate::text::pieces::write_pieces;

/// A part of an HTTP message is not what its endpoint defines: where, what was expected, and which kind of
/// value was found.
///
/// It never shows a value that was received. It shows the names of members on the way to the field, except
/// within a secret.
///
/// ```
/// use matrix_api::{bytes::Bytes, error::{DecodeProblem, Part}, http, wire::ResponseDecoder};
/// # use matrix_api::{Metadata, PathHistory, __private::serde, path_template};
///
/// # static WHOAMI: Metadata = Metadata::new("whoami", http::Method::GET, PathHistory::fixed(path_template!("/whoami")));
/// #[derive(serde::Deserialize)]
/// # #[serde(crate = "matrix_api::__private::serde")]
/// struct Body {
///     user_id: String,
/// }
///
/// let response = http::Response::new(Bytes::from(r#"{"user_id": 5}"#));
/// let error = ResponseDecoder::new(&WHOAMI, &response).json::<Body>().err().unwrap();
/// assert_eq!(error.part(), Part::Body);
/// assert_eq!(error.location(), "user_id");
/// assert!(matches!(error.problem(), DecodeProblem::WrongType { .. }));
/// assert_eq!(
///     error.to_string(),
///     "whoami: response body: `user_id`: expected a string, found an integer",
/// );
/// ```
pub struct DecodeError {
    // Boxed, since every `Result` of a decoder contains it.
    details: Box<(Location, DecodeProblem)>,
}

impl DecodeError {
    /// Creates an error, for decoders of your own beside those of [`wire`](crate::wire).
    ///
    /// Neither `location` nor `problem` should contain a value that was received.
    #[cold]
    #[must_use]
    pub fn new(
        endpoint: &'static str,
        message: Message,
        part: Part,
        location: String,
        problem: DecodeProblem,
    ) -> Self {
        Self { details: Box::new((Location { endpoint, message, part, field: location }, problem)) }
    }

    /// The endpoint's name.
    #[must_use]
    pub fn endpoint(&self) -> &'static str {
        self.details.0.endpoint
    }

    /// The message that could not be decoded.
    #[must_use]
    pub fn message(&self) -> Message {
        self.details.0.message
    }

    /// The part of the message.
    #[must_use]
    pub fn part(&self) -> Part {
        self.details.0.part
    }

    /// The path to the field in that part, by names on the wire: `threepids[2].medium`, or `kind`. Empty
    /// for the part as a whole.
    #[must_use]
    pub fn location(&self) -> &str {
        &self.details.0.field
    }

    /// The problem there.
    #[must_use]
    pub fn problem(&self) -> &DecodeProblem {
        &self.details.1
    }
}

impl fmt::Display for DecodeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (location, problem) = &*self.details;
        location.fmt(f)?;
        problem.fmt(f)
    }
}

impl fmt::Debug for DecodeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (location, problem) = &*self.details;
        location.debug("DecodeError", problem, f)
    }
}

impl std::error::Error for DecodeError {}

/// The problem with a field, or with a part of a message.
///
/// Its texts come from the types that are decoded, never from the message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeProblem {
    /// The body is not JSON. In Matrix: `M_NOT_JSON`.
    #[non_exhaustive]
    Syntax {
        /// The error of syntax.
        reason: Box<str>,
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1; 0 is before the first.
        column: usize,
    },
    /// Text that is not UTF-8, or a `%` without two hexadecimal digits after it.
    Encoding,
    /// A required field is absent. In Matrix: `M_MISSING_PARAM` or `M_BAD_JSON`.
    Missing,
    /// A field is given more than once.
    Repeated,
    /// A field has a name that the type neither knows nor ignores.
    UnknownField,
    /// A value is of another kind.
    #[non_exhaustive]
    WrongType {
        /// The expected value.
        expected: Box<str>,
        /// The kind of the value that was found.
        found: &'static str,
    },
    /// A value of the right kind that the type does not have.
    #[non_exhaustive]
    WrongValue {
        /// The expected value.
        expected: Box<str>,
    },
    /// A status that no response of the endpoint has, though several have its class.
    #[non_exhaustive]
    Status {
        /// The statuses of that class, such as `200 or 201`.
        expected: Box<str>,
        /// The status of the response.
        found: StatusCode,
    },
    /// The message has another media type. In HTTP: 415.
    #[non_exhaustive]
    MediaType {
        /// The expected media type.
        expected: Box<str>,
        /// The media type of the message, without parameters. `None` if it is malformed or missing.
        found: Option<Box<str>>,
    },
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
    /// The type refused a value.
    #[non_exhaustive]
    Rejected {
        /// The reason, as the type words it. `None` if it might show the value.
        reason: Option<Box<str>>,
    },
}

impl DecodeProblem {
    /// The type refused a value. `reason` must not show the value.
    #[must_use]
    pub fn rejected(reason: impl Into<Box<str>>) -> Self {
        Self::Rejected { reason: Some(reason.into()) }
    }
}

// Inlined: only programs that show errors compile it.
impl fmt::Display for DecodeProblem {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pieces: &[&str] = match self {
            Self::Syntax { reason, line, column } => {
                return write!(f, "not JSON: {reason} at line {line} column {column}");
            }
            Self::Encoding => &["expected UTF-8, with two hexadecimal digits after each `%`"],
            Self::Missing => &["missing"],
            Self::Repeated => &["given more than once"],
            Self::UnknownField => &["unknown field"],
            Self::WrongType { expected, found } => &["expected ", expected, ", found ", found],
            Self::WrongValue { expected } => &["invalid value: expected ", expected],
            Self::Status { expected, found } => {
                return write!(f, "expected {expected}, found {found}");
            }
            Self::MediaType { expected, found: None } => {
                &["expected the media type `", expected, "`, found an invalid one"]
            }
            Self::MediaType { expected, found: Some(found) } => {
                &["expected the media type `", expected, "`, found `", found, "`"]
            }
            Self::Streamed { call } => &["the body is a stream; call `", call, "`"],
            Self::NotStreamed { call } => &["the body is not a stream; call `", call, "`"],
            Self::Rejected { reason: None } => &["invalid value"],
            Self::Rejected { reason: Some(reason) } => &["invalid value: ", reason],
        };
        write_pieces(f, pieces)
    }
}

impl std::error::Error for DecodeProblem {}
