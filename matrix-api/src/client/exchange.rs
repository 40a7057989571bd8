//! Sends a request, in as many attempts as the retry policy allows.

use std::{
    future::{pending, poll_fn},
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use tracing::Instrument as _;

use super::{
    attempt::{Attempt, AttemptFailure, Received},
    deadline::{Deadline, End},
    error::CallError,
    settings::Settings,
    telemetry::{self, OnCall, Recorder},
    transport::Transport,
    upload::Upload,
};
use crate::{
    authentication::AuthenticationScheme,
    base_url::ToBaseUrl,
    body::Body,
    endpoint::{self, OutgoingRequest},
    metadata::Metadata,
    versions::SupportedVersions,
};

/// A transport, and the settings of calls that have no others.
pub(super) struct Exchanger<T> {
    pub(super) transport: T,
    pub(super) settings: Settings,
    pub(super) on_call: Option<Box<OnCall>>,
}

/// An encoded request.
#[derive(Clone)]
pub(super) struct Outgoing {
    pub(super) metadata: &'static Metadata,
    /// Traces show it instead of the URI.
    pub(super) path_template: &'static str,
    pub(super) request: Request<Bytes>,
    /// The body, if it is a stream.
    pub(super) stream: Option<Body>,
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
        let (mut encoded, mut stream) = (Request::default(), None);
        let path_template =
            endpoint::fill(request, &mut encoded, Some(&mut stream), base_url, input, supported)?;
        let body_limit = usize::MAX;
        Ok(Self { metadata: R::METADATA, path_template, request: encoded, stream, body_limit })
    }
}

/// Encodes a request. Each attempt encodes it again, so that the only one of most calls copies nothing.
type Encode<'a> = dyn_maybe_sync!(Fn() -> Result<Outgoing, CallError> + 'a);

impl<T: Transport> Exchanger<T> {
    /// The deadline of a call that begins now.
    pub(super) fn deadline(&self, metadata: &'static Metadata, settings: &Settings) -> Deadline {
        let end = settings.deadline.and_then(|duration| {
            Some(End { at: self.transport.now().checked_add(duration)?, duration })
        });
        let upload = metadata.streams_request().then(Arc::default);
        Deadline { end, upload, ends_attempts: true }
    }

    /// Runs a call, and stops it at its deadline.
    pub(super) async fn call<A, F: Future<Output = Result<A, CallError>>>(
        &self,
        metadata: &'static Metadata,
        settings: &Settings,
        call: impl FnOnce(Deadline) -> F,
    ) -> Result<A, CallError> {
        let deadline = self.deadline(metadata, settings);
        self.until(&deadline, metadata.name, call(deadline.clone())).await
    }

    /// Runs a part of a call, and stops it at the deadline of the call.
    pub(super) async fn until<A>(
        &self,
        deadline: &Deadline,
        endpoint: &'static str,
        part: impl Future<Output = Result<A, CallError>>,
    ) -> Result<A, CallError> {
        let Some(End { duration, .. }) = deadline.end else { return part.await };
        let expired = CallError::DeadlineExceeded { endpoint, deadline: duration };
        race(pin!(part), pin!(self.sleep_until(deadline))).await.unwrap_or(Err(expired))
    }

    /// Completes at a deadline, if there is one.
    pub(super) async fn sleep_until(&self, deadline: &Deadline) {
        match deadline.end {
            Some(end) => {
                let left = end.at.saturating_duration_since(self.transport.now());
                self.sleep_beside(left, deadline.upload.as_deref()).await;
            }
            None => pending().await,
        }
    }

    /// Sleeps for a time that does not include sending a stream.
    async fn sleep_beside(&self, time: Duration, upload: Option<&Upload>) {
        let (mut slept, mut wanted) = (Duration::ZERO, time);
        while slept < wanted {
            self.transport.sleep(wanted - slept).await;
            slept = wanted;
            let spent = upload.map(|upload| upload.spent(self.transport.now()));
            wanted = time.saturating_add(spent.unwrap_or_default());
        }
    }

    /// Sends a request that several calls may wait for, until it succeeds, or the retry policy or the deadline
    /// ends the attempts.
    pub(super) async fn exchange(
        self: &Arc<Self>,
        encode: &Encode<'_>,
        deadline: Deadline,
    ) -> Result<Response<Bytes>, CallError> {
        let deadline = Deadline { ends_attempts: false, ..deadline };
        Ok(self.exchange_streams(encode, &self.settings, &deadline).await?.response)
    }

    /// [`exchange`](Self::exchange) with the settings of a call, for an endpoint that may respond with a stream.
    pub(super) async fn exchange_streams(
        self: &Arc<Self>,
        encode: &Encode<'_>,
        settings: &Settings,
        deadline: &Deadline,
    ) -> Result<Received, CallError> {
        let (mut recorder, mut attempts) = (None, 1);
        loop {
            let mut outgoing = encode()?;
            settings.complete(&mut outgoing.request);
            let (metadata, stream) = (outgoing.metadata, outgoing.stream.clone());
            if let Some(on_call) = &self.on_call {
                let recorder =
                    recorder.get_or_insert_with(|| self.recorder(on_call, &outgoing, deadline));
                recorder.attempts = attempts;
            }
            let uri = outgoing.request.uri();
            let span = telemetry::span(metadata, outgoing.path_template, uri, attempts - 1);
            let attempt = pin!(self.attempt(outgoing, settings, deadline));
            let outcome = match span.is_disabled() {
                true => attempt.await,
                false => attempt.instrument(span.clone()).await,
            };
            telemetry::trace(&span, &outcome);
            let wait = settings.retry_policy.wait(&metadata.method, attempts, &outcome);
            let wait = wait.filter(|_| stream.as_ref().is_none_or(Body::can_open));
            match wait.filter(|wait| deadline.allows(self.transport.now(), *wait)) {
                Some(wait) => {
                    span.in_scope(|| tracing::debug!(?wait, "trying again"));
                    self.transport.sleep(wait).await;
                    attempts += 1;
                }
                None => {
                    if let Some(recorder) = &mut recorder {
                        recorder.finish(&outcome);
                    }
                    return outcome.map_err(|failure| failure.into_call_error(metadata.name));
                }
            }
        }
    }

    #[cold]
    fn recorder<'a>(
        &'a self,
        on_call: &'a OnCall,
        outgoing: &Outgoing,
        deadline: &'a Deadline,
    ) -> Recorder<'a, T> {
        Recorder {
            on_call,
            metadata: outgoing.metadata,
            path_template: outgoing.path_template,
            uri: outgoing.request.uri().clone(),
            transport: &self.transport,
            deadline,
            start: self.transport.now(),
            attempts: 0,
            has_ended: false,
        }
    }

    async fn attempt(
        self: &Arc<Self>,
        outgoing: Outgoing,
        settings: &Settings,
        deadline: &Deadline,
    ) -> Attempt {
        let body_limit = outgoing.body_limit.min(settings.body_limit);
        if outgoing.stream.is_some() || outgoing.metadata.streams_response() {
            return Box::pin(self.streamed_attempt(outgoing, body_limit, settings, deadline)).await;
        }
        let response = pin!(self.transport.send(outgoing.request, body_limit));
        let outcome = match self.expiry(settings.timeout, deadline) {
            None => response.await,
            Some((time, failure)) => {
                race(response, pin!(self.sleep_in_halves(time))).await.ok_or(failure)?
            }
        };
        match outcome {
            Ok(response) => Ok(Received { response, stream: None }),
            Err(error) => Err(AttemptFailure::Transport(error)),
        }
    }

    /// How long an attempt may take, and why no longer: its timeout or the deadline, whichever comes first.
    fn expiry(
        &self,
        timeout: Option<Duration>,
        deadline: &Deadline,
    ) -> Option<(Duration, AttemptFailure)> {
        let timed_out = timeout.map(|time| (time, AttemptFailure::TimedOut(time)));
        let Some(end) = deadline.end.filter(|_| deadline.ends_attempts) else { return timed_out };
        let left = end.at.saturating_duration_since(self.transport.now());
        timed_out
            .filter(|(time, _)| *time <= left)
            .or(Some((left, AttemptFailure::DeadlineExceeded(end.duration))))
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

/// The output of `work`, unless `stop` completes first.
///
/// Both are pinned by the caller: to move a future takes longer than most of what it does.
pub(super) async fn race<A>(
    mut work: Pin<&mut impl Future<Output = A>>,
    mut stop: Pin<&mut impl Future<Output = ()>>,
) -> Option<A> {
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => stop.as_mut().poll(context).map(|()| None),
    })
    .await
}
