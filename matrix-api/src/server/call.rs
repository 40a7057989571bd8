//! Requests that are running.

use std::{
    convert::identity,
    future::pending,
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    task::{Context, Poll, ready},
};

use axum::response::Response;
use tokio::runtime::Handle;
use tracing::Span;

use super::{
    error_response::{Refuse, after_panic},
    running_requests::RunningRequest,
    telemetry::{self, Recorder},
};

/// Both are responses: `Err` is one to a request that is refused.
pub(super) type BoxedResponse = Pin<Box<dyn Future<Output = Result<Response, Response>> + Send>>;

/// The response of an endpoint. It is completed in any case: if this is dropped, because the client has
/// disconnected, a task of its own continues it.
pub(super) struct Call(Option<RunningCall>);

/// A call that is not complete.
pub(super) struct RunningCall {
    pub(super) response: BoxedResponse,
    pub(super) span: Span,
    /// How the endpoint refuses requests.
    pub(super) refuse: Refuse,
    pub(super) route: &'static str,
    pub(super) recorder: Option<Recorder>,
    /// Counted until the call is complete.
    pub(super) _running: RunningRequest,
}

impl From<RunningCall> for Call {
    fn from(call: RunningCall) -> Self {
        Self(Some(call))
    }
}

impl Future for Call {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        let Some(call) = &mut self.0 else { return Poll::Pending };
        let polled = Pin::new(call).poll(context);
        if polled.is_ready() {
            self.0 = None;
        }
        polled
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if let Some(call) = self.0.take()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(call);
        }
    }
}

impl Future for RunningCall {
    type Output = Response;

    /// A panic becomes an error response.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        let this = &mut *self;
        let work = AssertUnwindSafe(|| this.poll_response(context));
        catch_unwind(work).unwrap_or_else(|_| Poll::Ready(self.refuse_after_panic()))
    }
}

impl RunningCall {
    fn poll_response(&mut self, context: &mut Context<'_>) -> Poll<Response> {
        let _entered = (!self.span.is_disabled()).then(|| self.span.enter());
        let response = ready!(self.response.as_mut().poll(context)).unwrap_or_else(identity);
        telemetry::trace(&self.span, response.status());
        if let Some(recorder) = self.recorder.take() {
            recorder.finish(Some(self.route), response.status());
        }
        Poll::Ready(response)
    }

    #[cold]
    fn refuse_after_panic(&mut self) -> Response {
        let _entered = self.span.enter();
        let failed = mem::replace(&mut self.response, Box::pin(pending()));
        let recorder = self.recorder.take();
        // Each may panic again.
        drop(catch_unwind(AssertUnwindSafe(|| drop(failed))));
        drop(catch_unwind(AssertUnwindSafe(|| {
            recorder.map(|recorder| recorder.panicked(self.route))
        })));
        let response = after_panic(self.refuse);
        telemetry::trace(&self.span, response.status());
        response
    }
}
