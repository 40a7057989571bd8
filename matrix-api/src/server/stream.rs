//! Bodies that are streams.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use http_body::Body as _;
use tokio::time::Sleep;

use super::body::{Limits, too_large};
use crate::{
    body::{
        Body, BodyError, BodyReader, BoxBodyReader, PolledChunk,
        http_body::{ReceivedBody, SentBody},
        limits::Limited,
        pace::{BoxSleep, Clock, Pace, Paced},
    },
    matrix_error::Refusal,
    metadata::{FieldPlace, Metadata, has_items},
};

/// The least rate of a request body in bytes a second.
const LEAST_RATE: u64 = 512;

/// The body of a request. It is read when the handler wants it, within the limits.
///
/// # Errors
///
/// Fails if its `Content-Length` exceeds the limit.
pub(super) fn receive(
    body: axum::body::Body,
    limits: Limits,
    metadata: &'static Metadata,
) -> Result<Body, Refusal> {
    let limit = limits.size as u64;
    if body.size_hint().lower() > limit {
        return Err(too_large(limits));
    }
    let least_rate = if has_items(metadata.request_fields) { 0 } else { LEAST_RATE };
    let pace = Pace { idle_timeout: Some(limits.time), least_rate };
    let paced = Paced::new(Box::new(ReceivedBody(body)), pace, Arc::new(TokioClock));
    Ok(Body::once(Limited::new(Box::new(paced), limit)))
}

/// A response whose body is read when the client takes it.
///
/// # Errors
///
/// Fails if the body cannot be opened.
pub(super) fn send(
    response: http::Response<Body>,
    metadata: &'static Metadata,
) -> Result<Response, BodyError> {
    let (head, body) = response.into_parts();
    let body = match body.as_bytes() {
        Some(bytes) => axum::body::Body::from(bytes.clone()),
        None => {
            let reader = body.open()?;
            let mut reader: BoxBodyReader =
                Box::new(Logged { reader, span: tracing::Span::current() });
            if has_events(metadata, head.status) {
                let pause = Box::pin(tokio::time::sleep(KEEP_ALIVE));
                reader = Box::new(KeptAlive { reader, pause, is_between_events: true });
            }
            axum::body::Body::new(SentBody::new(reader))
        }
    };
    Ok(Response::from_parts(head, body))
}

/// Logs why the body of a response is incomplete. The client sees a broken connection.
struct Logged {
    reader: BoxBodyReader,
    /// The request's.
    span: tracing::Span,
}

impl BodyReader for Logged {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        let polled = self.reader.poll_chunk(context);
        if let Poll::Ready(Some(Err(error))) = &polled {
            let error: &(dyn std::error::Error + 'static) = error;
            self.span.in_scope(|| tracing::error!(error, "response body failed"));
        }
        polled
    }

    fn size(&self) -> Option<u64> {
        self.reader.size()
    }
}

/// How long an event stream is silent at most.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

fn has_events(metadata: &Metadata, status: StatusCode) -> bool {
    let section = metadata.responses.with_status(status);
    section.is_some_and(|section| {
        section.fields.iter().any(|field| field.place == FieldPlace::EventStream)
    })
}

/// Sends a comment when an event stream is silent, so that proxies and clients keep the connection.
struct KeptAlive {
    reader: BoxBodyReader,
    pause: Pin<Box<Sleep>>,
    /// Whether the last chunk ended with an event, as those that this server writes.
    is_between_events: bool,
}

impl BodyReader for KeptAlive {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        let polled = self.reader.poll_chunk(context);
        match &polled {
            Poll::Ready(Some(Ok(chunk))) => self.is_between_events = chunk.ends_with(b"\n\n"),
            Poll::Ready(_) => {}
            Poll::Pending if self.pause.as_mut().poll(context).is_pending() => return polled,
            Poll::Pending if !self.is_between_events => return polled,
            Poll::Pending => {
                self.restart();
                return Poll::Ready(Some(Ok(Bytes::from_static(b":\n\n"))));
            }
        }
        self.restart();
        polled
    }
}

impl KeptAlive {
    fn restart(&mut self) {
        self.pause.as_mut().reset(tokio::time::Instant::now() + KEEP_ALIVE);
    }
}

struct TokioClock;

impl Clock for TokioClock {
    fn now(&self) -> Instant {
        // A test may have paused the clock.
        tokio::time::Instant::now().into_std()
    }

    fn sleep(&self, duration: Duration) -> BoxSleep {
        Box::pin(tokio::time::sleep(duration))
    }
}
