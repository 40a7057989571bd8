//! The requests that a mock received.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::Request;

use crate::authentication::{AccessTokenOptional, AuthenticationScheme as _};

/// A request that a [`MockServer`](super::MockServer) received.
///
/// `Debug` shows neither its path, nor its headers, nor its body: they may contain secrets.
#[derive(Clone)]
pub struct ReceivedRequest {
    pub(super) request: Request<Bytes>,
    pub(super) at: Duration,
    pub(super) endpoint: Option<&'static str>,
    pub(super) is_automatic: bool,
}

impl ReceivedRequest {
    /// The request as it was received. The body of a stream is complete.
    #[must_use]
    pub fn http(&self) -> &Request<Bytes> {
        &self.request
    }

    /// When the request arrived, by [the clock of the mock](super::MockServer::elapsed).
    #[must_use]
    pub fn at(&self) -> Duration {
        self.at
    }

    /// The name of the endpoint, if a rule or a collection has it.
    #[must_use]
    pub fn endpoint(&self) -> Option<&'static str> {
        self.endpoint
    }

    /// The access token, if the request has one.
    #[must_use]
    pub fn token(&self) -> Option<String> {
        let token = AccessTokenOptional::extract(&self.request).ok()??;
        Some(token.as_str().to_owned())
    }
}

impl fmt::Debug for ReceivedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedRequest")
            .field("method", self.request.method())
            .field("endpoint", &self.endpoint)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}
