//! The outcome of sending a request once.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::Response;

use super::{error::CallError, transport::TransportError};
use crate::body::Body;

pub(super) type Attempt = Result<Received, AttemptFailure>;

/// The response to a request.
pub(super) struct Received {
    /// Without its body, if that is a stream.
    pub(super) response: Response<Bytes>,
    pub(super) stream: Option<Body>,
}

/// An attempt got no response.
#[derive(Debug)]
pub(super) enum AttemptFailure {
    Transport(TransportError),
    TimedOut(Duration),
    /// The deadline of the call has passed.
    DeadlineExceeded(Duration),
}

impl AttemptFailure {
    /// Whether every further attempt would fail in the same way.
    pub(super) const fn is_final(&self) -> bool {
        matches!(
            self,
            Self::DeadlineExceeded(_)
                | Self::Transport(
                    TransportError::Certificate(_)
                        | TransportError::Unsupported(_)
                        | TransportError::Body(_)
                        | TransportError::FollowedRedirect
                        | TransportError::TooLarge { .. }
                )
        )
    }

    pub(super) const fn may_have_reached_server(&self) -> bool {
        match self {
            Self::Transport(error) => error.may_have_reached_server(),
            Self::TimedOut(_) | Self::DeadlineExceeded(_) => true,
        }
    }

    pub(super) fn into_call_error(self, endpoint: &'static str) -> CallError {
        match self {
            Self::Transport(source) => CallError::Transport { endpoint, source },
            Self::TimedOut(timeout) => CallError::TimedOut { endpoint, timeout },
            Self::DeadlineExceeded(deadline) => CallError::DeadlineExceeded { endpoint, deadline },
        }
    }
}

impl fmt::Display for AttemptFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::TimedOut(timeout) => write!(f, "no response within {timeout:?}"),
            Self::DeadlineExceeded(deadline) => write!(f, "deadline of {deadline:?} exceeded"),
        }
    }
}
