//! The encoder of error responses.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header::CONTENT_TYPE};
use serde::Serialize;

use crate::{
    error::{EncodeError, EncodeProblem, IntoHttpError, Message, Part},
    wire::body::BodyEncoder,
};

/// Encodes an error response, for implementations of [`EndpointError`](crate::EndpointError).
///
/// ```
/// use matrix_api::{http::StatusCode, wire::ErrorEncoder};
///
/// let encoder = ErrorEncoder::new("payment error", StatusCode::PAYMENT_REQUIRED);
/// let response = encoder.body("text/plain", "the card is declined")?;
/// assert_eq!(response.status(), 402);
/// assert_eq!(response.headers()["content-type"], "text/plain");
/// # Ok::<(), matrix_api::IntoHttpError>(())
/// ```
#[derive(Debug)]
pub struct ErrorEncoder {
    name: &'static str,
    status: StatusCode,
    headers: HeaderMap,
}

impl ErrorEncoder {
    /// An encoder of a response with this status. `name` says in errors what cannot be encoded.
    #[must_use]
    #[inline]
    pub fn new(name: &'static str, status: StatusCode) -> Self {
        Self { name, status, headers: HeaderMap::new() }
    }

    /// Adds a header.
    ///
    /// # Errors
    ///
    /// When the value is not a valid header value.
    #[inline]
    pub fn header(
        mut self,
        name: HeaderName,
        value: impl TryInto<HeaderValue>,
    ) -> Result<Self, IntoHttpError> {
        match value.try_into() {
            Ok(value) => {
                self.headers.append(name, value);
                Ok(self)
            }
            Err(_) => Err(self.header_error(name.as_str())),
        }
    }

    /// The response with a JSON body.
    ///
    /// # Errors
    ///
    /// When the value cannot be written as JSON, or `content_type` is not a valid header value.
    #[inline]
    pub fn json(
        self,
        content_type: impl TryInto<HeaderValue>,
        body: &(impl Serialize + ?Sized),
    ) -> Result<Response<Bytes>, IntoHttpError> {
        let mut encoder = BodyEncoder::new(self.name, Message::Response);
        encoder.json(|serializer| body.serialize(serializer))?;
        let bytes = encoder.take(false, &mut HeaderMap::new());
        self.body(content_type, bytes)
    }

    /// The response with any body.
    ///
    /// # Errors
    ///
    /// When `content_type` is not a valid header value.
    #[inline]
    pub fn body(
        mut self,
        content_type: impl TryInto<HeaderValue>,
        body: impl Into<Bytes>,
    ) -> Result<Response<Bytes>, IntoHttpError> {
        let Ok(content_type) = content_type.try_into() else {
            return Err(self.header_error(CONTENT_TYPE.as_str()));
        };
        self.headers.insert(CONTENT_TYPE, content_type);
        let mut response = Response::new(body.into());
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        Ok(response)
    }

    #[cold]
    fn header_error(&self, name: &str) -> IntoHttpError {
        let (message, problem) = (Message::Response, EncodeProblem::HeaderValue);
        EncodeError::new(self.name, message, Part::Header, name.to_owned(), problem).into()
    }
}
