//! The messages of errors.

use std::{error, fmt};

use super::{CallError, Error};
use crate::matrix_error::Shown;

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
            Self::HeaderInUrl { endpoint, header } => write!(
                f,
                "{endpoint}: a browser does not send the header `{header}`; send the request with `send`"
            ),
            Self::MissingToken { endpoint } => {
                write!(f, "{endpoint}: missing access token; log in and call `set_session`")
            }
            Self::Transport { endpoint, source } => write!(f, "{endpoint}: {source}"),
            Self::Body { endpoint, source } => write!(f, "{endpoint}: {source}"),
            Self::SessionStore { endpoint, source } => write!(f, "{endpoint}: {source}"),
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
            Self::SessionStore { source, .. } => source.source(),
            Self::Versions { source, .. } => source.source(),
            Self::Refresh { source, .. } => source.source(),
            Self::HeaderInUrl { .. }
            | Self::MissingToken { .. }
            | Self::TimedOut { .. }
            | Self::DeadlineExceeded { .. }
            | Self::SessionReplaced { .. } => None,
        }
    }
}
