//! A client that prints its messages.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Request, Response};
use matrix_api::client::{
    BuildError, ClientBuilder, ReqwestTransport, RetryPolicy, Transport, TransportError,
};

use crate::console::Console;

/// A client that prints each request and response as it is sent.
pub type Client<W> = matrix_api::client::Client<Arc<PrintingTransport<W>>>;

/// Sends requests with reqwest, and prints them and their responses.
pub struct PrintingTransport<W> {
    transport: ReqwestTransport,
    console: Mutex<Console<W>>,
}

impl<W: io::Write + Send + 'static> PrintingTransport<W> {
    /// Creates a transport that prints to a console.
    ///
    /// # Errors
    ///
    /// If reqwest cannot be set up.
    pub fn new(console: Console<W>) -> Result<Arc<Self>, BuildError> {
        Ok(Arc::new(Self { transport: ReqwestTransport::new()?, console: Mutex::new(console) }))
    }

    /// Creates a client for the homeserver at a URL such as `http://127.0.0.1:8008`.
    ///
    /// # Errors
    ///
    /// If the URL is invalid.
    pub fn client(self: &Arc<Self>, base_url: &str) -> Result<Client<W>, BuildError> {
        // Short delays: somebody is watching the output.
        let retries =
            RetryPolicy::default().backoff(Duration::from_millis(100), Duration::from_secs(1));
        ClientBuilder::new(Arc::clone(self)).retry_policy(retries).build(base_url)
    }

    /// The console. The guard must not be held while a request is sent.
    pub fn console(&self) -> MutexGuard<'_, Console<W>> {
        self.console.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W: io::Write + Send + 'static> Transport for PrintingTransport<W> {
    async fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> Result<Response<Bytes>, TransportError> {
        self.console().request(&request).map_err(TransportError::unsupported)?;
        let began = Instant::now();
        let response = self.transport.send(request, body_limit).await?;
        let elapsed = began.elapsed();
        self.console().response(&response, elapsed).map_err(TransportError::unsupported)?;
        Ok(response)
    }

    async fn sleep(&self, duration: Duration) {
        self.transport.sleep(duration).await;
    }
}
