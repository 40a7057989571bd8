//! A call that did not end in a success.

use std::{error, fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Response, StatusCode};

use super::TransportError;
use crate::{
    DecodeError, Endpoint, EndpointError, ErrorCode, FromHttpResponseError, IncomingResponse,
    IntoHttpError, MatrixError,
};

/// A call that did not end in a success. `E` is the endpoint's error.
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
    /// The server answered with an error.
    #[non_exhaustive]
    Endpoint {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The status of the answer.
        status: StatusCode,
        /// The answer.
        error: E,
    },
    /// The server answered with a success that is not as the endpoint says.
    #[non_exhaustive]
    Decode {
        /// The status of the answer.
        status: StatusCode,
        /// Where it differs.
        error: DecodeError,
    },
    /// The call came to no answer.
    Call(CallError),
}

/// A call came to no answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError {
    /// The request cannot be written. Nothing was sent.
    Request(IntoHttpError),
    /// The endpoint takes an access token, and the client has none. Nothing was sent.
    #[non_exhaustive]
    MissingToken {
        /// The endpoint's name.
        endpoint: &'static str,
    },
    /// The transport has no answer, after all the attempts that the retry policy allows.
    #[non_exhaustive]
    Transport {
        /// The endpoint's name.
        endpoint: &'static str,
        /// What went wrong the last time.
        source: TransportError,
    },
    /// There was no answer within the time that one attempt may take, after all the attempts that
    /// the retry policy allows.
    #[non_exhaustive]
    TimedOut {
        /// The endpoint's name.
        endpoint: &'static str,
        /// How long an attempt may take.
        timeout: Duration,
    },
    /// The call took longer than all its attempts together may take.
    #[non_exhaustive]
    DeadlineExceeded {
        /// The endpoint's name.
        endpoint: &'static str,
        /// How long a call may take.
        deadline: Duration,
    },
    /// The endpoint's path depends on what the server supports, which cannot be found out.
    #[non_exhaustive]
    Versions {
        /// The endpoint's name.
        endpoint: &'static str,
        /// What became of the question.
        source: Box<Error<MatrixError>>,
    },
    /// The access token is expired or refused, and cannot be refreshed.
    #[non_exhaustive]
    Refresh {
        /// The endpoint's name.
        endpoint: &'static str,
        /// What became of the refresh, which all requests share that waited for it.
        source: Arc<Error<MatrixError>>,
    },
    /// The access token is expired or refused, and meanwhile the client was given another session,
    /// for which the request was not meant.
    #[non_exhaustive]
    SessionReplaced {
        /// The endpoint's name.
        endpoint: &'static str,
    },
}

impl CallError {
    /// Whether the server has refused the refresh token, so that the user has to log in again: see
    /// [`Error::is_logged_out`].
    #[must_use]
    pub fn is_logged_out(&self) -> bool {
        matches!(self, Self::Refresh { source, .. } if source.as_endpoint().is_some_and(ends_session))
    }

    /// What the server said when it was asked for versions or new tokens.
    #[must_use]
    pub fn refusal(&self) -> Option<&MatrixError> {
        self.question()?.as_endpoint()
    }

    /// Whether the time ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::TimedOut { .. } | Self::DeadlineExceeded { .. } => true,
            _ => self.question().is_some_and(Error::is_timeout),
        }
    }

    /// Whether the server cannot be reached, as when there is no network.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        match self {
            Self::Transport { source, .. } => matches!(source, TransportError::Connect(_)),
            _ => self.question().is_some_and(Error::is_connect),
        }
    }

    /// Whether the server may have acted on the request, although there is no answer.
    #[must_use]
    pub const fn may_have_been_seen(&self) -> bool {
        match self {
            Self::Transport { source, .. } => source.may_have_been_seen(),
            Self::TimedOut { .. } | Self::DeadlineExceeded { .. } => true,
            _ => false,
        }
    }

    /// What became of a question of the client's own.
    fn question(&self) -> Option<&Error<MatrixError>> {
        match self {
            Self::Versions { source, .. } => Some(source),
            Self::Refresh { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Whether an answer to a refresh says that there will be no new access token, now or later.
pub(super) fn ends_session(refusal: &MatrixError) -> bool {
    matches!(refusal.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
        || refusal.is(&ErrorCode::UnknownToken)
}

impl<E> Error<E> {
    /// The endpoint's error, if the server answered with one.
    #[must_use]
    pub const fn as_endpoint(&self) -> Option<&E> {
        match self {
            Self::Endpoint { error, .. } => Some(error),
            _ => None,
        }
    }

    /// The endpoint's error, if the server answered with one; and else this error.
    ///
    /// # Errors
    ///
    /// When the server did not answer with an error.
    pub fn into_endpoint(self) -> Result<E, Self> {
        match self {
            Self::Endpoint { error, .. } => Ok(error),
            other => Err(other),
        }
    }

    /// Why there was no answer, if there was none.
    #[must_use]
    pub const fn as_call(&self) -> Option<&CallError> {
        match self {
            Self::Call(error) => Some(error),
            _ => None,
        }
    }

    /// The status of the answer, if there was one.
    #[must_use]
    pub const fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Endpoint { status, .. } | Self::Decode { status, .. } => Some(*status),
            Self::Call(_) => None,
        }
    }

    /// Whether the time ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.as_call().is_some_and(CallError::is_timeout)
    }

    /// Whether the server cannot be reached, as when there is no network.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.as_call().is_some_and(CallError::is_connect)
    }
}

impl<E: EndpointError> Error<E> {
    /// The Matrix error that the server answered with, if it did.
    #[must_use]
    pub fn as_matrix_error(&self) -> Option<&MatrixError> {
        self.as_endpoint().and_then(E::as_matrix_error)
    }

    /// Whether the server has refused the access token, and there is no other to be had, so that the
    /// user has to log in again.
    ///
    /// [`MatrixError::soft_logout`] of the [answer](Self::as_matrix_error), or of the
    /// [refusal](CallError::refusal) of a refresh, says whether what the client keeps for the session,
    /// such as keys, can be used thereafter.
    #[must_use]
    pub fn is_logged_out(&self) -> bool {
        match self {
            Self::Call(error) => error.is_logged_out(),
            _ => {
                self.status() == Some(StatusCode::UNAUTHORIZED) && self.is(&ErrorCode::UnknownToken)
            }
        }
    }

    /// Whether the server answered with this code.
    #[must_use]
    pub fn is(&self, errcode: &ErrorCode) -> bool {
        self.as_matrix_error().is_some_and(|error| error.is(errcode))
    }
}

/// Reads the answer of a server.
pub(super) fn read<R: IncomingResponse>(
    response: &Response<Bytes>,
) -> Result<R, Error<<R::Endpoint as Endpoint>::Error>> {
    let status = response.status();
    R::try_from_http_response(response).map_err(|error| match error {
        FromHttpResponseError::Endpoint(error) => {
            let endpoint = <R::Endpoint as Endpoint>::METADATA.name;
            Error::Endpoint { endpoint, status, error }
        }
        FromHttpResponseError::Decode(error) => Error::Decode { status, error },
    })
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

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Endpoint { endpoint, error, .. } => write!(f, "{endpoint}: {error}"),
            Self::Decode { error, .. } => error.fmt(f),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(f),
            Self::MissingToken { endpoint } => write!(
                f,
                "{endpoint}: the endpoint takes an access token, and the client has none: log in and \
                 call `set_session`"
            ),
            Self::Transport { endpoint, source } => write!(f, "{endpoint}: {source}"),
            Self::TimedOut { endpoint, timeout } => {
                write!(f, "{endpoint}: no answer within {timeout:?}")
            }
            Self::DeadlineExceeded { endpoint, deadline } => {
                write!(f, "{endpoint}: not done within {deadline:?}")
            }
            Self::Versions { endpoint, source } => write!(
                f,
                "{endpoint}: cannot find out which versions the server supports: {source}"
            ),
            Self::Refresh { endpoint, source } => {
                write!(f, "{endpoint}: cannot refresh the access token: {source}")
            }
            Self::SessionReplaced { endpoint } => write!(
                f,
                "{endpoint}: the access token is expired or refused, and the client has another \
                 session by now: send the request again if it is meant for that one"
            ),
        }
    }
}

// A message has that of its cause in it: the chain goes on behind that, so that nobody reads it twice.

impl<E: error::Error + 'static> error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Endpoint { error, .. } => error.source(),
            Self::Decode { error, .. } => error.source(),
            Self::Call(error) => error.source(),
        }
    }
}

impl error::Error for CallError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Request(error) => error.source(),
            Self::Transport { source, .. } => source.source(),
            Self::Versions { source, .. } => source.source(),
            Self::Refresh { source, .. } => source.source(),
            Self::MissingToken { .. }
            | Self::TimedOut { .. }
            | Self::DeadlineExceeded { .. }
            | Self::SessionReplaced { .. } => None,
        }
    }
}
