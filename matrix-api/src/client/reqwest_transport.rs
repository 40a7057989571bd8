//! The transport on reqwest.

use std::{
    error::Error,
    iter,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use reqwest::redirect;

use super::{
    build_error::BuildError,
    transport::{Transport, TransportError, root_cause},
};
use crate::body::{
    Body, BodyError,
    http_body::{ReceivedBody, SentBody},
};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A transport on [`reqwest`].
///
/// It returns redirects, because some endpoints respond with one, and because a followed one could take
/// a password or a token to another server. For other settings of reqwest, use
/// [`from_builder`](Self::from_builder):
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
#[derive(Clone, Debug)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// Creates a transport that connects within ten seconds. Everything else is reqwest's default.
    ///
    /// # Errors
    ///
    /// Fails if TLS cannot be set up.
    pub fn new() -> Result<Self, BuildError> {
        Self::from_builder(reqwest::Client::builder().connect_timeout(CONNECT_TIMEOUT))
    }

    /// Creates a transport with the settings of a builder, except that it does not follow redirects.
    ///
    /// # Errors
    ///
    /// Fails if a setting is invalid, or TLS cannot be set up.
    pub fn from_builder(builder: reqwest::ClientBuilder) -> Result<Self, BuildError> {
        builder
            .redirect(redirect::Policy::none())
            .build()
            .map(Self)
            .map_err(|error| BuildError::Transport(error.into()))
    }
}

/// For a client that you share with other code. It must not follow redirects: if it does, the request may
/// have reached another server, and the transport refuses the response.
/// [`from_builder`](ReqwestTransport::from_builder) is safer.
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
        let request: reqwest::Request = request.try_into().map_err(transport_error)?;
        let asked = request.url().clone();
        let mut received = self.0.execute(request).await.map_err(transport_error)?;
        if *received.url() != asked {
            return Err(TransportError::FollowedRedirect);
        }
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = received.status();
        *response.version_mut() = received.version();
        *response.headers_mut() = std::mem::take(received.headers_mut());
        *response.body_mut() = read_body(received, body_limit).await?;
        Ok(response)
    }

    async fn send_streaming(
        &self,
        request: Request<Body>,
        _: usize,
    ) -> Result<Response<Body>, TransportError> {
        let (head, body) = request.into_parts();
        let body = match body.as_bytes() {
            Some(bytes) => bytes.clone().into(),
            None => reqwest::Body::wrap(SentBody::new(body.open().map_err(TransportError::body)?)),
        };
        let request: reqwest::Request =
            Request::from_parts(head, body).try_into().map_err(transport_error)?;
        let asked = request.url().clone();
        let received = self.0.execute(request).await.map_err(transport_error)?;
        if *received.url() != asked {
            return Err(TransportError::FollowedRedirect);
        }
        let received: Response<reqwest::Body> = received.into();
        Ok(received.map(|body| Body::once(ReceivedBody(WithoutUrl(body)))))
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    fn now(&self) -> Instant {
        // A test may have paused the clock.
        tokio::time::Instant::now().into_std()
    }
}

/// A body whose errors do not show the URL.
struct WithoutUrl(reqwest::Body);

impl http_body::Body for WithoutUrl {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        let polled = Pin::new(&mut self.0).poll_frame(context);
        polled.map_err(reqwest::Error::without_url)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

async fn read_body(
    mut response: reqwest::Response,
    body_limit: usize,
) -> Result<Bytes, TransportError> {
    let too_large = || TransportError::too_large(body_limit);
    if response.content_length().is_some_and(|length| length > body_limit as u64) {
        return Err(too_large());
    }
    // Most bodies arrive as one chunk, which is not copied.
    let Some(first) = response.chunk().await.map_err(transport_error)? else {
        return Ok(Bytes::new());
    };
    if first.len() > body_limit {
        return Err(too_large());
    }
    let Some(second) = response.chunk().await.map_err(transport_error)? else { return Ok(first) };
    let mut body = BytesMut::from(first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        if body.len() + chunk.len() > body_limit {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
        next = response.chunk().await.map_err(transport_error)?;
    }
    Ok(body.freeze())
}

/// Removes the URL, because it may contain secrets.
fn transport_error(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if error.is_redirect() {
        TransportError::FollowedRedirect
    } else if is_body_problem(&error) {
        TransportError::body(error)
    } else if error.is_builder() {
        TransportError::unsupported(error)
    } else if lacks_tls(&error) {
        TransportError::unsupported(
            "https:// requires TLS; enable the feature `reqwest` of matrix-api, or a TLS feature of reqwest",
        )
    } else if is_certificate_problem(&error) {
        TransportError::certificate(error)
    } else if error.is_connect() {
        TransportError::connect(error)
    } else {
        TransportError::interrupted(error)
    }
}

/// Whether TLS is missing for `https://`. Hyper says so only in its message.
fn lacks_tls(error: &reqwest::Error) -> bool {
    error.is_connect() && root_cause(error).to_string() == "invalid URL, scheme is not http"
}

/// Whether the body of the request failed.
fn is_body_problem(error: &(dyn Error + 'static)) -> bool {
    iter::successors(Some(error), |&error| error.source()).any(<dyn Error>::is::<BodyError>)
}

/// Whether a certificate was refused. rustls and OpenSSL have only their words in common.
fn is_certificate_problem(error: &(dyn Error + 'static)) -> bool {
    iter::successors(Some(error), |&error| error.source()).any(|error| {
        let message = error.to_string();
        message.contains("invalid peer certificate")
            || message.contains("certificate verify failed")
    })
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[cfg(not(feature = "reqwest"))]
    #[tokio::test]
    async fn https_without_tls_names_the_feature_to_enable() {
        let request = Request::get("https://127.0.0.1:1/").body(Bytes::new()).unwrap();
        let error = ReqwestTransport::new().unwrap().send(request, 0).await.unwrap_err();
        assert!(matches!(error, TransportError::Unsupported(_)), "{error:?}");
        assert!(error.to_string().contains("enable the feature `reqwest`"), "{error}");
    }

    #[test]
    fn a_refused_certificate_is_recognized() {
        let problem = |message: &str| {
            let handshake = io::Error::new(io::ErrorKind::InvalidData, message);
            is_certificate_problem(&TransportError::connect(io::Error::other(handshake)))
        };
        assert!(problem("invalid peer certificate: UnknownIssuer"));
        assert!(problem("error:0A000086:SSL routines::certificate verify failed"));
        assert!(!problem("connection refused"));
    }
}
