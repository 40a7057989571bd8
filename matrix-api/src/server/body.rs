//! Reads request bodies within limits, and drains unread ones.

use std::{
    error::Error,
    mem,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{body::Body, extract::Request};
use bytes::{Bytes, BytesMut};
use http::{StatusCode, header::EXPECT};
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::time::timeout;

use crate::matrix_error::{ErrorCode, MatrixError, Refusal, RefusalKind};

/// Maximum number of bytes that are drained. A client that sends more loses the connection.
const MAX_DRAINED: usize = 16 * 1024 * 1024;

/// The limits of a request body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Maximum size in bytes.
    pub(super) size: usize,
    /// Maximum time until the body is complete.
    pub(super) time: Duration,
}

/// Reads a body. If its `Content-Length` exceeds the limit, it is rejected unread.
pub(super) async fn read(body: Body, limits: Limits) -> Result<Bytes, Refusal> {
    let announced = body.size_hint().lower();
    if usize::try_from(announced).map_or(true, |announced| announced > limits.size) {
        return Err(too_large(limits));
    }
    match timeout(limits.time, collect(Limited::new(body, limits.size))).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large(limits)),
        Ok(Err(error)) => Err(unreadable(error)),
        Err(_) => {
            let message = "the body did not arrive in time";
            let error = MatrixError::new(StatusCode::REQUEST_TIMEOUT, ErrorCode::Unknown, message);
            Err(Refusal::new(RefusalKind::BodyTimeout, error))
        }
    }
}

/// Collects the frames of a body. A single frame is not copied. Several are, because each frame keeps
/// the whole read buffer of the connection in memory.
async fn collect(mut body: Limited<Body>) -> Result<Bytes, Box<dyn Error + Send + Sync>> {
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        // Trailers are ignored.
        let Ok(data) = frame?.into_data() else { continue };
        if bytes.is_empty() && body.is_end_stream() {
            return Ok(data);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

#[cold]
pub(super) fn too_large(limits: Limits) -> Refusal {
    let message = format!("the body exceeds {} bytes", limits.size);
    let error = MatrixError::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge, message);
    Refusal::new(RefusalKind::BodyTooLarge, error)
}

#[cold]
fn unreadable(cause: Box<dyn Error + Send + Sync>) -> Refusal {
    let message = "cannot read the whole body";
    let error = MatrixError::new(StatusCode::BAD_REQUEST, ErrorCode::Unknown, message);
    Refusal::new(RefusalKind::BodyIncomplete, error.with_cause(cause))
}

/// A body that leaves its unread rest when it is dropped.
struct DrainableBody {
    body: Body,
    unread: Arc<Mutex<Option<Body>>>,
}

/// The unread rest of a request body.
pub(super) struct UnreadBody(Option<Arc<Mutex<Option<Body>>>>);

/// Wraps the body of a request, so that its unread rest can be [drained](UnreadBody::drain) after the
/// response is known.
pub(super) fn drain_later(request: Request) -> (Request, UnreadBody) {
    // With `Expect: 100-continue`, the client does not send the body before it is read.
    if request.body().is_end_stream() || request.headers().contains_key(EXPECT) {
        return (request, UnreadBody(None));
    }
    let unread = Arc::default();
    let rest = UnreadBody(Some(Arc::clone(&unread)));
    (request.map(|body| Body::new(DrainableBody { body, unread })), rest)
}

impl UnreadBody {
    /// Spawns a task that reads and discards the rest of the body. Otherwise the connection would be
    /// closed, and a client that is still sending would lose the response.
    pub(super) fn drain(self, time: Duration) {
        let unread = self.0.and_then(|it| it.lock().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(body) = unread {
            tokio::spawn(timeout(time, drain(body)));
        }
    }
}

async fn drain(mut body: Body) {
    let mut drained = 0;
    while let Some(Ok(frame)) = body.frame().await {
        drained += frame.data_ref().map_or(0, Bytes::len);
        if drained > MAX_DRAINED {
            return;
        }
    }
}

impl http_body::Body for DrainableBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if !matches!(frame, Some(Ok(_))) {
            self.body = Body::empty();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for DrainableBody {
    fn drop(&mut self) {
        if !self.body.is_end_stream() {
            let body = mem::take(&mut self.body);
            *self.unread.lock().unwrap_or_else(PoisonError::into_inner) = Some(body);
        }
    }
}
