//! Errors of calls.

mod display;

use std::{sync::Arc, time::Duration};

use http::{HeaderMap, HeaderName, StatusCode};
use serde_json::Map;

use super::{
    response_headers::ResponseHeaders, session_store::SessionStoreError, transport::TransportError,
};
use crate::{
    body::BodyError,
    error::{DecodeError, IntoHttpError},
    matrix_error::{EndpointError, ErrorCode, MatrixError, RetryAfter},
};

/// A failed call. `E` is the error type of the endpoint.
///
/// ```
/// use matrix_api::{ErrorCode, MatrixError, client::{CallError, Error}};
///
/// fn advice(error: &Error<MatrixError>) -> &'static str {
///     match error {
///         error if error.is(&ErrorCode::Forbidden) => "Wrong password.",
///         error if error.is_logged_out() => "Log in again.",
///         error if error.is_connect() => "Are you online?",
///         Error::Call(CallError::MissingToken { .. }) => "Log in.",
///         Error::Endpoint { .. } | Error::Decode { .. } => "Ask your administrator.",
///         _ => "Try again later.",
///     }
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The server returned an error response.
    #[non_exhaustive]
    Endpoint {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The status of the response.
        status: StatusCode,
        /// The headers of the response.
        headers: ResponseHeaders,
        /// The decoded response.
        error: E,
        /// Where the response redirects to, without user, query and fragment. Redirects are not followed.
        redirect: Option<Box<str>>,
    },
    /// The response is a success, but cannot be decoded.
    #[non_exhaustive]
    Decode {
        /// The status of the response.
        status: StatusCode,
        /// The headers of the response.
        headers: ResponseHeaders,
        /// Where and why decoding failed.
        error: DecodeError,
    },
    /// The call failed otherwise: it got no response, or what the server responded cannot be received or saved.
    Call(CallError),
}

/// A call got no response.
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError {
    /// The request cannot be encoded.
    Request(IntoHttpError),
    /// The request has a header, and a browser that opens its URL would not send it.
    #[non_exhaustive]
    HeaderInUrl {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The name of the header.
        header: HeaderName,
    },
    /// The endpoint requires an access token, and the client has none. Nothing was sent.
    #[non_exhaustive]
    MissingToken {
        /// The endpoint's name.
        endpoint: &'static str,
    },
    /// The transport failed, in every attempt that the retry policy allows.
    #[non_exhaustive]
    Transport {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The error of the last attempt.
        source: TransportError,
    },
    /// The last attempt that the retry policy allows timed out.
    #[non_exhaustive]
    TimedOut {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The maximum duration of an attempt.
        timeout: Duration,
    },
    /// The call took longer than its deadline allows.
    #[non_exhaustive]
    DeadlineExceeded {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The maximum duration of a call.
        deadline: Duration,
    },
    /// The stream of the response cannot be read to its end, or not written to a file.
    #[non_exhaustive]
    Body {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The reason.
        source: BodyError,
    },
    /// The endpoint's path depends on the versions that the server supports, and asking for them failed.
    #[non_exhaustive]
    Versions {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The error of the request for versions.
        source: Box<Error<MatrixError>>,
    },
    /// The access token is expired or was rejected, and refreshing it failed.
    #[non_exhaustive]
    Refresh {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The error of the refresh, shared by all requests that waited for it.
        source: Arc<Error<MatrixError>>,
    },
    /// The server responded, but the session cannot be saved.
    #[non_exhaustive]
    SessionStore {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The reason.
        source: SessionStoreError,
    },
    /// The access token is expired or was rejected, and the session was replaced in the meantime. The
    /// request was not meant for the new session.
    #[non_exhaustive]
    SessionReplaced {
        /// The endpoint's name.
        endpoint: &'static str,
    },
}

impl CallError {
    /// Whether the server rejected the refresh token, so that the user must log in again. See
    /// [`Error::is_logged_out`].
    #[must_use]
    pub fn is_logged_out(&self) -> bool {
        matches!(self, Self::Refresh { source, .. } if source.as_endpoint().is_some_and(ends_session))
    }

    /// The error response of the server, if asking for versions or refreshing the tokens failed.
    #[must_use]
    pub fn server_error(&self) -> Option<&MatrixError> {
        self.inner()?.as_endpoint()
    }

    /// Whether the call timed out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::TimedOut { .. } | Self::DeadlineExceeded { .. } => true,
            Self::Body { source, .. } => {
                matches!(source, BodyError::Idle { .. } | BodyError::TooSlow { .. })
            }
            _ => self.inner().is_some_and(Error::is_timeout),
        }
    }

    /// Whether connecting to the server failed, for example without a network.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        match self {
            Self::Transport { source, .. } => matches!(source, TransportError::Connect(_)),
            _ => self.inner().is_some_and(Error::is_connect),
        }
    }

    /// Whether the request may have reached the server although the call got no response.
    #[must_use]
    pub const fn may_have_reached_server(&self) -> bool {
        match self {
            Self::Transport { source, .. } => source.may_have_reached_server(),
            Self::TimedOut { .. }
            | Self::DeadlineExceeded { .. }
            | Self::Body { .. }
            | Self::SessionStore { .. } => true,
            _ => false,
        }
    }

    /// The error of a request for versions or tokens.
    fn inner(&self) -> Option<&Error<MatrixError>> {
        match self {
            Self::Versions { source, .. } => Some(source),
            Self::Refresh { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Whether the error response to a refresh says that the refresh token is not valid.
///
/// [The specification](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3refresh) has
/// `M_UNKNOWN_TOKEN` for that, and Synapse also sends 403 `M_FORBIDDEN`. Everything else says nothing about
/// the token: a proxy's page has no code, and an administrator can unlock or unsuspend the account.
pub(super) fn ends_session(error: &MatrixError) -> bool {
    error.is(&ErrorCode::UnknownToken)
        || error.status == StatusCode::FORBIDDEN && error.is(&ErrorCode::Forbidden)
}

impl<E> Error<E> {
    /// The endpoint's error, if the server returned one.
    #[must_use]
    pub const fn as_endpoint(&self) -> Option<&E> {
        match self {
            Self::Endpoint { error, .. } => Some(error),
            _ => None,
        }
    }

    /// Converts into the endpoint's error.
    ///
    /// # Errors
    ///
    /// Returns `self` if the server did not return an error response.
    pub fn into_endpoint(self) -> Result<E, Self> {
        match self {
            Self::Endpoint { error, .. } => Ok(error),
            other => Err(other),
        }
    }

    /// The error of the call, if it failed without a response that could be decoded.
    #[must_use]
    pub const fn as_call(&self) -> Option<&CallError> {
        match self {
            Self::Call(error) => Some(error),
            _ => None,
        }
    }

    /// The status of the response, if there is one.
    #[must_use]
    pub const fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Endpoint { status, .. } | Self::Decode { status, .. } => Some(*status),
            Self::Call(_) => None,
        }
    }

    /// The headers of the response, if there is one: a request ID for a report to the administrator, or the
    /// server's `Date`.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Endpoint { headers, .. } | Self::Decode { headers, .. } => Some(headers),
            Self::Call(_) => None,
        }
    }

    /// Whether the call timed out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.as_call().is_some_and(CallError::is_timeout)
    }

    /// Whether connecting to the server failed, for example without a network.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.as_call().is_some_and(CallError::is_connect)
    }
}

impl<E: EndpointError> Error<E> {
    /// The Matrix error, if the server returned one.
    #[must_use]
    pub fn as_matrix_error(&self) -> Option<&MatrixError> {
        self.as_endpoint().and_then(E::as_matrix_error)
    }

    /// Whether the server rejected the access token and the client cannot get another one, so that the
    /// user must log in again.
    ///
    /// [`MatrixError::soft_logout`] of the [error response](Self::as_matrix_error), or of the
    /// [response to the refresh](CallError::server_error), says whether the data of the session, such
    /// as keys, stays usable.
    #[must_use]
    pub fn is_logged_out(&self) -> bool {
        match self {
            Self::Call(error) => error.is_logged_out(),
            _ => {
                self.status() == Some(StatusCode::UNAUTHORIZED) && self.is(&ErrorCode::UnknownToken)
            }
        }
    }

    /// When the server allows the request again: its `Retry-After`, or `retry_after_ms` of a Matrix error.
    #[must_use]
    pub fn retry_after(&self) -> Option<RetryAfter> {
        let of_error = self.as_matrix_error().and_then(MatrixError::retry_after);
        of_error.or_else(|| RetryAfter::read(self.headers()?, &Map::new()))
    }

    /// Whether the server returned this error code.
    #[must_use]
    pub fn is(&self, errcode: &ErrorCode) -> bool {
        self.as_matrix_error().is_some_and(|error| error.is(errcode))
    }
}

impl<E> From<CallError> for Error<E> {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

impl From<IntoHttpError> for CallError {
    fn from(error: IntoHttpError) -> Self {
        Self::Request(error)
    }
}
