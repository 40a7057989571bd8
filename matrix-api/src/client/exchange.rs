//! Sends a request, in as many attempts as the retry policy allows.

use std::{future::poll_fn, pin::pin, sync::Arc, task::Poll, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Request, Response, header::USER_AGENT};
use tracing::Instrument as _;

use super::{
    attempt::{Attempt, AttemptFailure, Received},
    deadline::Deadline,
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
    platform::system_time,
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
    path_template: &'static str,
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

impl<T: Transport> Exchanger<T> {
    /// Runs a call, and stops it at its deadline.
    pub(super) async fn call<A, F: Future<Output = Result<A, CallError>>>(
        &self,
        metadata: &'static Metadata,
        settings: &Settings,
        call: impl FnOnce(Deadline) -> F,
    ) -> Result<A, CallError> {
        let now = self.transport.now();
        let end = settings.deadline.and_then(|it| Some((it, now.checked_add(it)?)));
        let upload = metadata.streams_request().then(Arc::<Upload>::default);
        let (deadline, end) = end.unzip();
        let until = Deadline { end, upload: upload.clone() };
        let Some(deadline) = deadline else { return call(until).await };
        let endpoint = metadata.name;
        race(call(until), self.sleep_beside(deadline, upload.as_deref()))
            .await
            .unwrap_or(Err(CallError::DeadlineExceeded { endpoint, deadline }))
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
        outgoing: Outgoing,
        deadline: Deadline,
    ) -> Result<Response<Bytes>, CallError> {
        Ok(self.exchange_streams(outgoing, &self.settings, deadline).await?.response)
    }

    /// [`exchange`](Self::exchange) with the settings of a call, for an endpoint that may respond with a stream.
    pub(super) async fn exchange_streams(
        self: &Arc<Self>,
        mut outgoing: Outgoing,
        settings: &Settings,
        deadline: Deadline,
    ) -> Result<Received, CallError> {
        let Settings { user_agent, body_limit, headers: more, .. } = settings;
        outgoing.body_limit = outgoing.body_limit.min(*body_limit);
        let headers = outgoing.request.headers_mut();
        if !more.is_empty() {
            add_headers(headers, more);
        }
        headers.entry(USER_AGENT).or_insert_with(|| user_agent.clone());
        match &self.on_call {
            None => self.attempts(&outgoing, settings, &deadline, None).await,
            Some(on_call) => {
                self.recorded_attempts(&outgoing, settings, &deadline, &**on_call).await
            }
        }
    }

    async fn recorded_attempts(
        self: &Arc<Self>,
        outgoing: &Outgoing,
        settings: &Settings,
        deadline: &Deadline,
        on_call: &OnCall,
    ) -> Result<Received, CallError> {
        let recorder = Recorder {
            on_call,
            metadata: outgoing.metadata,
            path_template: outgoing.path_template,
            uri: outgoing.request.uri(),
            transport: &self.transport,
            deadline,
            start: self.transport.now(),
            attempts: 0,
            has_ended: false,
        };
        self.attempts(outgoing, settings, deadline, Some(recorder)).await
    }

    async fn attempts(
        self: &Arc<Self>,
        outgoing: &Outgoing,
        settings: &Settings,
        deadline: &Deadline,
        mut recorder: Option<Recorder<'_, T>>,
    ) -> Result<Received, CallError> {
        let Outgoing { metadata, request, stream, body_limit, .. } = outgoing;
        let is_streamed = stream.is_some() || metadata.streams_response();
        let mut attempts = 1;
        loop {
            if let Some(recorder) = &mut recorder {
                recorder.attempts = attempts;
            }
            let span =
                telemetry::span(metadata, outgoing.path_template, request.uri(), attempts - 1);
            let work = async {
                match is_streamed {
                    true => {
                        self.streamed_attempt(outgoing, settings, deadline.upload.as_ref()).await
                    }
                    false => self.attempt(request.clone(), settings.timeout, *body_limit).await,
                }
            };
            let mut work = pin!(work.instrument(span));
            let attempt = work.as_mut().await;
            telemetry::trace(work.span(), &attempt);
            let now = system_time();
            let wait = settings.retry_policy.wait(request.method(), attempts, &attempt, now);
            let wait = wait.filter(|_| stream.as_ref().is_none_or(Body::can_open));
            match wait.filter(|wait| deadline.allows(self.transport.now(), *wait)) {
                Some(wait) => {
                    work.span().in_scope(|| tracing::debug!(?wait, "trying again"));
                    self.transport.sleep(wait).await;
                    attempts += 1;
                }
                None => {
                    if let Some(recorder) = &mut recorder {
                        recorder.finish(&attempt);
                    }
                    return attempt.map_err(|failure| failure.into_call_error(metadata.name));
                }
            }
        }
    }

    async fn attempt(
        &self,
        request: Request<Bytes>,
        timeout: Option<Duration>,
        body_limit: usize,
    ) -> Attempt {
        let response = self.transport.send(request, body_limit);
        let outcome = match timeout {
            None => response.await,
            Some(timeout) => race(response, self.sleep_in_halves(timeout))
                .await
                .ok_or(AttemptFailure::TimedOut(timeout))?,
        };
        match outcome {
            Ok(response) => Ok(Received { response, stream: None }),
            Err(error) => Err(AttemptFailure::Transport(error)),
        }
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

/// Adds headers that the request does not have.
#[cold]
fn add_headers(headers: &mut HeaderMap, more: &HeaderMap) {
    for (name, value) in more {
        headers.entry(name).or_insert_with(|| value.clone());
    }
}

/// The output of `work`, unless `stop` completes first.
pub(super) async fn race<A>(
    work: impl Future<Output = A>,
    stop: impl Future<Output = ()>,
) -> Option<A> {
    let (mut work, mut stop) = (pin!(work), pin!(stop));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => stop.as_mut().poll(context).map(|()| None),
    })
    .await
}
