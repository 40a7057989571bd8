//! HTTP by reqwest.

use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use reqwest::redirect;

use super::{BuildError, Transport, TransportError, transport::root};

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// HTTP by [`reqwest`], which runs on tokio.
///
/// A `reqwest::Client` of your own becomes one by `From`. It should follow no redirects
/// (`reqwest::redirect::Policy::none`): some endpoints answer with one.
///
/// ```
/// use matrix_api::client::{ClientBuilder, ReqwestTransport};
///
/// let reqwest = reqwest::Client::builder()
///     .redirect(reqwest::redirect::Policy::none())
///     .no_proxy()
///     .build()?;
/// let client = ClientBuilder::new(ReqwestTransport::from(reqwest)).build("http://127.0.0.1:8008")?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// Without redirects, with ten seconds for a connection, and else as reqwest does by default.
    ///
    /// # Errors
    ///
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self, BuildError> {
        reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .build()
            .map(Self)
            .map_err(|error| BuildError::Transport(error.into()))
    }
}

impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for ReqwestTransport {
    async fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> Result<Response<Bytes>, TransportError> {
        let request = request.try_into().map_err(failure)?;
        let mut answer = self.0.execute(request).await.map_err(failure)?;
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = answer.status();
        *response.version_mut() = answer.version();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        *response.body_mut() = read_body(answer, body_limit).await?;
        Ok(response)
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    fn now(&self) -> Instant {
        // Also where a test has stopped the clock.
        tokio::time::Instant::now().into_std()
    }
}

async fn read_body(
    mut answer: reqwest::Response,
    body_limit: usize,
) -> Result<Bytes, TransportError> {
    let too_large = || TransportError::too_large(body_limit);
    if answer.content_length().is_some_and(|length| length > body_limit as u64) {
        return Err(too_large());
    }
    // Most answers come in one piece, which is not copied.
    let Some(first) = answer.chunk().await.map_err(failure)? else { return Ok(Bytes::new()) };
    if first.len() > body_limit {
        return Err(too_large());
    }
    let Some(second) = answer.chunk().await.map_err(failure)? else { return Ok(first) };
    let mut body = BytesMut::from(first);
    let mut next = Some(second);
    while let Some(piece) = next {
        if body.len() + piece.len() > body_limit {
            return Err(too_large());
        }
        body.extend_from_slice(&piece);
        next = answer.chunk().await.map_err(failure)?;
    }
    Ok(body.freeze())
}

/// The error without the URL, in which there may be secrets.
fn failure(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if error.is_builder() {
        TransportError::unsupported(error)
    } else if lacks_tls(&error) {
        TransportError::unsupported(
            "https:// takes TLS: enable the feature `reqwest` of matrix-api, or one of reqwest's own",
        )
    } else if error.is_connect() {
        TransportError::connect(error)
    } else {
        TransportError::interrupted(error)
    }
}

/// Whether hyper met `https://` without a backend for TLS, for which it has words only.
fn lacks_tls(error: &reqwest::Error) -> bool {
    error.is_connect() && root(error).to_string() == "invalid URL, scheme is not http"
}

#[cfg(all(test, not(feature = "reqwest")))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn https_without_tls_says_what_to_do() {
        let request = Request::get("https://127.0.0.1:1/").body(Bytes::new()).unwrap();
        let error = ReqwestTransport::new().unwrap().send(request, 0).await.unwrap_err();
        assert!(matches!(error, TransportError::Unsupported(_)), "{error:?}");
        assert!(error.to_string().contains("enable the feature `reqwest`"), "{error}");
    }
}
