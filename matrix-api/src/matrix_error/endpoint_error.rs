//! The error type of an endpoint.

use bytes::Bytes;
use http::Response;

use crate::{error::IntoHttpError, matrix_error::MatrixError};

/// The error response of an endpoint.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of an endpoint",
    label = "does not implement `EndpointError`",
    note = "leave `error` out for the Matrix error, or implement `matrix_api::EndpointError`"
)]
pub trait EndpointError: std::error::Error + Send + Sync + Sized + 'static {
    /// Decodes a response that is not a success. It cannot fail: the response is kept, whatever its
    /// content.
    fn from_http_response(response: &Response<Bytes>) -> Self;

    /// Encodes the response.
    ///
    /// # Errors
    ///
    /// When a value of it cannot be encoded.
    fn try_into_http_response(&self) -> Result<Response<Bytes>, IntoHttpError>;

    /// The Matrix error that it is or contains, for code that does not know the endpoint.
    fn as_matrix_error(&self) -> Option<&MatrixError> {
        None
    }
}
