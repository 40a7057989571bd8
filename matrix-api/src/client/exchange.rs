//! Sends a request, in as many attempts as the retry policy allows.

use std::{
    future::poll_fn,
    pin::pin,
    task::Poll,
    time::{Duration, Instant, SystemTime},
};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, header::USER_AGENT};
use tracing::Instrument as _;

use super::{
    attempt::{Attempt, AttemptFailure},
    error::CallError,
    retry::RetryPolicy,
    transport::Transport,
};
use crate::{
    authentication::AuthenticationScheme,
    base_url::ToBaseUrl,
    endpoint::{self, OutgoingRequest},
    metadata::Metadata,
    versions::SupportedVersions,
};

/// A transport and its settings.
pub(super) struct Exchanger<T> {
    pub(super) transport: T,
    pub(super) settings: Settings,
}

#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) retry_policy: RetryPolicy,
    /// Maximum duration of an attempt.
    pub(super) timeout: Option<Duration>,
    /// Maximum duration of a call, retries included.
    pub(super) deadline: Option<Duration>,
    pub(super) body_limit: usize,
    pub(super) user_agent: HeaderValue,
}

/// An encoded request.
#[derive(Clone)]
pub(super) struct Outgoing {
    metadata: &'static Metadata,
    /// Traces show it instead of the URI.
    path_template: &'static str,
    pub(super) request: Request<Bytes>,
    /// The maximum size of the response body, if it is below that of the client.
    pub(super) body_limit: usize,
}

impl Outgoing {
    pub(super) fn encode<R: OutgoingRequest>(
        request: &R,
        base_url: &dyn ToBaseUrl,
        input: <R::Authentication as AuthenticationScheme>::Input<'_>,
        supported: &SupportedVersions,
    ) -> Result<Self, CallError> {
        let mut encoded = Request::default();
        let path_template = endpoint::fill(request, &mut encoded, base_url, input, supported)?;
        let body_limit = usize::MAX;
        Ok(Self { metadata: R::METADATA, path_template, request: encoded, body_limit })
    }
}

/// The time at which a call must end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline(Option<Instant>);

impl Deadline {
    /// Whether time is left after waiting.
    fn allows(self, now: Instant, wait: Duration) -> bool {
        self.0.is_none_or(|end| now.checked_add(wait).is_some_and(|then| then < end))
    }
}

impl<T: Transport> Exchanger<T> {
    /// Runs a call, and stops it at its deadline.
    pub(super) async fn call<A, F: Future<Output = Result<A, CallError>>>(
        &self,
        endpoint: &'static str,
        call: impl FnOnce(Deadline) -> F,
    ) -> Result<A, CallError> {
        let now = self.transport.now();
        let end = self.settings.deadline.and_then(|it| Some((it, now.checked_add(it)?)));
        let Some((deadline, end)) = end else { return call(Deadline(None)).await };
        race(call(Deadline(Some(end))), self.transport.sleep(deadline))
            .await
            .unwrap_or(Err(CallError::DeadlineExceeded { endpoint, deadline }))
    }

    /// Sends a request until it succeeds, or the retry policy or the deadline ends the attempts.
    pub(super) async fn exchange(
        &self,
        outgoing: Outgoing,
        deadline: Deadline,
    ) -> Result<Response<Bytes>, CallError> {
        let Outgoing { metadata, path_template, mut request, body_limit } = outgoing;
        let body_limit = body_limit.min(self.settings.body_limit);
        let user_agent = &self.settings.user_agent;
        request.headers_mut().entry(USER_AGENT).or_insert_with(|| user_agent.clone());
        let span = tracing::debug_span!(
            "matrix_api::call",
            endpoint = metadata.name,
            method = %metadata.method,
            path = path_template,
        );
        self.attempts(metadata.name, &request, body_limit, deadline).instrument(span).await
    }

    async fn attempts(
        &self,
        endpoint: &'static str,
        request: &Request<Bytes>,
        body_limit: usize,
        deadline: Deadline,
    ) -> Result<Response<Bytes>, CallError> {
        let mut attempts = 1;
        loop {
            let attempt = self.attempt(request.clone(), body_limit).await;
            trace(attempts, &attempt);
            let now = SystemTime::now();
            let wait = self.settings.retry_policy.wait(request.method(), attempts, &attempt, now);
            match wait.filter(|wait| deadline.allows(self.transport.now(), *wait)) {
                Some(wait) => {
                    tracing::debug!(?wait, "trying again");
                    self.transport.sleep(wait).await;
                    attempts += 1;
                }
                None => return attempt.map_err(|failure| failure.into_call_error(endpoint)),
            }
        }
    }

    async fn attempt(&self, request: Request<Bytes>, body_limit: usize) -> Attempt {
        let response = self.transport.send(request, body_limit);
        let outcome = match self.settings.timeout {
            None => response.await,
            Some(timeout) => race(response, self.sleep_in_halves(timeout))
                .await
                .ok_or(AttemptFailure::TimedOut(timeout))?,
        };
        outcome.map_err(AttemptFailure::Transport)
    }

    /// Sleeps for a time of which at least half is spent waiting.
    ///
    /// A refresh may be left alone for longer than its timeout when its call is dropped. The next call then has
    /// the second half to receive the response.
    async fn sleep_in_halves(&self, time: Duration) {
        let half = time / 2;
        self.transport.sleep(half).await;
        self.transport.sleep(time - half).await;
    }
}

fn trace(attempt: u32, outcome: &Attempt) {
    match outcome {
        Ok(response) => tracing::debug!(attempt, status = response.status().as_u16(), "response"),
        Err(failure) => tracing::debug!(attempt, error = %failure, "no response"),
    }
}

/// The output of `work`, unless `stop` completes first.
async fn race<A>(work: impl Future<Output = A>, stop: impl Future<Output = ()>) -> Option<A> {
    let (mut work, mut stop) = (pin!(work), pin!(stop));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => stop.as_mut().poll(context).map(|()| None),
    })
    .await
}
