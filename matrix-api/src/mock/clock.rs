//! The clock of a mock: waiting takes no time.

use std::{
    collections::BTreeMap,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

/// The clock of a mock.
#[derive(Clone)]
pub(super) enum Clock {
    Virtual(Arc<VirtualClock>),
    Tokio { began: tokio::time::Instant },
}

impl Clock {
    pub(super) fn new() -> Self {
        Self::Virtual(Arc::new(VirtualClock {
            began: Instant::now(),
            state: Mutex::new(State::default()),
        }))
    }

    pub(super) fn tokio() -> Self {
        Self::Tokio { began: tokio::time::Instant::now() }
    }

    /// The time since the clock began.
    pub(super) fn elapsed(&self) -> Duration {
        match self {
            Self::Virtual(clock) => clock.state().elapsed,
            Self::Tokio { began } => began.elapsed(),
        }
    }

    pub(super) fn now(&self) -> Instant {
        match self {
            Self::Virtual(clock) => clock.began.checked_add(self.elapsed()).unwrap_or(clock.began),
            Self::Tokio { .. } => tokio::time::Instant::now().into_std(),
        }
    }

    pub(super) async fn sleep(&self, duration: Duration) {
        match self {
            Self::Virtual(clock) => Sleep::new(Arc::clone(clock), duration).await,
            Self::Tokio { .. } => tokio::time::sleep(duration).await,
        }
    }

    /// The clock waits longer for what happens until the guard is dropped, such as for a file that is read.
    pub(super) fn wait_for_others(&self) -> Option<Others> {
        match self {
            Self::Virtual(clock) => Some(Others::new(Arc::clone(clock))),
            Self::Tokio { .. } => None,
        }
    }
}

/// A clock that jumps to the next timer when nothing else happens.
///
/// It cannot ask a runtime whether its tasks are idle. Each pending timer wakes itself instead, so that every
/// other task is polled in between. When nothing has happened for a while, the earliest timer fires.
pub(super) struct VirtualClock {
    began: Instant,
    state: Mutex<State>,
}

/// How often each task is polled at least while nothing happens.
const QUIET_POLLS: u32 = 64;
/// How long nothing happens at least: other threads and the network have this time.
const QUIET_TIME: Duration = Duration::from_millis(2);
/// The same time while a body waits for its source, or a handler runs.
const PATIENT_QUIET_TIME: Duration = Duration::from_millis(500);
/// Nobody waits for a later timer.
const NEVER: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// When a timer fires, and its number.
type Key = (Duration, u64);

#[derive(Default)]
struct State {
    elapsed: Duration,
    /// The number of [`Others`].
    others: usize,
    /// Counts what happens.
    events: u64,
    timers: BTreeMap<Key, Waker>,
    timers_so_far: u64,
}

impl VirtualClock {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Something outside of the mock that the clock waits for.
pub(super) struct Others(Arc<VirtualClock>);

impl Others {
    fn new(clock: Arc<VirtualClock>) -> Self {
        let mut state = clock.state();
        state.others += 1;
        state.events += 1;
        drop(state);
        Self(clock)
    }
}

impl Drop for Others {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.others -= 1;
        state.events += 1;
    }
}

struct Sleep {
    clock: Arc<VirtualClock>,
    duration: Duration,
    timer: Option<Key>,
    quiet: Quiet,
}

/// How long nothing has happened.
struct Quiet {
    events: u64,
    polls: u32,
    since: Instant,
}

impl Sleep {
    fn new(clock: Arc<VirtualClock>, duration: Duration) -> Self {
        let quiet = Quiet { events: 0, polls: 0, since: Instant::now() };
        Self { clock, duration, timer: None, quiet }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        let mut state = this.clock.state();
        let timer = *this.timer.get_or_insert_with(|| state.next_timer(this.duration));
        if state.elapsed >= timer.0 {
            return Poll::Ready(());
        }
        if timer.0 >= NEVER {
            return Poll::Pending;
        }
        state.timers.insert(timer, context.waker().clone());
        let quiet_time = if state.others > 0 { PATIENT_QUIET_TIME } else { QUIET_TIME };
        if !this.quiet.has_lasted(quiet_time, state.events) {
            drop(state);
            std::thread::yield_now();
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let fired = state.fire_earliest();
        let is_done = state.elapsed >= timer.0;
        drop(state);
        fired.into_iter().for_each(Waker::wake);
        if is_done {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(timer) = self.timer {
            let mut state = self.clock.state();
            state.timers.remove(&timer);
            state.events += 1;
        }
    }
}

impl Quiet {
    fn has_lasted(&mut self, time: Duration, events: u64) -> bool {
        if self.events != events {
            *self = Self { events, polls: 0, since: Instant::now() };
        }
        self.polls = self.polls.saturating_add(1);
        self.polls >= QUIET_POLLS && self.since.elapsed() >= time
    }
}

impl State {
    fn next_timer(&mut self, duration: Duration) -> Key {
        self.events += 1;
        self.timers_so_far += 1;
        (self.elapsed.saturating_add(duration), self.timers_so_far)
    }

    /// Moves the clock to the earliest timer. Its owner may have been left alone, so any other timer does this.
    fn fire_earliest(&mut self) -> Vec<Waker> {
        let Some((&(end, _), _)) = self.timers.first_key_value() else { return Vec::new() };
        self.elapsed = self.elapsed.max(end);
        self.events += 1;
        let later = self.timers.split_off(&(end, u64::MAX));
        std::mem::replace(&mut self.timers, later).into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;

    /// Polls a future until it is ready.
    fn block_on<T>(future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        loop {
            if let Poll::Ready(output) =
                future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
            {
                return output;
            }
        }
    }

    #[test]
    fn waiting_moves_the_clock_and_takes_no_time() {
        let (clock, began) = (Clock::new(), Instant::now());
        let before = clock.now();
        block_on(clock.sleep(Duration::from_secs(1000)));
        block_on(clock.sleep(Duration::ZERO));
        assert_eq!(clock.elapsed(), Duration::from_secs(1000));
        assert_eq!(clock.now().duration_since(before), Duration::from_secs(1000));
        assert!(began.elapsed() < Duration::from_secs(100));
    }

    #[test]
    fn the_earliest_timer_fires_first() {
        let clock = Clock::new();
        let [mut long, mut short] =
            [3, 2].map(|seconds| Box::pin(clock.sleep(Duration::from_secs(seconds))));
        let mut context = Context::from_waker(Waker::noop());
        assert!(long.as_mut().poll(&mut context).is_pending());
        block_on(short.as_mut());
        assert_eq!(clock.elapsed(), Duration::from_secs(2));
        block_on(long);
        assert_eq!(clock.elapsed(), Duration::from_secs(3));
    }

    /// A future that is kept and not polled holds nobody up.
    #[test]
    fn a_timer_that_nobody_polls_fires_in_its_turn() {
        let clock = Clock::new();
        let mut left_alone = Box::pin(clock.sleep(Duration::from_secs(1)));
        let mut context = Context::from_waker(Waker::noop());
        assert!(left_alone.as_mut().poll(&mut context).is_pending());
        block_on(clock.sleep(Duration::from_secs(5)));
        assert_eq!(clock.elapsed(), Duration::from_secs(5));
        assert!(left_alone.as_mut().poll(&mut context).is_ready());
    }

    #[test]
    fn the_clock_waits_for_others_but_not_forever() {
        let clock = Clock::new();
        let others = clock.wait_for_others();
        let began = Instant::now();
        block_on(clock.sleep(Duration::from_secs(1)));
        assert!(began.elapsed() >= PATIENT_QUIET_TIME);
        drop(others);
        let began = Instant::now();
        block_on(clock.sleep(Duration::from_secs(1)));
        assert!(began.elapsed() < PATIENT_QUIET_TIME);
    }

    #[test]
    fn an_endless_sleep_does_not_move_the_clock() {
        let clock = Clock::new();
        let mut endless = Box::pin(clock.sleep(Duration::MAX));
        let mut context = Context::from_waker(Waker::noop());
        let began = Instant::now();
        while began.elapsed() < 3 * QUIET_TIME {
            assert!(endless.as_mut().poll(&mut context).is_pending());
        }
        assert_eq!(clock.elapsed(), Duration::ZERO);
    }
}
