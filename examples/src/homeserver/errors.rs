//! Error responses.

use std::time::Duration;

use http::StatusCode;
use matrix_api::{ErrorCode, MatrixError};
use matrix_client_account::uiaa::UiaaResponse;

use super::{
    localpart::LocalpartError, mail::MailError, passwords::PasswordError, random::RandomError,
    store::StoreError,
};

/// When a client may try again if the server is busy.
const BUSY_DELAY: Duration = Duration::from_secs(2);

/// A 400 error with a code and a message.
pub(super) fn bad_request(code: ErrorCode, message: impl Into<Box<str>>) -> MatrixError {
    MatrixError::new(StatusCode::BAD_REQUEST, code, message)
}

/// A 403 error with a code and a message.
pub(super) fn forbidden(code: ErrorCode, message: impl Into<Box<str>>) -> MatrixError {
    MatrixError::new(StatusCode::FORBIDDEN, code, message)
}

/// The error of Matrix endpoints that this server does not support.
pub(super) fn unsupported(message: impl Into<Box<str>>) -> MatrixError {
    MatrixError::new(StatusCode::NOT_FOUND, ErrorCode::Unrecognized, message)
}

/// Converts errors for endpoints with and without user-interactive authentication.
macro_rules! errors {
    ($($error:ident => $matrix_error:expr;)*) => {$(
        impl From<$error> for MatrixError {
            fn from(error: $error) -> Self {
                $matrix_error(error)
            }
        }

        impl From<$error> for UiaaResponse {
            fn from(error: $error) -> Self {
                Self::Matrix(error.into())
            }
        }
    )*};
}

errors! {
    LocalpartError => |error: LocalpartError| {
        bad_request(ErrorCode::InvalidUsername, error.to_string())
    };
    MailError => |error| {
        if matches!(error, MailError::Busy) {
            return MatrixError::limit_exceeded(BUSY_DELAY);
        }
        // A separate code, since the client may try again.
        let message = "the email could not be sent; try again later";
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        MatrixError::new(status, ErrorCode::EmailSendError, message).with_cause(error)
    };
    PasswordError => |error| match error {
        PasswordError::Busy => MatrixError::limit_exceeded(BUSY_DELAY),
        error => MatrixError::internal(error),
    };
    RandomError => MatrixError::internal;
    StoreError => |error| match error {
        StoreError::OutdatedProof => {
            let message = "what you proved does not hold any more; authenticate again";
            forbidden(ErrorCode::Forbidden, message)
        }
        error => MatrixError::internal(error),
    };
}
