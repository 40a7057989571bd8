//! A message that came in is not what the endpoint says.

use std::fmt;

use super::{Location, Message, Part};

/// A part of an HTTP message is not what its endpoint says: where, what was expected, and what kind
/// of thing was found.
///
/// It never shows a value that was received. Names of members on the way to the field are shown, but
/// for those within a secret.
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
    // Boxed: the error travels in every `Result` of a decoder.
    details: Box<(Location, DecodeProblem)>,
}

impl DecodeError {
    /// For a codec of one's own that stands beside those of [`wire`](crate::wire).
    ///
    /// Neither `location` nor `problem` should hold a value that was received.
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

    /// The field's path in that part, by names on the wire: `threepids[2].medium`, or `kind`. Empty
    /// where it is the part as a whole.
    #[must_use]
    pub fn location(&self) -> &str {
        &self.details.0.field
    }

    /// What is wrong there.
    #[must_use]
    pub fn problem(&self) -> &DecodeProblem {
        &self.details.1
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (location, problem) = &*self.details;
        write!(f, "{location}{problem}")
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (location, problem) = &*self.details;
        location.debug("DecodeError", problem, f)
    }
}

impl std::error::Error for DecodeError {}

/// What is wrong with a field, or with a part of a message.
///
/// The texts in it come from the types that decode, never from what was received.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeProblem {
    /// The body is not JSON. In Matrix: `M_NOT_JSON`.
    #[error("not JSON: {reason} at line {line} column {column}")]
    #[non_exhaustive]
    Syntax {
        /// What is wrong with the syntax.
        reason: Box<str>,
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1; 0 is before the first.
        column: usize,
    },
    /// Text that is not UTF-8, or a `%` without two hexadecimal digits behind it.
    #[error("expected UTF-8, with a `%` ahead of two hexadecimal digits only")]
    Encoding,
    /// A field that is required is not there. In Matrix: `M_MISSING_PARAM` or `M_BAD_JSON`.
    #[error("missing")]
    Missing,
    /// A field is there more than once.
    #[error("given more than once")]
    Repeated,
    /// A field has a name that the type does not know, and does not ignore.
    #[error("unknown field")]
    UnknownField,
    /// A value is of another kind.
    #[error("expected {expected}, found {found}")]
    #[non_exhaustive]
    WrongType {
        /// What would have been right.
        expected: Box<str>,
        /// The kind of value that was found.
        found: &'static str,
    },
    /// A value is of the right kind, but not one of those that the type has.
    #[error("invalid value: expected {expected}")]
    #[non_exhaustive]
    WrongValue {
        /// What would have been right.
        expected: Box<str>,
    },
    /// The type refused a value.
    #[error("invalid value{}{}", if reason.is_some() { ": " } else { "" }, reason.as_deref().unwrap_or_default())]
    #[non_exhaustive]
    Rejected {
        /// Why, in the type's words. `None` where those might show the value.
        reason: Option<Box<str>>,
    },
}

impl DecodeProblem {
    /// The type refused a value; `reason` must not show it.
    #[must_use]
    pub fn rejected(reason: impl Into<Box<str>>) -> Self {
        Self::Rejected { reason: Some(reason.into()) }
    }
}
