//! Errors of calls.

use std::{error, fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Response, StatusCode, header::LOCATION};

use super::transport::TransportError;
use crate::{
    body::{Body, BodyError},
    endpoint::{self, Endpoint, IncomingResponse},
    error::{DecodeError, FromHttpResponseError, IntoHttpError},
    matrix_error::{EndpointError, ErrorCode, MatrixError, Shown},
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
        /// Where and why decoding failed.
        error: DecodeError,
    },
    /// The call got no response.
    Call(CallError),
}

/// A call got no response.
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError {
    /// The request cannot be encoded.
    Request(IntoHttpError),
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
            Self::TimedOut { .. } | Self::DeadlineExceeded { .. } | Self::Body { .. } => true,
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

    /// The error of the call, if it got no response.
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

    /// Whether the server returned this error code.
    #[must_use]
    pub fn is(&self, errcode: &ErrorCode) -> bool {
        self.as_matrix_error().is_some_and(|error| error.is(errcode))
    }
}

pub(super) fn decode<R: IncomingResponse>(
    response: &Response<Bytes>,
) -> Result<R, Error<<R::Endpoint as Endpoint>::Error>> {
    decode_with_stream(response, None)
}

/// [`decode`] for a response whose body may be a stream.
pub(super) fn decode_with_stream<R: IncomingResponse>(
    response: &Response<Bytes>,
    stream: Option<&Body>,
) -> Result<R, Error<<R::Endpoint as Endpoint>::Error>> {
    let status = response.status();
    endpoint::decode_response(response, stream).map_err(|error| match error {
        FromHttpResponseError::Endpoint(error) => {
            let endpoint = <R::Endpoint as Endpoint>::METADATA.name;
            Error::Endpoint { endpoint, status, error, redirect: redirect(response) }
        }
        FromHttpResponseError::Decode(error) => Error::Decode { status, error },
        FromHttpResponseError::Body(error) => {
            let endpoint = <R::Endpoint as Endpoint>::METADATA.name;
            let source = TransportError::interrupted(error);
            Error::Call(CallError::Transport { endpoint, source })
        }
    })
}

/// Where a response redirects to, without the parts that may contain secrets.
fn redirect(response: &Response<Bytes>) -> Option<Box<str>> {
    let location =
        response.headers().get(LOCATION).filter(|_| response.status().is_redirection())?;
    let location = location.to_str().ok()?.split(['?', '#']).next()?;
    Some(match location.split_once("//") {
        Some((scheme, rest)) if !scheme.contains('/') => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = authority.rsplit('@').next().unwrap_or_default();
            format!("{scheme}//{host}{path}").into()
        }
        _ => location.into(),
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
            Self::Endpoint { endpoint, status, redirect: Some(location), .. } => write!(
                f,
                "{endpoint}: [{}] the server redirects to {}; check the base URL of the client",
                status.as_str(),
                Shown(location)
            ),
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
            Self::MissingToken { endpoint } => {
                write!(f, "{endpoint}: missing access token; log in and call `set_session`")
            }
            Self::Transport { endpoint, source } => write!(f, "{endpoint}: {source}"),
            Self::Body { endpoint, source } => write!(f, "{endpoint}: {source}"),
            Self::TimedOut { endpoint, timeout } => {
                write!(f, "{endpoint}: no response within {timeout:?}")
            }
            Self::DeadlineExceeded { endpoint, deadline } => {
                write!(f, "{endpoint}: deadline of {deadline:?} exceeded")
            }
            Self::Versions { endpoint, source } => {
                write!(f, "{endpoint}: cannot get the supported versions: {source}")
            }
            Self::Refresh { endpoint, source } => {
                write!(f, "{endpoint}: cannot refresh the access token: {source}")
            }
            Self::SessionReplaced { endpoint } => write!(
                f,
                "{endpoint}: the session was replaced during the call; send the request again if it is \
                 meant for the new session"
            ),
        }
    }
}

// `source` skips the cause, because the message includes it.

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
            Self::Body { source, .. } => source.source(),
            Self::Versions { source, .. } => source.source(),
            Self::Refresh { source, .. } => source.source(),
            Self::MissingToken { .. }
            | Self::TimedOut { .. }
            | Self::DeadlineExceeded { .. }
            | Self::SessionReplaced { .. } => None,
        }
    }
}
