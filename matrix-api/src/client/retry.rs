//! When a request is sent again.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Method, Response, StatusCode};

use super::exchange::Attempt;
use crate::{EndpointError, MatrixError, RetryAfter};

/// When, and how often, a client sends a request again.
///
/// * An answer 429 is waited out, for as long as it says in `Retry-After` or `retry_after_ms`. When
///   that is longer than [`max_retry_after`](Self::max_retry_after), the answer is returned as the
///   error that it is.
/// * Answers 502, 503 and 504, and failures of the connection, are taken for transient. The request
///   is sent again if its method is idempotent (GET, HEAD, PUT, DELETE), or if it never reached the
///   server.
///
/// Where the server says nothing, the wait grows by a factor of two each time, and a random part of
/// up to one half is left out of it, so that clients do not come back all at once.
///
/// ```
/// use std::time::Duration;
/// use matrix_api::client::RetryPolicy;
///
/// let patient = RetryPolicy::default().max_attempts(8).max_retry_after(Duration::from_secs(300));
/// let impatient = RetryPolicy::none();
/// # let _ = (patient, impatient);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    first_backoff: Duration,
    max_backoff: Duration,
    max_retry_after: Duration,
}

impl Default for RetryPolicy {
    /// Four attempts; backoff from half a second to ten; servers may ask for half a minute.
    fn default() -> Self {
        Self {
            max_attempts: 4,
            first_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(10),
            max_retry_after: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// Every request is sent once.
    #[must_use]
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// The same, with this many attempts in all. 0 is taken for 1.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The same, with a backoff from `first` to `max`.
    #[must_use]
    pub const fn backoff(mut self, first: Duration, max: Duration) -> Self {
        self.first_backoff = first;
        self.max_backoff = max;
        self
    }

    /// The same, waiting no longer than this when a server says how long to wait.
    #[must_use]
    pub const fn max_retry_after(mut self, max: Duration) -> Self {
        self.max_retry_after = max;
        self
    }

    /// How long to wait before the next attempt. `None` when this was the last.
    ///
    /// `attempts` have been made, the last of which came to `attempt`.
    pub(super) fn wait(
        &self,
        method: &Method,
        attempts: u32,
        attempt: &Attempt,
        now: SystemTime,
    ) -> Option<Duration> {
        if attempts >= self.max_attempts || !is_worth_another(method, attempt) {
            return None;
        }
        match attempt.as_ref().ok().and_then(retry_after) {
            Some(asked) => Some(asked.delay_from(now)).filter(|wait| *wait <= self.max_retry_after),
            None => Some(self.jittered_backoff(attempts)),
        }
    }

    fn jittered_backoff(&self, attempts: u32) -> Duration {
        let doublings = 2u32.saturating_pow(attempts.saturating_sub(1));
        let backoff = self.first_backoff.saturating_mul(doublings).min(self.max_backoff);
        backoff - (backoff / 2).mul_f64(fastrand::f64())
    }
}

fn is_worth_another(method: &Method, attempt: &Attempt) -> bool {
    match attempt {
        Ok(response) if response.status() == StatusCode::TOO_MANY_REQUESTS => true,
        Ok(response) => method.is_idempotent() && is_transient(response.status()),
        Err(failure) if failure.is_final() => false,
        Err(failure) => method.is_idempotent() || !failure.may_have_been_seen(),
    }
}

const fn is_transient(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT
    )
}

fn retry_after(response: &Response<Bytes>) -> Option<RetryAfter> {
    MatrixError::from_http_response(response).retry_after()
}
