//! Error responses: the trait, and the standard one of Matrix servers.

mod conversions;
mod error_body;
mod error_code;
mod rare;
mod refusal;
mod retry_after;
mod shown;
mod standard;
#[cfg(test)]
mod tests;

use std::{error::Error, fmt};

use bytes::Bytes;
use http::{Response, StatusCode, header::RETRY_AFTER};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};

pub(crate) use self::shown::Shown;
use self::{error_body::ErrorBody, rare::Rare};
pub use self::{
    error_code::ErrorCode,
    refusal::{Refusal, RefusalKind},
    retry_after::RetryAfter,
};
#[cfg(feature = "describe")]
use crate::description::{Describe, ErrorDescription, Member, Shape, Shapes};
use crate::{
    error::{IntoHttpError, Message},
    wire::body::BodyEncoder,
};

/// The error of an endpoint: the error responses of its server, in any format.
///
/// [`MatrixError`] is the default, and [`Problem`](crate::Problem) is the format of
/// [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457). For a format of your own, implement this trait:
///
/// ```
/// use matrix_api::{
///     EndpointError, IntoHttpError, Refusal,
///     bytes::Bytes,
///     http::{Response, StatusCode},
///     wire::ErrorEncoder,
/// };
///
/// #[derive(Debug)]
/// pub struct ApiError(StatusCode, String);
///
/// # impl std::error::Error for ApiError {}
/// # impl std::fmt::Display for ApiError {
/// #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "[{}] {}", self.0.as_str(), self.1) }
/// # }
/// impl EndpointError for ApiError {
///     fn from_http_response(response: &Response<Bytes>) -> Self {
///         Self(response.status(), String::from_utf8_lossy(response.body()).into_owned())
///     }
///
///     fn try_into_http_response(&self) -> Result<Response<Bytes>, IntoHttpError> {
///         ErrorEncoder::new("API error", self.0).body("text/plain; charset=utf-8", self.1.clone())
///     }
///
///     fn from_refusal(refusal: &Refusal) -> Option<Self> {
///         Some(Self(refusal.status(), refusal.message().to_owned()))
///     }
/// }
///
/// let response = ApiError(StatusCode::NOT_FOUND, "no such order".to_owned());
/// let response = response.try_into_http_response()?;
/// assert_eq!(response.headers()["content-type"], "text/plain; charset=utf-8");
/// assert_eq!(ApiError::from_http_response(&response).to_string(), "[404] no such order");
/// # Ok::<(), IntoHttpError>(())
/// ```
///
/// A block names it: `error: ApiError`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of an endpoint",
    label = "does not implement `EndpointError`",
    note = "leave `error` out for the Matrix error, write `error: matrix_api::Problem` for \
            `application/problem+json`, or implement `matrix_api::EndpointError`"
)]
pub trait EndpointError: Error + Send + Sync + Sized + 'static {
    /// Decodes an error response, whatever it looks like.
    fn from_http_response(response: &Response<Bytes>) -> Self;

    /// Encodes the error.
    ///
    /// # Errors
    ///
    /// Fails if a value cannot be written to an HTTP message.
    fn try_into_http_response(&self) -> Result<Response<Bytes>, IntoHttpError>;

    /// The Matrix error that this is or contains.
    fn as_matrix_error(&self) -> Option<&MatrixError> {
        None
    }

    /// The response to a request that the server refuses by itself: without valid credentials, with a body
    /// that is too large, or not as the endpoint defines it, for example.
    ///
    /// `None`, the default, sends [`Refusal::matrix_error`].
    fn from_refusal(refusal: &Refusal) -> Option<Self> {
        let _ = refusal;
        None
    }

    /// What the error responses look like. By default nothing is known.
    #[cfg(feature = "describe")]
    fn describe(shapes: &mut Shapes) -> ErrorDescription {
        let _ = shapes;
        ErrorDescription::UNKNOWN
    }
}

/// The standard error response, which any Matrix endpoint may return.
///
/// Decoding never fails: the status is always kept, the code is kept whatever else is malformed,
/// and a body that is not a JSON object is kept as received. Two errors are equal if their
/// responses are.
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
    /// The HTTP status.
    pub status: StatusCode,
    /// The error code, for programs. `None` if the response has none.
    pub errcode: Option<ErrorCode>,
    /// The message for people: the member `error`. Empty if the response has none; an empty message is not
    /// sent.
    pub message: Box<str>,
    /// All other members of the body.
    pub fields: Map<String, Value>,
    /// The body as received, if it is not a JSON object: the error page of a proxy, for example.
    pub body: Option<Bytes>,
    rare: Rare,
}

impl MatrixError {
    /// Creates an error with a code and a message.
    #[must_use]
    pub fn new(status: StatusCode, errcode: ErrorCode, message: impl Into<Box<str>>) -> Self {
        Self {
            status,
            errcode: Some(errcode),
            message: message.into(),
            fields: Map::new(),
            body: None,
            rare: Rare::default(),
        }
    }

    /// Adds a member to the body.
    #[must_use]
    pub fn with_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.fields.insert(name.into(), value.into());
        self
    }

    /// Sets when the request may be retried.
    #[must_use]
    #[inline]
    pub fn with_retry_after(mut self, retry_after: RetryAfter) -> Self {
        self.rare.set_retry_after(retry_after);
        self
    }

    /// Sets the cause: the error's [`source`](Error::source), which is never sent to the client.
    #[must_use]
    #[inline]
    pub fn with_cause(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.rare.set_cause(cause.into());
        self
    }

    /// Whether the error has this code.
    #[must_use]
    #[inline]
    pub fn is(&self, errcode: &ErrorCode) -> bool {
        self.errcode.as_ref() == Some(errcode)
    }

    /// When the request may be retried: from the header `Retry-After`, or else from the deprecated
    /// member `retry_after_ms`.
    #[must_use]
    #[inline]
    pub fn retry_after(&self) -> Option<RetryAfter> {
        self.rare.retry_after()
    }

    /// Whether the client may keep its data and log in again. Sent with
    /// [`ErrorCode::UnknownToken`] and [`ErrorCode::UserLocked`].
    ///
    /// See [Soft logout](https://spec.matrix.org/v1.19/client-server-api/#soft-logout).
    #[must_use]
    #[inline]
    pub fn soft_logout(&self) -> bool {
        self.flag("soft_logout")
    }

    /// How to contact the administrator. Sent with [`ErrorCode::ResourceLimitExceeded`].
    #[must_use]
    #[inline]
    pub fn admin_contact(&self) -> Option<&str> {
        self.text("admin_contact")
    }

    /// A page about the limit. Sent with [`ErrorCode::UserLimitExceeded`].
    #[must_use]
    #[inline]
    pub fn info_uri(&self) -> Option<&str> {
        self.text("info_uri")
    }

    /// Whether the limit can be raised. Sent with [`ErrorCode::UserLimitExceeded`].
    #[must_use]
    #[inline]
    pub fn can_upgrade(&self) -> bool {
        self.flag("can_upgrade")
    }

    /// The version of the room. Sent with [`ErrorCode::IncompatibleRoomVersion`].
    #[must_use]
    #[inline]
    pub fn room_version(&self) -> Option<&str> {
        self.text("room_version")
    }

    /// The newest version of the backup. Sent with [`ErrorCode::WrongRoomKeysVersion`].
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
        let read = ErrorBody::read(response.body());
        Self {
            status: response.status(),
            errcode: read.errcode,
            message: read.message,
            rare: RetryAfter::read(response.headers(), &read.fields).into(),
            fields: read.fields,
            body: (!read.is_complete).then(|| response.body().clone()),
        }
    }

    /// Encodes the error.
    ///
    /// A [body](Self::body) that was kept is sent as received, as `application/octet-stream`, so that
    /// a browser does not show it as a page of this server.
    #[inline]
    fn try_into_http_response(&self) -> Result<Response<Bytes>, IntoHttpError> {
        let mut body = BodyEncoder::new("Matrix error", Message::Response);
        match &self.body {
            Some(received) => body.raw(received.clone()),
            None => body.json(|serializer| JsonMembers(self).serialize(serializer))?,
        }
        let mut response = Response::default();
        *response.status_mut() = self.status;
        *response.body_mut() = body.take(false, response.headers_mut());
        if let Some(value) = self.retry_after().and_then(RetryAfter::to_header) {
            response.headers_mut().insert(RETRY_AFTER, value);
        }
        Ok(response)
    }

    fn as_matrix_error(&self) -> Option<&Self> {
        Some(self)
    }

    #[cfg(feature = "describe")]
    fn describe(shapes: &mut Shapes) -> ErrorDescription {
        ErrorDescription::new("application/json", <Self as Describe>::describe(shapes))
    }
}

/// The body, as the specification defines it. Decoding accepts any.
#[cfg(feature = "describe")]
impl Describe for MatrixError {
    fn describe(shapes: &mut Shapes) -> Shape {
        shapes.named("MatrixError", |shapes| {
            Shape::open_object([
                Member::required("errcode", shapes.of::<ErrorCode>())
                    .documented("The error code, for programs."),
                Member::optional("error", Shape::TEXT).documented("A message for people."),
                Member::optional("retry_after_ms", Shape::integer(0, u64::MAX)).documented(
                    "When to try again, in milliseconds, after too many requests. Deprecated: the \
                     header `Retry-After` says it.",
                ),
            ])
        })
    }
}

/// The JSON object of the body.
struct JsonMembers<'a>(&'a MatrixError);

impl Serialize for JsonMembers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(error) = self;
        let mut map = serializer.serialize_map(None)?;
        if let Some(errcode) = &error.errcode {
            map.serialize_entry("errcode", errcode)?;
        }
        // An `error` that is empty or not a string is among the fields.
        if !error.message.is_empty() {
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

/// Shows the code and the beginning of the message. Control characters are escaped, because another
/// server may have written them.
impl fmt::Display for MatrixError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}", self.status.as_str())?;
        if let Some(errcode) = &self.errcode {
            write!(f, " {}", Shown(errcode.as_str()))?;
        }
        f.write_str("]")?;
        let message = match &*self.message {
            "" => self.status.canonical_reason().unwrap_or_default(),
            message => message,
        };
        if message.is_empty() { Ok(()) } else { write!(f, " {}", Shown(message)) }
    }
}

impl Error for MatrixError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.rare.cause()
    }
}
