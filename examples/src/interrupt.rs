//! Signals that ask a program to terminate.

use std::io;

use tokio::signal;

/// Listens for Ctrl-C and, on Unix, `SIGTERM`.
#[derive(Debug)]
pub struct Interrupt {
    #[cfg(unix)]
    terminate: signal::unix::Signal,
    #[cfg(unix)]
    interrupt: signal::unix::Signal,
}

#[cfg(unix)]
impl Interrupt {
    /// Starts to listen, so that a signal before [`wait`](Self::wait) is not lost.
    ///
    /// # Errors
    ///
    /// If the system does not let this process handle signals.
    pub fn listen() -> io::Result<Self> {
        use signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Waits for a signal.
    pub async fn wait(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
impl Interrupt {
    /// Does nothing on this platform: [`wait`](Self::wait) listens for Ctrl-C.
    ///
    /// # Errors
    ///
    /// Never.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Waits for a signal.
    pub async fn wait(self) {
        if signal::ctrl_c().await.is_err() {
            // Ctrl-C cannot be handled, so the process runs until it is killed.
            std::future::pending::<()>().await;
        }
    }
}
