//! Runs futures without a runtime around them.

use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use tokio::{
    runtime::{Builder, Handle},
    sync::oneshot,
};

use crate::client::build_error::BuildError;

/// A thread that drives the connections and timers of futures, which run on other threads. It ends when this is
/// dropped.
pub(super) struct Driver {
    runtime: Handle,
    _stop: oneshot::Sender<()>,
}

impl Driver {
    pub(super) fn start() -> Result<Self, BuildError> {
        let failure = |error: std::io::Error| BuildError::Transport(error.into());
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failure)?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        let drive = move || {
            // Ends with an error when the sender is dropped.
            _ = runtime.block_on(stopped);
            // Does not wait for files that are still written.
            runtime.shutdown_background();
        };
        thread::Builder::new()
            .name("matrix-api-client".to_owned())
            .spawn(drive)
            .map_err(failure)?;
        Ok(Self { runtime: handle, _stop: stop })
    }

    /// Runs a future to its end. The thread sleeps while the future waits.
    ///
    /// tokio's own `block_on` panics within another one, so a callback could not call the client.
    pub(super) fn block_on<F: Future>(&self, future: F) -> F::Output {
        let _context = self.runtime.enter();
        let wake =
            Arc::new(WakeThread { thread: thread::current(), woken: AtomicBool::new(false) });
        let waker = Waker::from(Arc::clone(&wake));
        let mut context = Context::from_waker(&waker);
        let mut future = pin!(future);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                return output;
            }
            while !wake.woken.swap(false, Ordering::Acquire) {
                thread::park();
            }
        }
    }
}

/// Wakes a thread.
struct WakeThread {
    thread: Thread,
    /// A future within the callback of another one may use up the other's `unpark`, but not this.
    woken: AtomicBool,
}

impl Wake for WakeThread {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}
