//! The client for programs without `async`.
//!
//! ```no_run
//! # #[cfg(feature = "reqwest-no-tls")]
//! # mod example {
//! # mod whoami { matrix_api::ruma_api! {
//! #     metadata {
//! #         description: "Ask who I am.", method: GET, name: "whoami",
//! #         path: "/_matrix/client/v3/account/whoami",
//! #         rate_limited: true, requires_authentication: true,
//! #     }
//! #     request {}
//! #     response { pub user_id: matrix_api::identifiers::UserId }
//! # } }
//! use matrix_api::client::{Session, blocking::Client};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let client = Client::discover("example.org")?;
//!     let saved = std::fs::read("session.json")?;
//!     client.set_session(serde_json::from_slice::<Session>(&saved)?);
//!     let me = client.send(&whoami::Request::new())?;
//!     println!("{}", me.user_id);
//!     Ok(())
//! }
//! # }
//! ```
//!
//! It is the [asynchronous client](super::Client), with the same settings, retries, deadlines and refreshes. A method waits
//! on the thread that calls it. A thread of the client drives connections and timers; it ends with the last clone.
//!
//! * **Threads.** Clones share the session and the connections. Calls of several threads run at the same time, and share one
//!   refresh.
//! * **Streams.** [`Client::read`] makes a [`std::io::Read`] of a body. Events and JSON lines are read with
//!   [`block_on`](Client::block_on): `while let Some(event) = client.block_on(events.next())? { .. }`.
//! * **Everything else** that is asynchronous runs in [`block_on`](Client::block_on), with the client of
//!   [`as_async`](Client::as_async).
//!
//! Requires the features `blocking` and `reqwest`, or `blocking` and a [`Transport`] of your own. A transport may use tokio's timers and
//! `spawn_blocking`: the thread of the client is a runtime.
//!
//! In asynchronous code, use the asynchronous client: this one would block the thread of other tasks.

mod driver;

#[cfg(any(feature = "axum", feature = "reqwest-no-tls"))]
use std::path::Path;
use std::{fmt, future::ready, io, sync::Arc};

use bytes::{Buf as _, Bytes};

use self::driver::Driver;
#[cfg(feature = "reqwest-no-tls")]
use super::reqwest_transport::ReqwestTransport;
use super::{
    build_error::BuildError, builder::ClientBuilder, call, discovery::DiscoveryError, error::Error,
    token_scheme::TokenScheme, transport::Transport,
};
use crate::{
    authentication::AuthenticationScheme,
    body::{Body, BodyError, BoxBodyReader},
    endpoint::OutgoingRequest,
    interactive::InteractiveRequest,
    matrix_error::MatrixError,
    session::{LoginResponse, Session},
    versions::SupportedVersions,
};

/// A client for one homeserver, whose methods wait.
///
/// Clones are cheap. See the [module documentation](self).
pub struct Client<
    #[cfg(feature = "reqwest-no-tls")] T = ReqwestTransport,
    #[cfg(not(feature = "reqwest-no-tls"))] T,
> {
    client: call::Client<T>,
    driver: Arc<Driver>,
}

#[cfg(feature = "reqwest-no-tls")]
impl Client {
    /// Creates a client for the homeserver at a URL, such as `https://matrix.example.org`. It sends
    /// nothing yet.
    ///
    /// # Errors
    ///
    /// Fails if the URL is invalid, TLS cannot be set up, or no thread can be started.
    pub fn new(base_url: &str) -> Result<Self, BuildError> {
        Self::builder().build_blocking(base_url)
    }

    /// Configures a client on reqwest: end with [`build_blocking`](ClientBuilder::build_blocking) or
    /// [`discover_blocking`](ClientBuilder::discover_blocking). For another transport, use [`ClientBuilder::new`].
    #[must_use]
    pub fn builder() -> ClientBuilder<ReqwestTransport> {
        call::Client::builder()
    }

    /// Creates a client for the homeserver of a server name: see [`ClientBuilder::discover`].
    ///
    /// # Errors
    ///
    /// Fails if the homeserver is not found, TLS cannot be set up, or no thread can be started.
    pub fn discover(server_name: impl AsRef<str>) -> Result<Self, DiscoveryError> {
        Self::builder().discover_blocking(server_name)
    }
}

impl<T: Transport> ClientBuilder<T> {
    /// Builds a [blocking client](Client), as [`build`](Self::build) builds an asynchronous one.
    ///
    /// ```
    /// # #[cfg(feature = "reqwest-no-tls")] {
    /// use std::time::Duration;
    /// use matrix_api::client::blocking::Client;
    ///
    /// let builder = Client::builder().timeout(Duration::from_secs(10));
    /// let client = builder.build_blocking("http://127.0.0.1:8008")?;
    /// # }
    /// # Ok::<(), matrix_api::client::BuildError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the URL or another setting is invalid, or no thread can be started.
    pub fn build_blocking(self, base_url: &str) -> Result<Client<T>, BuildError> {
        Client::from_async(self.build(base_url)?)
    }

    /// Finds the homeserver of a server name, and builds a [blocking client](Client) for it: see
    /// [`discover`](Self::discover).
    ///
    /// # Errors
    ///
    /// Fails if the homeserver is not found, a setting is invalid, or no thread can be started.
    pub fn discover_blocking(
        self,
        server_name: impl AsRef<str>,
    ) -> Result<Client<T>, DiscoveryError> {
        let driver = Driver::start().map_err(DiscoveryError::Build)?;
        let client = driver.block_on(self.discover(server_name))?;
        Ok(Client { client, driver: Arc::new(driver) })
    }
}

impl<T: Transport> Client<T> {
    /// Makes a blocking client of an asynchronous one. They share the session.
    ///
    /// Use the asynchronous one only in [`block_on`](Self::block_on) after that: its connections belong to the thread
    /// of this client.
    ///
    /// # Errors
    ///
    /// Fails if no thread can be started.
    pub fn from_async(client: call::Client<T>) -> Result<Self, BuildError> {
        Ok(Self { client, driver: Arc::new(Driver::start()?) })
    }

    /// The asynchronous client, for [`block_on`](Self::block_on).
    #[must_use]
    pub const fn as_async(&self) -> &call::Client<T> {
        &self.client
    }

    /// Runs a future to its end on this thread, within the runtime of the client.
    ///
    /// It may be called within itself.
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.driver.block_on(future)
    }

    /// Sends a request and returns its response: see [`Client::send`](call::Client::send).
    ///
    /// # Errors
    ///
    /// Fails without a response, with an error response, or if the response cannot be decoded.
    pub fn send<R>(&self, request: &R) -> Result<R::Response, Error<R::Error>>
    where
        R: OutgoingRequest<Authentication: TokenScheme> + Sync,
    {
        self.block_on(self.client.send(request))
    }

    /// Sends a request with the input of its authentication scheme: see
    /// [`Client::send_with`](call::Client::send_with).
    ///
    /// # Errors
    ///
    /// See [`send`](Self::send).
    pub fn send_with<R: OutgoingRequest>(
        &self,
        request: &R,
        input: <R::Authentication as AuthenticationScheme>::Input<'_>,
    ) -> Result<R::Response, Error<R::Error>> {
        self.block_on(self.client.send_with(request, input))
    }

    /// Sends a request, and sends it again with the answer to each challenge: see
    /// [`Client::send_interactive`](call::Client::send_interactive).
    ///
    /// `answer` may wait for the user, and call this client.
    ///
    /// # Errors
    ///
    /// See [`send`](Self::send).
    pub fn send_interactive<R>(
        &self,
        request: &R,
        mut answer: impl FnMut(R::Challenge) -> Option<R::Answer>,
    ) -> Result<R::Response, Error<R::Error>>
    where
        R: InteractiveRequest + OutgoingRequest<Authentication: TokenScheme> + Sync,
    {
        self.block_on(self.client.send_interactive(request, |challenge| ready(answer(challenge))))
    }

    /// Sends a login or registration, and sets the session of its response: see [`Client::log_in`](call::Client::log_in).
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and if the session cannot be saved.
    pub fn log_in<R>(&self, request: &R) -> Result<R::Response, Error<R::Error>>
    where
        R: OutgoingRequest<Authentication: TokenScheme, Response: LoginResponse> + Sync,
    {
        self.block_on(self.client.log_in(request))
    }

    /// Sends a request and writes the stream of the response to a file: see
    /// [`Client::download`](call::Client::download).
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and if the stream cannot be read to its end or the file cannot be written.
    #[cfg(any(feature = "axum", feature = "reqwest-no-tls"))]
    pub fn download<R>(
        &self,
        request: &R,
        path: impl AsRef<Path>,
    ) -> Result<R::Response, Error<R::Error>>
    where
        R: OutgoingRequest<Authentication: TokenScheme> + Sync,
    {
        self.block_on(self.client.download(request, path))
    }

    /// Sends a request whose response is a stream of events, and reconnects: see
    /// [`Client::events`](call::Client::events).
    ///
    /// # Errors
    ///
    /// See [`send`](Self::send).
    pub fn events<R>(&self, request: &R) -> Result<R::Response, Error<R::Error>>
    where
        R: OutgoingRequest<Authentication: TokenScheme> + Clone + Send + Sync + 'static,
    {
        self.block_on(self.client.events(request))
    }

    /// Begins to read a body.
    ///
    /// ```
    /// # #[cfg(feature = "reqwest-no-tls")] {
    /// use std::io::Read as _;
    /// use matrix_api::{Body, client::blocking::Client};
    ///
    /// let client = Client::new("http://127.0.0.1:8008")?;
    /// // In a program: that of a response.
    /// let body = Body::from("hello");
    /// let mut text = String::new();
    /// client.read(&body)?.read_to_string(&mut text)?;
    /// assert_eq!(text, "hello");
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the body can be read once, and someone has begun. A [`BodyError`] while it is read is the inner error of
    /// the [`io::Error`].
    pub fn read(&self, body: &Body) -> Result<ReadBody, BodyError> {
        Ok(ReadBody { reader: body.open()?, rest: Bytes::new(), driver: Arc::clone(&self.driver) })
    }

    /// The base URL of the homeserver.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.client.base_url()
    }

    /// The session with the current tokens.
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        self.client.session()
    }

    /// Replaces the session of this client and its clones. `None` removes it. See
    /// [`Client::set_session`](call::Client::set_session).
    pub fn set_session(&self, session: impl Into<Option<Session>>) {
        self.client.set_session(session);
    }

    /// A client with other settings, made of the asynchronous one. It shares the session and the thread.
    ///
    /// ```
    /// # #[cfg(feature = "reqwest-no-tls")] {
    /// use std::time::Duration;
    /// use matrix_api::client::blocking::Client;
    ///
    /// let client = Client::new("http://127.0.0.1:8008")?;
    /// let patient = client.derive(|client| client.with_timeout(Duration::from_secs(300)));
    /// # }
    /// # Ok::<(), matrix_api::client::BuildError>(())
    /// ```
    #[must_use]
    pub fn derive(&self, settings: impl FnOnce(&call::Client<T>) -> call::Client<T>) -> Self {
        Self { client: settings(&self.client), driver: Arc::clone(&self.driver) }
    }

    /// A client for another user of the same homeserver: see [`Client::with_session`](call::Client::with_session).
    #[must_use]
    pub fn with_session(&self, session: impl Into<Option<Session>>) -> Self {
        Self { client: self.client.with_session(session), driver: Arc::clone(&self.driver) }
    }

    /// What the server supports: see [`Client::supported_versions`](call::Client::supported_versions).
    ///
    /// # Errors
    ///
    /// Fails if the server cannot be asked. The next call asks again.
    #[expect(clippy::result_large_err, reason = "the asynchronous client returns it in a future")]
    pub fn supported_versions(&self) -> Result<Arc<SupportedVersions>, Error<MatrixError>> {
        self.block_on(self.client.supported_versions())
    }
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), driver: Arc::clone(&self.driver) }
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

/// Reads the bytes of a body. It waits for them.
pub struct ReadBody {
    reader: BoxBodyReader,
    rest: Bytes,
    driver: Arc<Driver>,
}

impl io::Read for ReadBody {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() && !buffer.is_empty() {
            match self.driver.block_on(self.reader.chunk()).map_err(io::Error::other)? {
                Some(chunk) => self.rest = chunk,
                None => return Ok(0),
            }
        }
        self.rest.as_ref().reader().read(buffer).inspect(|&count| self.rest.advance(count))
    }
}

impl fmt::Debug for ReadBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadBody").finish_non_exhaustive()
    }
}
