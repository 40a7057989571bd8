//! Constructors for the errors that every server returns.

use std::{error::Error, time::Duration};

use http::StatusCode;

use super::{MatrixError, error_code::ErrorCode, retry_after::RetryAfter};

/// Errors that every server returns.
impl MatrixError {
    /// The server failed: 500 `M_UNKNOWN`. The cause becomes the error's [`source`](Error::source)
    /// for the server's log, and is not sent to the client.
    ///
    /// Use it to convert an application's own errors, so that `?` works in handlers:
    ///
    /// ```
    /// use std::error::Error;
    /// use matrix_api::MatrixError;
    ///
    /// # #[derive(Debug)] struct StoreError;
    /// # impl std::fmt::Display for StoreError {
    /// #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("the disk is full") }
    /// # }
    /// # impl Error for StoreError {}
    /// impl From<StoreError> for MatrixError {
    ///     fn from(error: StoreError) -> Self {
    ///         Self::internal(error)
    ///     }
    /// }
    ///
    /// let error = MatrixError::from(StoreError);
    /// assert_eq!(error.to_string(), "[500 M_UNKNOWN] internal server error");
    /// assert_eq!(error.source().unwrap().to_string(), "the disk is full");
    /// ```
    #[must_use]
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let message = "internal server error";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Unknown, message).with_cause(cause)
    }

    /// The access or refresh token is unknown or expired: 401 `M_UNKNOWN_TOKEN`.
    #[must_use]
    pub fn unknown_token() -> Self {
        let message = "unknown or expired token";
        Self::new(StatusCode::UNAUTHORIZED, ErrorCode::UnknownToken, message)
    }

    /// The access token has expired, but the session has not: the client can refresh the token or
    /// log in again. 401 `M_UNKNOWN_TOKEN` with [`soft_logout`](Self::soft_logout).
    #[must_use]
    #[inline]
    pub fn expired_token() -> Self {
        let message = "the access token has expired; refresh it";
        Self::new(StatusCode::UNAUTHORIZED, ErrorCode::UnknownToken, message)
            .with_field("soft_logout", true)
    }

    /// Too many requests, retry after this time: 429 `M_LIMIT_EXCEEDED` with `Retry-After` and the
    /// deprecated `retry_after_ms`.
    #[must_use]
    #[inline]
    pub fn limit_exceeded(retry_after: Duration) -> Self {
        let milliseconds = u64::try_from(retry_after.as_millis()).unwrap_or(u64::MAX);
        let message = "too many requests; wait before the next one";
        Self::new(StatusCode::TOO_MANY_REQUESTS, ErrorCode::LimitExceeded, message)
            .with_field("retry_after_ms", milliseconds)
            .with_retry_after(RetryAfter::Delay(retry_after))
    }

    /// The server does not have this endpoint: 404 `M_UNRECOGNIZED`.
    #[must_use]
    pub fn unrecognized() -> Self {
        let message = "unknown endpoint";
        Self::new(StatusCode::NOT_FOUND, ErrorCode::Unrecognized, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix_error::EndpointError as _;

    #[test]
    fn a_client_that_exceeds_a_limit_is_told_when_to_retry() {
        let wait = Duration::from_millis(1200);
        let response = MatrixError::limit_exceeded(wait).try_into_http_response().unwrap();
        assert_eq!(response.status(), 429);
        assert_eq!(response.headers()["retry-after"], "2");
        let read = MatrixError::from_http_response(&response);
        assert_eq!(read.fields["retry_after_ms"], 1200);
        assert!(read.is(&ErrorCode::LimitExceeded));
    }

    #[test]
    fn a_session_outlives_its_access_token() {
        assert!(MatrixError::expired_token().soft_logout());
        assert!(!MatrixError::unknown_token().soft_logout());
    }
}
