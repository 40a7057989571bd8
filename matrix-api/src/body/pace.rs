//! How long a reader may wait for bytes.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use super::{
    error::BodyError,
    source::{BodyReader, BoxBodyReader, PolledChunk},
};
use crate::platform::{Instant, MaybeSend, MaybeSync};

/// The time after which the rate is judged.
const RATE_WINDOW: Duration = Duration::from_secs(30);

pub(crate) type BoxSleep = Pin<Box<dyn_maybe_send!(Future<Output = ()>)>>;

/// The clock of a client or a server.
pub(crate) trait Clock: MaybeSend + MaybeSync {
    fn now(&self) -> Instant;

    fn sleep(&self, duration: Duration) -> BoxSleep;
}

/// The limits of the time that a body takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// Maximum time without a byte.
    pub(crate) idle_timeout: Option<Duration>,
    /// Minimum number of bytes a second; 0 turns the limit off.
    pub(crate) least_rate: u64,
}

/// The bytes that moved, and the time that was spent waiting for them.
///
/// The time in which the other side of the pipe does something else, such as a handler that writes to a
/// slow disk, does not count.
#[derive(Default)]
pub(crate) struct RateWindow {
    bytes: u64,
    waited: Duration,
}

impl RateWindow {
    /// Counts a chunk, and refuses a rate that is too low.
    pub(crate) fn add(
        &mut self,
        bytes: usize,
        waited: Duration,
        least_rate: u64,
    ) -> Result<(), BodyError> {
        self.bytes = self.bytes.saturating_add(bytes as u64);
        self.waited = self.waited.saturating_add(waited);
        if self.waited < RATE_WINDOW {
            return Ok(());
        }
        let least = u128::from(least_rate).saturating_mul(self.waited.as_millis());
        let is_too_slow = u128::from(self.bytes) * 1000 < least;
        *self = Self::default();
        if is_too_slow { Err(BodyError::TooSlow { least_rate }) } else { Ok(()) }
    }
}

/// Stops a reader that is idle or too slow.
pub(crate) struct Paced {
    reader: BoxBodyReader,
    pace: Pace,
    clock: Arc<dyn Clock>,
    waiting_since: Option<Instant>,
    /// Ends at the earliest time at which the reader can be idle; with the beginning of the wait at which
    /// it was set.
    timer: Option<(Instant, BoxSleep)>,
    window: RateWindow,
}

impl Paced {
    pub(crate) fn new(reader: BoxBodyReader, pace: Pace, clock: Arc<dyn Clock>) -> Self {
        let window = RateWindow::default();
        Self { reader, pace, clock, waiting_since: None, timer: None, window }
    }

    /// Ready when the reader was idle for too long.
    ///
    /// A timer is not reset for each chunk: one that ends too early is set again.
    fn poll_idle(&mut self, context: &mut Context<'_>) -> Poll<BodyError> {
        let since = *self.waiting_since.get_or_insert_with(|| self.clock.now());
        let Some(timeout) = self.pace.idle_timeout else { return Poll::Pending };
        loop {
            let (set_at, timer) =
                self.timer.get_or_insert_with(|| (since, self.clock.sleep(timeout)));
            let set_at = *set_at;
            ready!(timer.as_mut().poll(context));
            let left = timeout.saturating_sub(self.clock.now().saturating_duration_since(since));
            if set_at == since || left.is_zero() {
                return Poll::Ready(BodyError::Idle { timeout });
            }
            self.timer = Some((since, self.clock.sleep(left)));
        }
    }
}

impl BodyReader for Paced {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        match self.reader.poll_chunk(context) {
            Poll::Pending => self.poll_idle(context).map(|error| Some(Err(error))),
            Poll::Ready(Some(Ok(chunk))) => {
                let since = self.waiting_since.take();
                let waited = since.map(|since| self.clock.now().saturating_duration_since(since));
                let waited = waited.unwrap_or_default();
                let counted = self.window.add(chunk.len(), waited, self.pace.least_rate);
                Poll::Ready(Some(counted.map(|()| chunk)))
            }
            ended => ended,
        }
    }

    fn size(&self) -> Option<u64> {
        self.reader.size()
    }
}
