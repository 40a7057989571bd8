//! Reads request bodies within limits, and discards unread ones.

use std::{
    error::Error,
    future::poll_fn,
    mem,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{body::Body, extract::Request};
use bytes::{Bytes, BytesMut};
use http::{StatusCode, header::EXPECT};
use http_body::{Body as _, Frame, SizeHint};
use tokio::{
    runtime::Handle,
    time::{Sleep, sleep, timeout},
};

use crate::matrix_error::{ErrorCode, MatrixError, Refusal, RefusalKind};

/// Maximum number of bytes that are drained. A client that sends more loses the connection.
const MAX_DRAINED: usize = 16 * 1024 * 1024;

/// Maximum number of bytes that are allocated because a client announces them.
const MAX_RESERVED: usize = 1024 * 1024;

/// The limits of a request body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Maximum size in bytes.
    pub(super) size: usize,
    /// Maximum time until the body is complete.
    pub(super) time: Duration,
    /// How long the client may continue to send a body that nobody reads.
    pub(super) drain_time: Duration,
}

/// Reads a body within its limits. If its `Content-Length` exceeds the limit, it is rejected unread.
pub(super) struct ReadBody {
    body: RequestBody,
    limits: Limits,
    bytes: BytesMut,
    /// Most bodies have arrived together with the head, and need none.
    timer: Option<Pin<Box<Sleep>>>,
}

impl ReadBody {
    pub(super) fn new(body: RequestBody, limits: Limits) -> Self {
        Self { body, limits, bytes: BytesMut::new(), timer: None }
    }

    fn announced(&self) -> usize {
        usize::try_from(self.body.size_hint().lower()).unwrap_or(usize::MAX)
    }

    /// Adds a frame. Returns the body if it is complete.
    ///
    /// A single frame is not copied. Several are, because each frame keeps the whole read buffer of the
    /// connection in memory.
    fn add(&mut self, frame: Frame<Bytes>, announced: usize) -> Result<Option<Bytes>, Refusal> {
        // Trailers are ignored.
        let Ok(data) = frame.into_data() else { return Ok(None) };
        if data.len() > self.limits.size - self.bytes.len() {
            return Err(too_large(self.limits));
        }
        if self.bytes.is_empty() {
            if self.body.is_end_stream() {
                return Ok(Some(data));
            }
            self.bytes.reserve(announced.min(MAX_RESERVED));
        }
        self.bytes.extend_from_slice(&data);
        Ok(None)
    }
}

impl Future for ReadBody {
    type Output = Result<Bytes, Refusal>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let announced = this.announced();
        if announced > this.limits.size - this.bytes.len() {
            return Poll::Ready(Err(too_large(this.limits)));
        }
        while !this.body.is_end_stream() {
            match Pin::new(&mut this.body).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => {
                    if let Some(bytes) = this.add(frame, announced)? {
                        return Poll::Ready(Ok(bytes));
                    }
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Err(unreadable(error))),
                Poll::Ready(None) => break,
                Poll::Pending => {
                    let time = this.limits.time;
                    let timer = this.timer.get_or_insert_with(|| Box::pin(sleep(time)));
                    return timer.as_mut().poll(context).map(|()| Err(too_slow()));
                }
            }
        }
        Poll::Ready(Ok(mem::take(&mut this.bytes).freeze()))
    }
}

#[cold]
pub(super) fn too_large(limits: Limits) -> Refusal {
    let message = format!("the body exceeds {} bytes", limits.size);
    let error = MatrixError::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge, message);
    Refusal::new(RefusalKind::BodyTooLarge, error)
}

#[cold]
fn too_slow() -> Refusal {
    let message = "the body did not arrive in time";
    let error = MatrixError::new(StatusCode::REQUEST_TIMEOUT, ErrorCode::Unknown, message);
    Refusal::new(RefusalKind::BodyTimeout, error)
}

#[cold]
fn unreadable(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Refusal {
    let message = "cannot read the whole body";
    let error = MatrixError::new(StatusCode::BAD_REQUEST, ErrorCode::Unknown, message);
    Refusal::new(RefusalKind::BodyIncomplete, error.with_cause(cause))
}

/// The body of a request. When it is dropped, a task reads and discards its unread rest.
///
/// Otherwise the connection would be closed, and a client that is still sending would lose the response.
pub(super) struct RequestBody {
    body: Body,
    /// How long the client may continue to send.
    drain_time: Duration,
    /// Whether the client sends nothing before someone reads: it sent `Expect: 100-continue`.
    awaits_reader: bool,
}

impl RequestBody {
    /// Takes the body of a request.
    pub(super) fn take(request: &mut Request, drain_time: Duration) -> Self {
        let is_empty = request.body().is_end_stream();
        let drain_time = if is_empty { Duration::ZERO } else { drain_time };
        let awaits_reader = request.headers().contains_key(EXPECT);
        Self { body: mem::take(request.body_mut()), drain_time, awaits_reader }
    }

    /// For layers and streams.
    pub(super) fn into_body(self) -> Body {
        if self.drain_time.is_zero() {
            let mut this = self;
            return mem::take(&mut this.body);
        }
        Body::new(self)
    }
}

impl http_body::Body for RequestBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.awaits_reader = false;
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if matches!(frame, Some(Ok(_))) {
            return Poll::Ready(frame);
        }
        let ends_early = frame.is_none() && self.body.size_hint().lower() > 0;
        self.body = Body::empty();
        // The connection of the client may be gone.
        Poll::Ready(if ends_early { Some(Err(axum::Error::new(EndsEarly))) } else { frame })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for RequestBody {
    fn drop(&mut self) {
        if self.awaits_reader || self.drain_time.is_zero() || self.body.is_end_stream() {
            return;
        }
        if let Ok(runtime) = Handle::try_current() {
            let (time, body) = (self.drain_time, mem::take(&mut self.body));
            // Without a timer of the runtime, it is the task that panics.
            runtime.spawn(async move { timeout(time, drain(body)).await });
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the body is shorter than announced")]
struct EndsEarly;

async fn drain(mut body: Body) {
    let mut drained = 0;
    while let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        drained += frame.data_ref().map_or(0, Bytes::len);
        if drained > MAX_DRAINED {
            return;
        }
    }
}
