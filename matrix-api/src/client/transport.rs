//! Sends HTTP requests for a client.

use std::{error::Error, fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use crate::{
    body::{Body, BodyError},
    platform::{Instant, MaybeSend, MaybeSync},
};

/// Sends HTTP requests for a [`Client`](super::Client), and provides its clock.
///
/// It sends one request and returns the response, whatever its status: redirects are responses like
/// any other. The client does retries, timeouts and tokens. For tests, the module `mock` (feature `mock`) has
/// one with typed responses.
///
/// ```
/// use std::time::Duration;
/// use matrix_api::{
///     bytes::Bytes,
///     client::{ClientBuilder, Transport, TransportError},
///     http::{Request, Response, StatusCode},
/// };
///
/// struct Teapot;
///
/// impl Transport for Teapot {
///     async fn send(&self, _: Request<Bytes>, _: usize) -> Result<Response<Bytes>, TransportError> {
///         let mut response = Response::new(Bytes::new());
///         *response.status_mut() = StatusCode::IM_A_TEAPOT;
///         Ok(response)
///     }
///
///     async fn sleep(&self, _: Duration) {}
/// }
///
/// let client = ClientBuilder::new(Teapot).build("https://teapot.example.org")?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// Sends a request with an absolute URI, and reads the whole response.
    ///
    /// `body_limit` is the maximum size of the response body in bytes. Stop reading when it is
    /// exceeded; do not rely on `Content-Length` alone.
    ///
    /// # Errors
    ///
    /// Fails if the response does not arrive completely.
    fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> impl Future<Output = Result<Response<Bytes>, TransportError>> + MaybeSend;

    /// Sends a request and returns as soon as the head of the response has arrived, if the endpoint has a
    /// [stream](crate::Body) in one direction.
    ///
    /// Without an implementation of your own, both bodies are collected in memory and sent with
    /// [`send`](Self::send). `body_limit` is the maximum size of each. A transport that streams ignores
    /// it. If the transport decompresses a body, it removes `Content-Length` from the head.
    ///
    /// # Errors
    ///
    /// Fails if the head does not arrive, or the body of the request cannot be read.
    fn send_streaming(
        &self,
        request: Request<Body>,
        body_limit: usize,
    ) -> impl Future<Output = Result<Response<Body>, TransportError>> + MaybeSend {
        async move {
            let (head, body) = request.into_parts();
            let bytes = body.collect(body_limit).await.map_err(TransportError::body)?;
            let response = self.send(Request::from_parts(head, bytes), body_limit).await?;
            Ok(response.map(Body::from))
        }
    }

    /// Waits.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + MaybeSend;

    /// The current time, of the clock that [`sleep`](Self::sleep) uses.
    fn now(&self) -> Instant {
        Instant::now()
    }
}

impl<T: Transport> Transport for Arc<T> {
    fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> impl Future<Output = Result<Response<Bytes>, TransportError>> + MaybeSend {
        T::send(self, request, body_limit)
    }

    fn send_streaming(
        &self,
        request: Request<Body>,
        body_limit: usize,
    ) -> impl Future<Output = Result<Response<Body>, TransportError>> + MaybeSend {
        T::send_streaming(self, request, body_limit)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + MaybeSend {
        T::sleep(self, duration)
    }

    fn now(&self) -> Instant {
        T::now(self)
    }
}

type Cause = Box<dyn Error + Send + Sync>;

/// A transport got no response.
///
/// Messages never contain a URL, because paths and queries may contain secrets.
#[derive(Debug)]
#[non_exhaustive]
pub enum TransportError {
    /// Connecting failed: the request did not reach the server.
    Connect(Cause),
    /// The connection was lost before the response was complete: the server may have processed the
    /// request.
    Interrupted(Cause),
    /// The certificate of the server is not trusted, has expired or belongs to another host: the request
    /// did not reach the server.
    Certificate(Cause),
    /// The transport cannot send this request.
    Unsupported(Cause),
    /// The body of the request cannot be read.
    Body(Cause),
    /// The transport followed a redirect, although it must not: the response is from another place than
    /// the client asked.
    FollowedRedirect,
    /// The response body exceeds the limit of the client.
    #[non_exhaustive]
    TooLarge {
        /// The limit in bytes.
        body_limit: usize,
    },
}

impl TransportError {
    /// Connecting failed.
    pub fn connect(cause: impl Into<Cause>) -> Self {
        Self::Connect(cause.into())
    }

    /// The connection was lost.
    pub fn interrupted(cause: impl Into<Cause>) -> Self {
        Self::Interrupted(cause.into())
    }

    /// The certificate of the server is not trusted.
    pub fn certificate(cause: impl Into<Cause>) -> Self {
        Self::Certificate(cause.into())
    }

    /// The transport cannot send the request.
    pub fn unsupported(cause: impl Into<Cause>) -> Self {
        Self::Unsupported(cause.into())
    }

    /// The body of the request cannot be read.
    pub fn body(cause: impl Into<Cause>) -> Self {
        Self::Body(cause.into())
    }

    /// The response body exceeds `body_limit` bytes.
    #[must_use]
    pub const fn too_large(body_limit: usize) -> Self {
        Self::TooLarge { body_limit }
    }

    /// The body of the response cannot be collected within `body_limit` bytes.
    pub(crate) fn response_body(error: BodyError, body_limit: usize) -> Self {
        match error {
            BodyError::TooLarge { .. } => Self::too_large(body_limit),
            error => Self::interrupted(error),
        }
    }

    /// Whether the request may have reached the server.
    #[must_use]
    pub const fn may_have_reached_server(&self) -> bool {
        !matches!(self, Self::Connect(_) | Self::Certificate(_) | Self::Unsupported(_))
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, cause) = match self {
            Self::Connect(cause) => ("cannot connect to the server", cause),
            Self::Interrupted(cause) => ("connection lost before the response was complete", cause),
            Self::Certificate(cause) => ("the certificate of the server is not trusted", cause),
            Self::Unsupported(cause) => ("the transport cannot send this request", cause),
            Self::Body(cause) => ("cannot send the request body", cause),
            Self::FollowedRedirect => {
                return f.write_str(
                    "the transport followed a redirect; make it return them, for example with \
                     `ReqwestTransport::from_builder`",
                );
            }
            Self::TooLarge { body_limit } => {
                return write!(
                    f,
                    "the response body exceeds {body_limit} bytes; raise the client's `body_limit`"
                );
            }
        };
        write!(f, "{what}: {}", root_cause(&**cause))
    }
}

impl Error for TransportError {
    /// Skips the cause, because the message includes it.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Connect(cause)
            | Self::Interrupted(cause)
            | Self::Certificate(cause)
            | Self::Unsupported(cause)
            | Self::Body(cause) => cause.source(),
            Self::FollowedRedirect | Self::TooLarge { .. } => None,
        }
    }
}

/// Whether a response can have a body. If it cannot, its `Content-Length` is that of the response to GET (RFC 9110,
/// section 8.6).
pub(super) fn has_content(is_head: bool, status: StatusCode) -> bool {
    !is_head && status != StatusCode::NOT_MODIFIED
}

/// The last error in a chain of sources, which is the most specific one.
pub(super) fn root_cause<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    std::iter::successors(Some(error), |&error| error.source()).last().unwrap_or(error)
}
