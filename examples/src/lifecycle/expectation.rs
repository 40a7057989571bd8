//! What the answer of each call has to be.

use matrix_api::{EndpointError, ErrorCode, FromHttpResponseError, MatrixError};
use matrix_client_account::uiaa::{AuthStage, UiaaResponse};

use super::LifecycleError;
use crate::client::CallError;

/// What a call came to.
type Answer<T, E> = Result<T, CallError<E>>;

/// The call succeeded.
pub(super) fn success<T, E>(
    answer: Answer<T, E>,
    expected: &'static str,
) -> Result<T, LifecycleError>
where
    E: EndpointError + Send + Sync,
{
    answer.map_err(|error| LifecycleError::unexpected(expected, error))
}

/// The call was refused with a challenge that this stage alone answers; returns its session.
pub(super) fn challenge<T>(
    answer: Answer<T, UiaaResponse>,
    stage: &AuthStage,
    expected: &'static str,
) -> Result<String, LifecycleError> {
    match answer {
        Ok(_) => Err(LifecycleError::Succeeded { expected }),
        Err(error) => session(&error, stage)
            .map(str::to_owned)
            .ok_or_else(|| LifecycleError::unexpected(expected, error)),
    }
}

/// The session of a challenge, if there is one that the stage answers.
fn session<'a>(error: &'a CallError<UiaaResponse>, stage: &AuthStage) -> Option<&'a str> {
    let CallError::Response(FromHttpResponseError::Endpoint(error)) = error else { return None };
    let info = error.as_uiaa()?;
    info.remaining_stages(|offered| offered == stage)?;
    info.session.as_deref()
}

/// The call was refused with this code.
pub(super) fn error<T, E>(
    answer: Answer<T, E>,
    code: &ErrorCode,
    expected: &'static str,
) -> Result<(), LifecycleError>
where
    E: EndpointError + AsMatrixError + Send + Sync,
{
    match answer {
        Ok(_) => Err(LifecycleError::Succeeded { expected }),
        Err(CallError::Response(FromHttpResponseError::Endpoint(error)))
            if error.as_matrix_error().is_some_and(|error| error.is(code)) =>
        {
            Ok(())
        }
        Err(error) => Err(LifecycleError::unexpected(expected, error)),
    }
}

/// The error of an endpoint, which may be a Matrix error.
pub(super) trait AsMatrixError {
    /// The Matrix error, if it is one.
    fn as_matrix_error(&self) -> Option<&MatrixError>;
}

impl AsMatrixError for MatrixError {
    fn as_matrix_error(&self) -> Option<&MatrixError> {
        Some(self)
    }
}

impl AsMatrixError for UiaaResponse {
    fn as_matrix_error(&self) -> Option<&MatrixError> {
        self.as_matrix_error()
    }
}
