//! The transport on reqwest in browsers, where reqwest calls `fetch`.

use std::{pin::Pin, task::Context, time::Duration};

use bytes::Bytes;
use futures_core::Stream;
use gloo_timers::future::TimeoutFuture;
use http::{
    Request, Response,
    header::{CONTENT_LENGTH, USER_AGENT},
};

use super::{ReqwestTransport, check_redirect};
use crate::{
    body::{Body, BodyError, BodyReader, PolledChunk},
    client::{
        build_error::BuildError,
        transport::{Transport, TransportError},
    },
};

/// The longest time that `setTimeout` waits, in milliseconds: it takes an `i32`.
const MAX_TIMEOUT_MS: u32 = i32::MAX.unsigned_abs();

impl ReqwestTransport {
    /// Creates a transport with the default settings of reqwest.
    ///
    /// # Errors
    ///
    /// Does not fail in browsers.
    pub fn new() -> Result<Self, BuildError> {
        Self::from_builder(reqwest::Client::builder())
    }

    /// Creates a transport with the settings of a builder.
    ///
    /// # Errors
    ///
    /// Fails if a setting is invalid.
    pub fn from_builder(builder: reqwest::ClientBuilder) -> Result<Self, BuildError> {
        builder.build().map(Self::with_client).map_err(|error| BuildError::Transport(error.into()))
    }

    async fn fetch(&self, mut request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        // Browsers send their own, and some ask the server first whether another one is allowed.
        request.headers_mut().remove(USER_AGENT);
        let (request, asked) = self.convert(request)?;
        // Other clients have no cache.
        let builder = reqwest::RequestBuilder::from_parts(self.client.clone(), request);
        let request = builder.fetch_cache_no_store().build().map_err(unsupported)?;
        let mut received = self.client.execute(request).await.map_err(transport_error)?;
        check_redirect(&received, asked.as_ref())?;
        let mut response = Response::new(Body::empty());
        *response.status_mut() = received.status();
        *response.headers_mut() = std::mem::take(received.headers_mut());
        // It is the size before the browser decompressed the body. The browser checks it.
        response.headers_mut().remove(CONTENT_LENGTH);
        *response.body_mut() = Body::once(FetchedBody(Box::pin(received.bytes_stream())));
        Ok(response)
    }
}

impl Transport for ReqwestTransport {
    async fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> Result<Response<Bytes>, TransportError> {
        let (head, body) = self.fetch(request).await?.into_parts();
        let body = body
            .collect(body_limit)
            .await
            .map_err(|error| TransportError::response_body(error, body_limit))?;
        Ok(Response::from_parts(head, body))
    }

    async fn send_streaming(
        &self,
        request: Request<Body>,
        body_limit: usize,
    ) -> Result<Response<Body>, TransportError> {
        let (head, body) = request.into_parts();
        let bytes = body.collect(body_limit).await.map_err(TransportError::body)?;
        self.fetch(Request::from_parts(head, bytes)).await
    }

    async fn sleep(&self, duration: Duration) {
        let mut left = duration.as_nanos().div_ceil(1_000_000);
        while left > 0 {
            let step = u32::try_from(left).unwrap_or(u32::MAX).min(MAX_TIMEOUT_MS);
            TimeoutFuture::new(step).await;
            left -= u128::from(step);
        }
    }
}

/// The body of a response of `fetch`.
struct FetchedBody(Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>>>>);

impl BodyReader for FetchedBody {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        let polled = self.0.as_mut().poll_next(context);
        polled.map(|chunk| chunk.map(|chunk| chunk.map_err(|_| lost())))
    }
}

fn lost() -> BodyError {
    BodyError::interrupted("`fetch` failed; the browser's console shows the reason")
}

// The texts of the browser may contain the URL, and so secrets.

fn unsupported(_: reqwest::Error) -> TransportError {
    TransportError::unsupported("`fetch` does not accept it")
}

fn transport_error(error: reqwest::Error) -> TransportError {
    if error.is_builder() {
        return unsupported(error);
    }
    TransportError::interrupted("`fetch` failed; the browser's console shows the reason")
}
