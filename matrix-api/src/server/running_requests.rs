//! Counts running requests, so that a program can wait for them before it ends.

use std::{
    fmt,
    iter::successors,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::sync::Notify;

/// The running requests of an API, for a graceful shutdown.
///
/// A handler continues if its client disconnects, and the server then no longer waits for it: it waits for
/// open connections only. If the program ended now, it would drop the handler in the middle of its work. So
/// wait for the running requests after the server has ended:
///
/// ```
/// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
/// # path: "/greet", rate_limited: false, requires_authentication: false, } request {} response {} } }
/// # use matrix_api::MatrixError;
/// # async fn greet(_: greet::Request) -> Result<greet::Response, MatrixError> { Ok(greet::Response::new()) }
/// use std::time::Duration;
/// use matrix_api::server::Api;
/// use tokio::{net::TcpListener, time::timeout};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let api = Api::new().endpoint(greet);
/// let running = api.running_requests();
/// let listener = TcpListener::bind("127.0.0.1:0").await?;
/// let stop = async { /* wait for a signal */ };
/// let service = api.into_router(())?.into_make_service();
/// axum::serve(listener, service).with_graceful_shutdown(stop).await?;
///
/// if timeout(Duration::from_secs(30), running.wait()).await.is_err() {
///     eprintln!("{} requests are not finished", running.count());
/// }
/// # Ok(())
/// # }
/// ```
///
/// Clones count the same requests.
#[derive(Clone, Default)]
pub struct RunningRequests(Arc<Shared>);

#[derive(Default)]
struct Shared {
    count: AtomicUsize,
    is_zero: Notify,
    /// The requests of the API that this one is merged into.
    outer: OnceLock<RunningRequests>,
}

impl RunningRequests {
    /// The number of running requests. It includes those whose clients have disconnected.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.count.load(Ordering::Acquire)
    }

    /// Waits until no request is running. If none is running, returns at once. So call it when the server
    /// accepts no more requests.
    ///
    /// A request is running until its handler has ended. The client may not have received the response
    /// yet.
    pub async fn wait(&self) {
        loop {
            // Created before the check, so that it notices a request that ends in between.
            let is_zero = self.0.is_zero.notified();
            if self.count() == 0 {
                return;
            }
            is_zero.await;
        }
    }

    /// Counts a request until the result is dropped.
    pub(super) fn begin(&self) -> RunningRequest {
        for requests in self.with_outer() {
            requests.0.count.fetch_add(1, Ordering::Relaxed);
        }
        RunningRequest(self.clone())
    }

    /// Counts these requests for another API as well.
    pub(super) fn merge_into(&self, outer: &Self) {
        // An API is merged once.
        let _ = self.0.outer.set(outer.clone());
    }

    fn with_outer(&self) -> impl Iterator<Item = &Self> {
        successors(Some(self), |requests| requests.0.outer.get())
    }
}

impl fmt::Debug for RunningRequests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RunningRequests").field(&self.count()).finish()
    }
}

/// A request that counts as running.
pub(super) struct RunningRequest(RunningRequests);

impl Drop for RunningRequest {
    fn drop(&mut self) {
        for requests in self.0.with_outer() {
            if requests.0.count.fetch_sub(1, Ordering::AcqRel) == 1 {
                requests.0.is_zero.notify_waiters();
            }
        }
    }
}
