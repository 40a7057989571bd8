//! The error answer of Matrix servers.

mod conversions;
mod endpoint_error;
mod error_code;
mod extra;
mod http_date;
mod lenient;
mod retry_after;
mod standard;
#[cfg(test)]
mod tests;

use std::{error::Error, fmt};

use bytes::Bytes;
use http::{
    HeaderValue, Response, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER},
};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};

use self::extra::Extra;
pub use self::{endpoint_error::EndpointError, error_code::ErrorCode, retry_after::RetryAfter};
use crate::error::{EncodeError, EncodeProblem, IntoHttpError, Message, Part};

/// An answer that is no success: what every endpoint of Matrix may answer with.
///
/// Reading it never fails, and never makes another error of it: the status survives whatever the
/// body looks like, the code whatever is wrong with the rest, and a body that is no Matrix error is
/// kept as it came. Two errors are equal if their answers are.
///
/// See [Standard error response](https://spec.matrix.org/v1.19/client-server-api/#standard-error-response).
///
/// ```
/// use http::StatusCode;
/// use matrix_api::{ErrorCode, MatrixError};
///
/// let error = MatrixError::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden, "The door is locked.")
///     .with_field("org.example.key", "under the mat");
///
/// assert!(error.is(&ErrorCode::Forbidden));
/// assert_eq!(error.to_string(), "[403 M_FORBIDDEN] The door is locked.");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MatrixError {
    /// The status of the answer.
    pub status: StatusCode,
    /// What went wrong, for programs. `None` when the answer does not say it.
    pub errcode: Option<ErrorCode>,
    /// What went wrong, for people: the member `error`. Empty when the answer does not say it.
    pub message: Box<str>,
    /// Every other member of the answer.
    pub fields: Map<String, Value>,
    /// The body as it came, when it is more, or less, than a JSON object: the page of a proxy, for
    /// example.
    pub body: Option<Bytes>,
    extra: Extra,
}

impl MatrixError {
    /// An error with a code and a message.
    #[must_use]
    pub fn new(status: StatusCode, errcode: ErrorCode, message: impl Into<Box<str>>) -> Self {
        Self {
            status,
            errcode: Some(errcode),
            message: message.into(),
            fields: Map::new(),
            body: None,
            extra: Extra::default(),
        }
    }

    /// The same, with another member of the answer.
    #[must_use]
    pub fn with_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.fields.insert(name.into(), value.into());
        self
    }

    /// The same, with the time from which the request may be tried again.
    #[must_use]
    pub fn with_retry_after(mut self, retry_after: RetryAfter) -> Self {
        self.extra.set_retry_after(retry_after);
        self
    }

    /// The same, with its cause: the error's [`source`](Error::source), which is never written into
    /// the answer.
    #[must_use]
    pub fn with_cause(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.extra.set_cause(cause.into());
        self
    }

    /// Whether the answer has this code.
    #[must_use]
    pub fn is(&self, errcode: &ErrorCode) -> bool {
        self.errcode.as_ref() == Some(errcode)
    }

    /// When the request may be tried again: from the header `Retry-After`, and else from the
    /// deprecated member `retry_after_ms`.
    #[must_use]
    pub fn retry_after(&self) -> Option<RetryAfter> {
        self.extra.retry_after()
    }

    /// Whether the session may go on after a new login: [`ErrorCode::UnknownToken`] and
    /// [`ErrorCode::UserLocked`] say it.
    ///
    /// See [Soft logout](https://spec.matrix.org/v1.19/client-server-api/#soft-logout).
    #[must_use]
    #[inline]
    pub fn soft_logout(&self) -> bool {
        self.flag("soft_logout")
    }

    /// Where to reach the administrator: [`ErrorCode::ResourceLimitExceeded`] says it.
    #[must_use]
    #[inline]
    pub fn admin_contact(&self) -> Option<&str> {
        self.text("admin_contact")
    }

    /// Where the user finds more about the limit: [`ErrorCode::UserLimitExceeded`] says it.
    #[must_use]
    #[inline]
    pub fn info_uri(&self) -> Option<&str> {
        self.text("info_uri")
    }

    /// Whether the limit can be raised: [`ErrorCode::UserLimitExceeded`] says it.
    #[must_use]
    #[inline]
    pub fn can_upgrade(&self) -> bool {
        self.flag("can_upgrade")
    }

    /// The version of the room: [`ErrorCode::IncompatibleRoomVersion`] says it.
    #[must_use]
    #[inline]
    pub fn room_version(&self) -> Option<&str> {
        self.text("room_version")
    }

    /// The newest version of the backup: [`ErrorCode::WrongRoomKeysVersion`] says it.
    #[must_use]
    #[inline]
    pub fn current_version(&self) -> Option<&str> {
        self.text("current_version")
    }

    #[inline]
    fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name).and_then(Value::as_str)
    }

    #[inline]
    fn flag(&self, name: &str) -> bool {
        self.fields.get(name).and_then(Value::as_bool).unwrap_or_default()
    }
}

impl EndpointError for MatrixError {
    #[inline]
    fn from_http_response(response: &Response<Bytes>) -> Self {
        let read = lenient::read(response.body());
        Self {
            status: response.status(),
            errcode: read.errcode,
            message: read.message,
            extra: RetryAfter::read(response.headers(), &read.fields).into(),
            fields: read.fields,
            body: (!read.is_complete).then(|| response.body().clone()),
        }
    }

    /// Writes the answer.
    ///
    /// A [body](Self::body) that was kept is written as it came, as bytes of an unknown kind, so
    /// that no browser takes it for a page of this server.
    #[inline]
    fn try_into_http_response(&self) -> Result<Response<Bytes>, IntoHttpError> {
        let (body, content_type) = match &self.body {
            Some(body) => (body.clone(), "application/octet-stream"),
            None => (self.to_json()?, "application/json"),
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        if let Some(value) = self.retry_after().and_then(RetryAfter::to_header) {
            headers.insert(RETRY_AFTER, value);
        }
        Ok(response)
    }

    fn as_matrix_error(&self) -> Option<&Self> {
        Some(self)
    }
}

impl MatrixError {
    #[inline]
    fn to_json(&self) -> Result<Bytes, EncodeError> {
        serde_json::to_vec(&Members(self)).map(Bytes::from).map_err(|error| {
            let problem = EncodeProblem::Json(error);
            EncodeError::new("Matrix error", Message::Response, Part::Body, String::new(), problem)
        })
    }
}

/// The members of the answer's JSON object.
struct Members<'a>(&'a MatrixError);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(error) = self;
        let mut map = serializer.serialize_map(None)?;
        if let Some(errcode) = &error.errcode {
            map.serialize_entry("errcode", errcode)?;
        }
        // A malformed `error` that was read is among the fields.
        if !error.message.is_empty() || !error.fields.contains_key("error") {
            map.serialize_entry("error", &error.message)?;
        }
        for (name, value) in &error.fields {
            let is_written = match name.as_str() {
                "errcode" => error.errcode.is_some(),
                "error" => !error.message.is_empty(),
                _ => false,
            };
            if !is_written {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }
}

impl fmt::Display for MatrixError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}", self.status.as_str())?;
        if let Some(errcode) = &self.errcode {
            write!(f, " {errcode}")?;
        }
        f.write_str("]")?;
        // Without a message, the status has to explain itself.
        let message = match &*self.message {
            "" => self.status.canonical_reason().unwrap_or_default(),
            message => message,
        };
        if message.is_empty() { Ok(()) } else { write!(f, " {message}") }
    }
}

impl Error for MatrixError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.extra.cause()
    }
}
