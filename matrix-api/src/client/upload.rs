//! The time in which the body of a request is sent.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use crate::{
    body::{
        Body, BodyReader, BoxBodyReader, PolledChunk,
        pace::{Clock, Pace, RateWindow},
    },
    platform::Instant,
};

/// Watches how the body of a request is sent. It is not known beforehand how long that takes, so deadlines do not
/// include that time.
#[derive(Default)]
pub(super) struct Upload(Mutex<State>);

#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// When sending began, and the last chunk was taken. Absent before the first one, and after the last.
    sending: Option<(Instant, Instant)>,
    /// When the last byte was taken.
    ended: Option<Instant>,
    /// The time that all attempts so far spent sending.
    spent: Duration,
}

impl Upload {
    /// The body, watched whenever it is opened.
    pub(super) fn watch(self: &Arc<Self>, body: Body, pace: Pace, clock: Arc<dyn Clock>) -> Body {
        let upload = Arc::clone(self);
        body.map_reader(move |reader| {
            let (upload, clock) = (Arc::clone(&upload), Arc::clone(&clock));
            let window = RateWindow::default();
            Box::new(Watched { reader, upload, pace, clock, taken: None, window })
        })
    }

    /// The time that was spent sending.
    pub(super) fn spent(&self, now: Instant) -> Duration {
        let state = *self.state();
        let running = state.sending.map(|(began, _)| now.saturating_duration_since(began));
        state.spent.saturating_add(running.unwrap_or_default())
    }

    /// The end of the wait for a response to an attempt that began at `start`: `timeout` without the time of
    /// sending, and `idle_timeout` after the last chunk. `None` is unlimited.
    pub(super) fn expires(
        &self,
        start: Instant,
        timeout: Option<Duration>,
        idle_timeout: Option<Duration>,
    ) -> Option<Instant> {
        let state = *self.state();
        match state.sending {
            Some((_, last)) => last.checked_add(idle_timeout?),
            None => state.ended.unwrap_or(start).checked_add(timeout?),
        }
    }

    /// A new attempt begins.
    pub(super) fn restart(&self, now: Instant) {
        let mut state = self.state();
        state.finish(now);
        state.ended = None;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn finish(&mut self, now: Instant) {
        if let Some((began, _)) = self.sending.take() {
            self.spent = self.spent.saturating_add(now.saturating_duration_since(began));
        }
        self.ended = Some(now);
    }
}

struct Watched {
    reader: BoxBodyReader,
    upload: Arc<Upload>,
    pace: Pace,
    clock: Arc<dyn Clock>,
    /// When the last chunk was taken, and its size.
    taken: Option<(Instant, usize)>,
    window: RateWindow,
}

impl BodyReader for Watched {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        let mut asked = None;
        if let Some((at, bytes)) = self.taken.take() {
            // The network asks for the next chunk when it has room for it.
            let now = self.clock.now();
            let waited = now.saturating_duration_since(at);
            if let Err(error) = self.window.add(bytes, waited, self.pace.least_rate) {
                return Poll::Ready(Some(Err(error)));
            }
            asked = Some(now);
        }
        let polled = self.reader.poll_chunk(context);
        if polled.is_pending() {
            return polled;
        }
        // A chunk that was there at once took no time.
        let now = asked.unwrap_or_else(|| self.clock.now());
        let mut state = self.upload.state();
        match &polled {
            Poll::Ready(Some(Ok(chunk))) => {
                self.taken = Some((now, chunk.len()));
                let began = state.sending.map_or(now, |(began, _)| began);
                state.sending = Some((began, now));
                // The last chunk of a body of known size: nobody asks for another one.
                if self.reader.size() == Some(0) {
                    state.finish(now);
                }
            }
            _ => state.finish(now),
        }
        polled
    }

    fn size(&self) -> Option<u64> {
        self.reader.size()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let now = self.clock.now();
        let mut state = self.upload.state();
        if state.sending.is_some() {
            state.finish(now);
        }
    }
}
