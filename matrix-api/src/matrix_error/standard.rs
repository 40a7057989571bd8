//! The errors that every server answers with.

use std::{error::Error, time::Duration};

use http::StatusCode;

use super::{ErrorCode, MatrixError, RetryAfter};

/// The errors that every server answers with.
impl MatrixError {
    /// The server failed: 500 `M_UNKNOWN`. The cause is the error's [`source`](Error::source), for the
    /// server's log; the client is not told.
    ///
    /// An application's own errors become one, so that `?` takes them:
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
    /// assert_eq!(error.to_string(), "[500 M_UNKNOWN] the server failed; its log says why");
    /// assert_eq!(error.source().unwrap().to_string(), "the disk is full");
    /// ```
    #[must_use]
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let message = "the server failed; its log says why";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Unknown, message).with_cause(cause)
    }

    /// The access or refresh token belongs to nobody, or not any more: 401 `M_UNKNOWN_TOKEN`.
    #[must_use]
    pub fn unknown_token() -> Self {
        let message = "the token is not known, or not any more";
        Self::new(StatusCode::UNAUTHORIZED, ErrorCode::UnknownToken, message)
    }

    /// The access token has expired, but not the session: the client refreshes the token, or logs in
    /// again, and goes on. 401 `M_UNKNOWN_TOKEN`, with [`soft_logout`](Self::soft_logout).
    #[must_use]
    #[inline]
    pub fn expired_token() -> Self {
        let message = "the access token has expired: refresh it";
        Self::new(StatusCode::UNAUTHORIZED, ErrorCode::UnknownToken, message)
            .with_field("soft_logout", true)
    }

    /// Too many requests; the next one may come after this time: 429 `M_LIMIT_EXCEEDED`, with
    /// `Retry-After` and the deprecated `retry_after_ms`.
    #[must_use]
    #[inline]
    pub fn limit_exceeded(wait: Duration) -> Self {
        let milliseconds = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        let message = "too many requests: wait before the next one";
        Self::new(StatusCode::TOO_MANY_REQUESTS, ErrorCode::LimitExceeded, message)
            .with_field("retry_after_ms", milliseconds)
            .with_retry_after(RetryAfter::Delay(wait))
    }

    /// The server has no such endpoint: 404 `M_UNRECOGNIZED`.
    #[must_use]
    pub fn unrecognized() -> Self {
        let message = "this server has no such endpoint";
        Self::new(StatusCode::NOT_FOUND, ErrorCode::Unrecognized, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EndpointError;

    #[test]
    fn a_client_that_comes_too_often_is_told_when_to_come_again() {
        let wait = Duration::from_millis(1200);
        let answer = MatrixError::limit_exceeded(wait).try_into_http_response().unwrap();
        assert_eq!(answer.status(), 429);
        assert_eq!(answer.headers()["retry-after"], "2");
        let read = MatrixError::from_http_response(&answer);
        assert_eq!(read.fields["retry_after_ms"], 1200);
        assert!(read.is(&ErrorCode::LimitExceeded));
    }

    #[test]
    fn a_session_outlives_its_access_token() {
        assert!(MatrixError::expired_token().soft_logout());
        assert!(!MatrixError::unknown_token().soft_logout());
    }
}
