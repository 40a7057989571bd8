//! Signals that ask a program to terminate.

use std::io;

use tokio::signal;

/// Listens for Ctrl-C and, on Unix, `SIGTERM` and `SIGHUP`, which a closed terminal sends.
#[derive(Debug)]
pub struct Interrupt {
    #[cfg(unix)]
    terminate: signal::unix::Signal,
    #[cfg(unix)]
    interrupt: signal::unix::Signal,
    #[cfg(unix)]
    hangup: Option<signal::unix::Signal>,
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
            hangup: match ignores_hangup() {
                true => None,
                false => Some(signal(SignalKind::hangup())?),
            },
        })
    }

    /// Waits for the next signal.
    pub async fn wait(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
            _ = async { self.hangup.as_mut()?.recv().await }, if self.hangup.is_some() => {}
        }
    }
}

/// Whether the program was started with `nohup`, and has to survive its terminal. Known on Linux only.
#[cfg(unix)]
fn ignores_hangup() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // A bit for each signal; `SIGHUP` is the first.
    ignored.is_some_and(|mask| u64::from_str_radix(mask.trim(), 16).is_ok_and(|it| it & 1 == 1))
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

    /// Waits for the next signal.
    pub async fn wait(&mut self) {
        if signal::ctrl_c().await.is_err() {
            // Ctrl-C cannot be handled, so the process runs until it is killed.
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::{
        process::{self, Command},
        time::Duration,
    };

    use super::*;

    #[tokio::test]
    async fn a_closed_terminal_is_a_request_to_terminate() {
        let mut interrupt = Interrupt::listen().unwrap();
        if ignores_hangup() {
            return;
        }
        let id = process::id().to_string();
        for _ in 0..2 {
            assert!(Command::new("kill").args(["-HUP", &id]).status().unwrap().success());
            tokio::time::timeout(Duration::from_secs(10), interrupt.wait()).await.unwrap();
        }
    }
}
