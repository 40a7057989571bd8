//! Requests that a server refuses before or instead of their handler.

use http::StatusCode;

use super::MatrixError;

/// A server refuses a request by itself, before a handler is called or because it failed.
///
/// [`EndpointError::from_refusal`](super::EndpointError::from_refusal) converts it to the error of an
/// endpoint. Otherwise, the [Matrix error](Self::matrix_error) is sent.
///
/// ```
/// use matrix_api::{MatrixError, Refusal, RefusalKind};
///
/// let refusal = Refusal::new(RefusalKind::Unauthenticated, MatrixError::unknown_token());
/// assert_eq!(refusal.status(), 401);
/// assert_eq!(refusal.message(), "unknown or expired token");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    kind: RefusalKind,
    error: MatrixError,
}

/// The reason why a server refuses a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusalKind {
    /// No endpoint has the path. 404
    UnknownPath,
    /// The path belongs to endpoints with other methods. 405
    WrongMethod,
    /// The credentials are missing or malformed, or the application's authentication refused them.
    /// Usually 401
    Unauthenticated,
    /// The body is larger than the limit. 413
    BodyTooLarge,
    /// The body did not arrive in time. 408
    BodyTimeout,
    /// The connection failed before the body was complete. 400
    BodyIncomplete,
    /// An argument of the handler could not be extracted.
    RejectedArgument,
    /// The request is not what the endpoint defines. 400, or 415 for another media type
    InvalidRequest,
    /// A handler panicked, or its response cannot be encoded. 500
    ServerFailure,
}

impl Refusal {
    /// Creates a refusal, for servers of your own and for tests.
    #[must_use]
    pub fn new(kind: RefusalKind, error: impl Into<MatrixError>) -> Self {
        Self { kind, error: error.into() }
    }

    /// The reason.
    #[must_use]
    pub fn kind(&self) -> RefusalKind {
        self.kind
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.error.status
    }

    /// The message for people. It shows no value of the request and no cause of a failure.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.error.message
    }

    /// The Matrix error that is sent if the endpoint's error is not made of the refusal. For
    /// [`RefusalKind::Unauthenticated`], it is what the application's authentication returned.
    #[must_use]
    pub fn matrix_error(&self) -> &MatrixError {
        &self.error
    }
}
