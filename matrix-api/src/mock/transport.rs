//! The mock as the transport of a client.

use std::{
    fmt,
    future::poll_fn,
    panic::resume_unwind,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Request, Response};

use super::{
    clock::{Clock, Others},
    core::{Answer, Core},
    failure::fail,
};
use crate::{
    body::{Body, BodyError, BodyReader, BoxBodyReader, PolledChunk},
    client::{Transport, TransportError},
};

/// Sends the requests of a client to a [`MockServer`](super::MockServer), without a network.
///
/// A request that the mock does not expect panics.
#[derive(Clone)]
pub struct MockTransport {
    pub(super) core: Arc<Core>,
}

impl MockTransport {
    async fn answer(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let answer = {
            let _others = self.core.clock.wait_for_others();
            self.core.answer(&request)
        };
        match answer {
            Answer::Reply { delay, result } => {
                if !delay.is_zero() {
                    self.core.clock.sleep(delay).await;
                }
                // As over TCP, a response never arrives in the moment of its request.
                yield_now().await;
                result
            }
            Answer::Failure(text) => fail(&text),
            Answer::Panic(panic) => resume_unwind(panic),
        }
    }

    /// Reads a whole body. The clock waits for its source.
    async fn collect(&self, body: &Body, limit: usize) -> Result<Bytes, BodyError> {
        let _others = self.core.clock.wait_for_others();
        body.collect(limit).await
    }
}

impl Transport for MockTransport {
    async fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> Result<Response<Bytes>, TransportError> {
        let (head, body) = self.answer(request).await?.into_parts();
        let body = self
            .collect(&body, body_limit)
            .await
            .map_err(|error| TransportError::response_body(error, body_limit))?;
        Ok(Response::from_parts(head, body))
    }

    async fn send_streaming(
        &self,
        request: Request<Body>,
        _: usize,
    ) -> Result<Response<Body>, TransportError> {
        let (head, body) = request.into_parts();
        let body = self.collect(&body, usize::MAX).await.map_err(TransportError::body)?;
        let response = self.answer(Request::from_parts(head, body)).await?;
        let clock = self.core.clock.clone();
        Ok(response.map(|body| match body.as_bytes() {
            Some(_) => body,
            None => body.map_reader(move |reader| {
                Box::new(Awaited { reader, clock: clock.clone(), others: None })
            }),
        }))
    }

    async fn sleep(&self, duration: Duration) {
        self.core.clock.sleep(duration).await;
    }

    fn now(&self) -> Instant {
        self.core.clock.now()
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockTransport").finish_non_exhaustive()
    }
}

/// A body that the clock waits for.
struct Awaited {
    reader: BoxBodyReader,
    clock: Clock,
    others: Option<Others>,
}

impl BodyReader for Awaited {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        let polled = self.reader.poll_chunk(context);
        match polled {
            Poll::Ready(_) => self.others = None,
            Poll::Pending if self.others.is_none() => self.others = self.clock.wait_for_others(),
            Poll::Pending => {}
        }
        polled
    }

    fn size(&self) -> Option<u64> {
        self.reader.size()
    }
}

/// Lets other tasks run.
async fn yield_now() {
    let mut has_yielded = false;
    poll_fn(|context| {
        if std::mem::replace(&mut has_yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
