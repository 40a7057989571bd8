//! The error type of an endpoint.

use bytes::Bytes;
use http::Response;

use crate::{error::IntoHttpError, matrix_error::MatrixError};

/// The answer of a failure.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of an endpoint",
    label = "does not implement `EndpointError`",
    note = "leave `error` out for the Matrix error, or implement `matrix_api::EndpointError`"
)]
pub trait EndpointError: std::error::Error + Send + Sync + Sized + 'static {
    /// Reads an answer that is no success. It cannot fail: an answer is kept, whatever it looks
    /// like.
    fn from_http_response(response: &Response<Bytes>) -> Self;

    /// Writes the answer.
    ///
    /// # Errors
    ///
    /// When a value of it cannot be written into an HTTP message.
    fn try_into_http_response(&self) -> Result<Response<Bytes>, IntoHttpError>;

    /// The Matrix error that the answer is, or holds; for whoever knows no more of it than that.
    fn as_matrix_error(&self) -> Option<&MatrixError> {
        None
    }
}
