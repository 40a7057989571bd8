//! How a person or a supervisor asks a program to end.

use std::io;

use tokio::signal;

/// A request to end: Ctrl-C, or `SIGTERM` where there are signals.
#[derive(Debug)]
pub struct Interrupt {
    #[cfg(unix)]
    terminate: signal::unix::Signal,
    #[cfg(unix)]
    interrupt: signal::unix::Signal,
}

#[cfg(unix)]
impl Interrupt {
    /// Listens from now on: a request that comes before [`wait`](Self::wait) is not lost.
    ///
    /// # Errors
    ///
    /// When the system does not let this process handle signals.
    pub fn listen() -> io::Result<Self> {
        use signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Waits for the request.
    pub async fn wait(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
impl Interrupt {
    /// Does nothing here: Ctrl-C is listened for by [`wait`](Self::wait).
    ///
    /// # Errors
    ///
    /// None.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Waits for the request.
    pub async fn wait(self) {
        if signal::ctrl_c().await.is_err() {
            // Without a way to be interrupted, the process runs until it is killed.
            std::future::pending::<()>().await;
        }
    }
}
