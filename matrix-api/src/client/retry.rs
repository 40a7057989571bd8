//! Decides when a request is sent again.

use std::time::Duration;

use http::{Method, StatusCode};

use super::attempt::{Attempt, Received};
use crate::{
    matrix_error::{EndpointError as _, MatrixError, RetryAfter},
    platform::{random_fraction, system_time},
};

/// When and how often a client sends a request again.
///
/// * After a 429 response, the client sends the request again.
/// * After a 502, 503 or 504 response, the status 520 to 524 or 530 of a proxy, or a connection error,
///   the client sends the request again if its method is idempotent (GET, HEAD, PUT, DELETE), or if it
///   never reached the server.
///
/// The wait doubles after each attempt. It is shortened by a random part of up to one half, so that
/// clients do not return all at once. If the server says how long to wait, in `Retry-After` or
/// `retry_after_ms`, that time is added, even if it is zero. If it exceeds
/// [`max_retry_after`](Self::max_retry_after), the client returns the error.
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
    /// Four attempts, a backoff from 0.5 to 10 seconds, and at most 30 seconds for `Retry-After`.
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
    /// Sends every request once.
    #[must_use]
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the maximum number of attempts, the first one included. 0 means 1.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the wait after the first attempt, and the maximum wait.
    #[must_use]
    pub const fn backoff(mut self, first: Duration, max: Duration) -> Self {
        self.first_backoff = first;
        self.max_backoff = max;
        self
    }

    /// Sets the longest wait that a server may request.
    #[must_use]
    pub const fn max_retry_after(mut self, max: Duration) -> Self {
        self.max_retry_after = max;
        self
    }

    /// How long to wait before the next attempt. `None` if this was the last one.
    ///
    /// `attempts` were made; `attempt` is the outcome of the last one.
    pub(super) fn wait(
        &self,
        method: &Method,
        attempts: u32,
        attempt: &Attempt,
    ) -> Option<Duration> {
        if attempts >= self.max_attempts || !should_retry(method, attempt) {
            return None;
        }
        let requested = attempt.as_ref().ok().and_then(retry_after);
        let requested = requested.map_or(Duration::ZERO, |it| it.delay_from(system_time()));
        (requested <= self.max_retry_after)
            .then(|| requested.saturating_add(self.jittered_backoff(attempts)))
    }

    /// How long to wait before a download is resumed, after this number of attempts without a byte. `None` if
    /// the last one was made.
    #[cfg(any(
        feature = "axum",
        all(feature = "reqwest-no-tls", not(all(target_arch = "wasm32", target_os = "unknown")))
    ))]
    pub(super) fn backoff_after(&self, attempts: u32) -> Option<Duration> {
        (attempts < self.max_attempts).then(|| self.jittered_backoff(attempts))
    }

    fn jittered_backoff(&self, attempts: u32) -> Duration {
        let doublings = 2u32.saturating_pow(attempts.saturating_sub(1));
        let backoff = self.first_backoff.saturating_mul(doublings).min(self.max_backoff);
        backoff - (backoff / 2).mul_f64(random_fraction())
    }
}

fn should_retry(method: &Method, attempt: &Attempt) -> bool {
    match attempt {
        Ok(Received { response, .. }) => {
            let status = response.status();
            status == StatusCode::TOO_MANY_REQUESTS
                || method.is_idempotent() && is_transient(status)
        }
        Err(failure) if failure.is_final() => false,
        Err(failure) => method.is_idempotent() || !failure.may_have_reached_server(),
    }
}

/// Whether a proxy has no response of the server, or the server is overloaded.
///
/// 520 to 524 and 530 are
/// [those of Cloudflare](https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/),
/// which many homeservers use. 525 and 526 mean a wrong certificate, which stays wrong.
fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 502..=504 | 520..=524 | 530)
}

fn retry_after(received: &Received) -> Option<RetryAfter> {
    MatrixError::from_http_response(&received.response).retry_after()
}
