//! The bodies of requests, within limits.

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

use crate::{ErrorCode, MatrixError};

/// How much is read of a body that nobody wants before the connection is given up.
const MOST_DISCARDED: usize = 16 * 1024 * 1024;

/// What is accepted of a body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// In bytes.
    pub(super) size: usize,
    /// For all of it.
    pub(super) time: Duration,
}

/// Reads a body. One that announces too much is refused unread, and never more is kept than the
/// limit.
pub(super) async fn read(body: Body, limits: Limits) -> Result<Bytes, MatrixError> {
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
            Err(MatrixError::new(StatusCode::REQUEST_TIMEOUT, ErrorCode::Unknown, message))
        }
    }
}

/// Puts a body together. The bytes are copied unless they came at once: each piece, were it one byte,
/// keeps alive the buffer that the connection was read into.
async fn collect(mut body: Limited<Body>) -> Result<Bytes, Box<dyn Error + Send + Sync>> {
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        // Trailers are of no interest.
        let Ok(data) = frame?.into_data() else { continue };
        if bytes.is_empty() && body.is_end_stream() {
            return Ok(data);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

#[cold]
fn too_large(limits: Limits) -> MatrixError {
    let message = format!("the body is larger than {} bytes", limits.size);
    MatrixError::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge, message)
}

#[cold]
fn unreadable(cause: Box<dyn Error + Send + Sync>) -> MatrixError {
    let message = "the body could not be read to its end";
    MatrixError::new(StatusCode::BAD_REQUEST, ErrorCode::Unknown, message).with_cause(cause)
}

/// A body that comes back if it is not read to its end.
struct LentBody {
    body: Body,
    returned: Arc<Mutex<Option<Body>>>,
}

/// Where a lent body comes back to.
pub(super) struct Lender(Option<Arc<Mutex<Option<Body>>>>);

/// Lends a request's body to those who answer it, so that the rest can be [discarded](Lender::discard)
/// whoever refuses the request, and when.
pub(super) fn lend(request: Request) -> (Request, Lender) {
    // A client that waits to be asked for its body is not sending it.
    if request.body().is_end_stream() || request.headers().contains_key(EXPECT) {
        return (request, Lender(None));
    }
    let returned = Arc::default();
    let lender = Lender(Some(Arc::clone(&returned)));
    (request.map(|body| Body::new(LentBody { body, returned })), lender)
}

impl Lender {
    /// Reads and forgets what is left of the body, in a task of its own: a client that is still
    /// sending would otherwise lose the answer with the connection.
    pub(super) fn discard(self, time: Duration) {
        let returned =
            self.0.and_then(|it| it.lock().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(body) = returned {
            tokio::spawn(timeout(time, discard(body)));
        }
    }
}

async fn discard(mut body: Body) {
    let mut discarded = 0;
    while let Some(Ok(frame)) = body.frame().await {
        discarded += frame.data_ref().map_or(0, Bytes::len);
        if discarded > MOST_DISCARDED {
            return;
        }
    }
}

impl http_body::Body for LentBody {
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

impl Drop for LentBody {
    fn drop(&mut self) {
        if !self.body.is_end_stream() {
            let body = mem::take(&mut self.body);
            *self.returned.lock().unwrap_or_else(PoisonError::into_inner) = Some(body);
        }
    }
}
