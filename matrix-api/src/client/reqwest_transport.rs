//! The transport on reqwest.

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
mod browser;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
mod native;

/// A transport on [`reqwest`].
///
/// It returns redirects, because some endpoints respond with one, and because a followed one could take
/// a password or a token to another server. For other settings of reqwest, such as a proxy or a certificate
/// authority, use [`from_builder`](Self::from_builder):
///
/// ```
/// use matrix_api::client::{ClientBuilder, ReqwestTransport};
///
/// let transport = ReqwestTransport::from_builder(reqwest::Client::builder().no_proxy())?;
/// let client = ClientBuilder::new(transport).build("http://127.0.0.1:8008")?;
/// # Ok::<(), matrix_api::client::BuildError>(())
/// ```
///
/// It panics outside of a tokio runtime that has IO and a timer. `#[tokio::main]` makes such a runtime, and
/// without it:
///
/// ```no_run
/// # use matrix_api::client::Client;
/// let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
/// let client = runtime.block_on(Client::discover("example.org"))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # In browsers
///
/// With the target `wasm32-unknown-unknown`, requests are sent with `fetch`. The browser decides more than a program
/// does:
///
/// * It follows redirects. The client refuses the response of a followed one, so an endpoint that responds with a
///   redirect cannot be called: open its URL instead.
/// * It sends its own `User-Agent`.
/// * The server must allow requests of other origins (CORS), as homeservers do.
/// * It does not say why a request failed: a lost connection, a wrong certificate and a missing CORS header
///   are all [`Interrupted`](super::TransportError::Interrupted).
/// * A request whose body is a [stream](crate::Body) is collected before it is sent, within the client's
///   [`body_limit`](super::ClientBuilder::body_limit). Responses stream.
#[derive(Clone, Debug)]
pub struct ReqwestTransport(reqwest::Client);

/// For a client that you share with other code. It must not follow redirects: if it does, the request may
/// have reached another server, and the transport refuses the response.
/// [`from_builder`](ReqwestTransport::from_builder) is safer.
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self(client)
    }
}
