//! The transport on reqwest, except in browsers.

use std::{
    mem,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Method, Request, Response, Version};
use http_body::{Frame, SizeHint};
use reqwest::redirect;

use super::{ReqwestTransport, check_redirect};
use crate::{
    body::{
        Body,
        content::joined,
        http_body::{ReceivedBody, SentBody},
    },
    client::{
        build_error::BuildError,
        failure::{is_body_problem, is_certificate_problem},
        transport::{Transport, TransportError, has_content, root_cause},
    },
};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

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
        let client = builder.redirect(redirect::Policy::none()).build();
        let client = client.map_err(|error| BuildError::Transport(error.into()))?;
        Ok(Self { follows_redirects: false, ..Self::with_client(client) })
    }
}

impl Transport for ReqwestTransport {
    async fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> Result<Response<Bytes>, TransportError> {
        let (request, asked) = self.convert(request)?;
        let is_head = *request.method() == Method::HEAD;
        let mut received = self.client.execute(request).await.map_err(transport_error)?;
        check_redirect(&received, asked.as_ref())?;
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = received.status();
        *response.version_mut() = received.version();
        *response.headers_mut() = mem::take(received.headers_mut());
        if has_content(is_head, response.status()) {
            *response.body_mut() = read_body(received, body_limit).await?;
        }
        Ok(response)
    }

    async fn send_streaming(
        &self,
        request: Request<Body>,
        _: usize,
    ) -> Result<Response<Body>, TransportError> {
        let (head, body) = request.into_parts();
        let body: reqwest::Body = match body.as_bytes() {
            Some(bytes) => bytes.clone().into(),
            None => reqwest::Body::wrap(SentBody::new(body.open().map_err(TransportError::body)?)),
        };
        let (request, asked) = self.convert(Request::from_parts(head, body))?;
        let received = self.client.execute(request).await.map_err(transport_error)?;
        check_redirect(&received, asked.as_ref())?;
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
    // With HTTP/2, the end of a body may come after its last byte, and is awaited.
    let ends_by_length = response.version() < Version::HTTP_2;
    let mut body = Bytes::new();
    while !(ends_by_length && response.content_length() == Some(0)) {
        let Some(chunk) = response.chunk().await.map_err(transport_error)? else {
            if ends_by_length && response.content_length().is_some() {
                return Err(TransportError::interrupted("the body is shorter than announced"));
            }
            break;
        };
        if body.len() + chunk.len() > body_limit {
            return Err(too_large());
        }
        body = if body.is_empty() { chunk } else { joined(body, &chunk) };
    }
    Ok(body)
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

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    /// A chunk of a body of ten bytes whose connection is then dropped.
    struct Cut(Option<Bytes>);

    impl http_body::Body for Cut {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            Poll::Ready(self.0.take().map(|chunk| Ok(Frame::data(chunk))))
        }

        fn size_hint(&self) -> SizeHint {
            SizeHint::with_exact(10)
        }
    }

    #[tokio::test]
    async fn a_body_that_is_shorter_than_announced_is_interrupted() {
        let body = Cut(Some(Bytes::from_static(b"{}")));
        let response = Response::new(reqwest::Body::wrap(body)).into();
        let error = read_body(response, 100).await.unwrap_err();
        assert!(matches!(error, TransportError::Interrupted(_)), "{error:?}");
    }

    #[cfg(not(feature = "reqwest"))]
    #[tokio::test]
    async fn https_without_tls_names_the_feature_to_enable() {
        let request = Request::get("https://127.0.0.1:1/").body(Bytes::new()).unwrap();
        let error = ReqwestTransport::new().unwrap().send(request, 0).await.unwrap_err();
        assert!(matches!(error, TransportError::Unsupported(_)), "{error:?}");
        assert!(error.to_string().contains("enable the feature `reqwest`"), "{error}");
    }
}
