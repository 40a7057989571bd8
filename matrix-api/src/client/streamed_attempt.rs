//! One attempt of a request whose body, or whose response's body, is a stream.

use std::{pin::pin, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{
    HeaderMap, Method, Request, Response,
    header::{CONTENT_ENCODING, CONTENT_LENGTH},
};

use super::{
    attempt::{Attempt, AttemptFailure, Received},
    deadline::Deadline,
    exchange::{Exchanger, Outgoing, race},
    settings::Settings,
    transport::{Transport, TransportError, has_content},
    upload::Upload,
};
use crate::{
    body::{
        Body,
        exact::Exact,
        pace::{BoxSleep, Clock, Pace, Paced},
    },
    metadata::{Metadata, has_items},
    platform::Instant,
    wire::response_decoder::ResponseDecoder,
};

impl<T: Transport> Exchanger<T> {
    /// Sends a request, and returns when the head of the response is there, or the whole response if its
    /// body is not a stream.
    pub(super) async fn streamed_attempt(
        self: &Arc<Self>,
        outgoing: Outgoing,
        body_limit: usize,
        settings: &Settings,
        deadline: &Deadline,
    ) -> Attempt {
        let (start, upload) = (self.transport.now(), deadline.upload.as_ref());
        let Outgoing { metadata, request, stream, .. } = outgoing;
        let (head, bytes) = request.into_parts();
        let body = match (stream, upload) {
            (Some(stream), Some(upload)) => {
                upload.restart(start);
                upload.watch(stream, settings.pace, self.clock())
            }
            (Some(stream), None) => stream,
            (None, _) => Body::from(bytes),
        };
        let response = pin!(async {
            let request = Request::from_parts(head, body);
            let response = self.transport.send_streaming(request, body_limit).await?;
            self.judge(metadata, body_limit, settings.pace, response).await
        });
        let expired = pin!(self.expire(start, metadata, settings, upload.map(Arc::as_ref)));
        let attempt = pin!(race(response, expired));
        let ends = deadline.end.filter(|_| deadline.ends_attempts);
        let outcome = match ends {
            None => attempt.await,
            Some(end) => race(attempt, pin!(self.sleep_until(deadline)))
                .await
                .ok_or(AttemptFailure::DeadlineExceeded(end.duration))?,
        };
        match outcome {
            Some(outcome) => outcome.map_err(AttemptFailure::Transport),
            None => Err(AttemptFailure::TimedOut(settings.timeout.unwrap_or_default())),
        }
    }

    /// Keeps the stream of a success, and collects every other body.
    async fn judge(
        self: &Arc<Self>,
        metadata: &'static Metadata,
        body_limit: usize,
        mut pace: Pace,
        response: Response<Body>,
    ) -> Result<Received, TransportError> {
        let (head, body) = response.into_parts();
        let response = Response::from_parts(head, Bytes::new());
        let section = ResponseDecoder::new(metadata, &response).success_response();
        if let Some(section) = section.ok().filter(|section| section.is_streamed()) {
            if has_items(section.fields) {
                pace.least_rate = 0;
            }
            let stream = self.guard(body, pace, announced_size(response.headers()));
            return Ok(Received { response, stream: Some(stream) });
        }
        if !has_content(metadata.method == Method::HEAD, response.status()) {
            return Ok(Received { response, stream: None });
        }
        let bytes = body
            .collect(body_limit)
            .await
            .map_err(|error| TransportError::response_body(error, body_limit))?;
        Ok(Received { response: response.map(|_| bytes), stream: None })
    }

    /// Limits the time of a received stream, and checks its size.
    fn guard(self: &Arc<Self>, body: Body, pace: Pace, announced: Option<u64>) -> Body {
        // A transport returns the body before it is read.
        let Ok(reader) = body.open() else { return body };
        let is_sized = reader.size().is_some();
        let paced = Paced::new(reader, pace, self.clock());
        match announced.filter(|_| !is_sized) {
            Some(size) => Body::once(Exact::new(Box::new(paced), size)),
            None => Body::once(paced),
        }
    }

    /// Completes when an attempt has taken too long: see [`Upload::expires`].
    async fn expire(
        &self,
        start: Instant,
        metadata: &'static Metadata,
        settings: &Settings,
        upload: Option<&Upload>,
    ) {
        let (timeout, idle_timeout) = (settings.timeout, settings.pace.idle_timeout);
        let idle_timeout = idle_timeout.filter(|_| !has_items(metadata.request_fields));
        let end = || match upload {
            Some(upload) => upload.expires(start, timeout, idle_timeout),
            None => timeout.and_then(|timeout| start.checked_add(timeout)),
        };
        let (mut expected, mut left) = (end(), None);
        loop {
            let now = self.transport.now();
            let until = expected.map(|end| end.saturating_duration_since(now));
            // The clock of a test may stand still.
            left = left.min(until).or(until);
            // Sending may begin, and then the end is another one.
            let step = match upload {
                Some(_) => idle_timeout.unwrap_or(Duration::from_secs(1)),
                None => Duration::MAX,
            };
            let step = left.map_or(step, |left| left.min(step));
            self.transport.sleep(step).await;
            if end() != expected {
                (expected, left) = (end(), None);
                continue;
            }
            left = left.map(|left| left.saturating_sub(step));
            if left == Some(Duration::ZERO) {
                return;
            }
        }
    }

    fn clock(self: &Arc<Self>) -> Arc<dyn Clock> {
        Arc::new(TransportClock(Arc::clone(self)))
    }
}

/// The size in `Content-Length`, unless it may be that of a compressed body.
fn announced_size(headers: &HeaderMap) -> Option<u64> {
    if headers.contains_key(CONTENT_ENCODING) {
        return None;
    }
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

struct TransportClock<T>(Arc<Exchanger<T>>);

impl<T: Transport> Clock for TransportClock<T> {
    fn now(&self) -> Instant {
        self.0.transport.now()
    }

    fn sleep(&self, duration: Duration) -> BoxSleep {
        let exchanger = Arc::clone(&self.0);
        Box::pin(async move { exchanger.transport.sleep(duration).await })
    }
}
