//! From a request to an answer, in as many attempts as it takes.

use std::{
    fmt,
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::{Duration, Instant, SystemTime},
};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, header::USER_AGENT};
use tracing::Instrument as _;

use super::{CallError, RetryPolicy, Transport, TransportError};
use crate::{IntoHttpError, Metadata, SupportedVersions};

/// What one attempt came to.
pub(super) type Attempt = Result<Response<Bytes>, AttemptFailure>;

/// An attempt that came to no answer.
#[derive(Debug)]
pub(super) enum AttemptFailure {
    Transport(TransportError),
    TimedOut(Duration),
}

/// A transport, and how it is to be used.
pub(super) struct Exchanger<T> {
    pub(super) transport: T,
    pub(super) settings: Settings,
}

/// How a transport is to be used.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) retry_policy: RetryPolicy,
    /// How long one attempt may take.
    pub(super) timeout: Option<Duration>,
    /// How long all that a call takes may take.
    pub(super) deadline: Option<Duration>,
    pub(super) body_limit: usize,
    pub(super) user_agent: HeaderValue,
}

/// A request on its way.
pub(super) struct Outgoing {
    pub(super) metadata: &'static Metadata,
    /// The path template, which traces show instead of the path.
    pub(super) template: &'static str,
    pub(super) request: Request<Bytes>,
}

impl Outgoing {
    pub(super) fn new(
        metadata: &'static Metadata,
        supported: &SupportedVersions,
        request: Request<Bytes>,
    ) -> Result<Self, CallError> {
        let endpoint = metadata.name;
        let template = metadata
            .path
            .select(supported)
            .map_err(|source| IntoHttpError::NoSupportedPath { endpoint, source })?
            .as_str();
        Ok(Self { metadata, template, request })
    }
}

/// When a call has to be done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline(Option<Instant>);

impl<T: Transport> Exchanger<T> {
    /// The end of a call that begins now.
    pub(super) fn deadline(&self) -> Deadline {
        Deadline(self.settings.deadline.and_then(|it| self.transport.now().checked_add(it)))
    }

    /// Does all that a call takes, unless that takes too long.
    pub(super) async fn within<A>(
        &self,
        deadline: Deadline,
        endpoint: &'static str,
        work: impl Future<Output = Result<A, CallError>>,
    ) -> Result<A, CallError> {
        let (Some(end), Some(allowed)) = (deadline.0, self.settings.deadline) else {
            return work.await;
        };
        let left = end.saturating_duration_since(self.transport.now());
        race(work, self.transport.sleep(left))
            .await
            .unwrap_or(Err(CallError::DeadlineExceeded { endpoint, deadline: allowed }))
    }

    /// Sends a request, and again as often as the retry policy and the deadline allow.
    pub(super) async fn exchange(
        &self,
        mut outgoing: Outgoing,
        deadline: Deadline,
    ) -> Result<Response<Bytes>, CallError> {
        let Outgoing { metadata, template, request } = &mut outgoing;
        let user_agent = &self.settings.user_agent;
        request.headers_mut().entry(USER_AGENT).or_insert_with(|| user_agent.clone());
        let span = tracing::debug_span!(
            "matrix_api::call",
            endpoint = metadata.name,
            method = %metadata.method,
            path = template,
        );
        self.attempts(metadata, request, deadline).instrument(span).await
    }

    async fn attempts(
        &self,
        metadata: &'static Metadata,
        request: &Request<Bytes>,
        deadline: Deadline,
    ) -> Result<Response<Bytes>, CallError> {
        let mut attempts = 1;
        loop {
            let attempt = self.attempt(request.clone()).await;
            trace(attempts, &attempt);
            let now = SystemTime::now();
            let wait = self.settings.retry_policy.wait(request.method(), attempts, &attempt, now);
            match wait.filter(|wait| deadline.leaves(self.transport.now(), *wait)) {
                Some(wait) => {
                    tracing::debug!(?wait, "trying again");
                    self.transport.sleep(wait).await;
                    attempts += 1;
                }
                None => return attempt.map_err(|failure| failure.into_call_error(metadata.name)),
            }
        }
    }

    async fn attempt(&self, request: Request<Bytes>) -> Attempt {
        let answer = self.transport.send(request, self.settings.body_limit);
        let outcome = match self.settings.timeout {
            None => answer.await,
            Some(timeout) => race(answer, self.transport.sleep(timeout))
                .await
                .ok_or(AttemptFailure::TimedOut(timeout))?,
        };
        outcome.map_err(AttemptFailure::Transport)
    }
}

impl Deadline {
    /// Whether there is time left after a wait.
    fn leaves(self, now: Instant, wait: Duration) -> bool {
        self.0.is_none_or(|end| now.checked_add(wait).is_some_and(|then| then < end))
    }
}

impl AttemptFailure {
    /// Whether it would be the same in every further attempt.
    pub(super) const fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Transport(TransportError::Unsupported(_) | TransportError::TooLarge { .. })
        )
    }

    pub(super) const fn may_have_been_seen(&self) -> bool {
        match self {
            Self::Transport(error) => error.may_have_been_seen(),
            Self::TimedOut(_) => true,
        }
    }

    fn into_call_error(self, endpoint: &'static str) -> CallError {
        match self {
            Self::Transport(source) => CallError::Transport { endpoint, source },
            Self::TimedOut(timeout) => CallError::TimedOut { endpoint, timeout },
        }
    }
}

impl fmt::Display for AttemptFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::TimedOut(timeout) => write!(f, "no answer within {timeout:?}"),
        }
    }
}

fn trace(attempt: u32, outcome: &Attempt) {
    match outcome {
        Ok(response) => tracing::debug!(attempt, status = response.status().as_u16(), "answered"),
        Err(failure) => tracing::debug!(attempt, error = %failure, "no answer"),
    }
}

/// What `work` comes to, unless `stop` is done before.
async fn race<A>(work: impl Future<Output = A>, stop: impl Future<Output = ()>) -> Option<A> {
    let (mut work, mut stop) = (pin!(work), pin!(stop));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(outcome) => Poll::Ready(Some(outcome)),
        Poll::Pending => stop.as_mut().poll(context).map(|()| None),
    })
    .await
}
