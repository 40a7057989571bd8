//! A `tower` service as a transport.

use std::{
    error::Error,
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tower_service::Service;

use super::{
    failure::{is_body_problem, is_certificate_problem, is_connect_problem},
    transport::{Transport, TransportError, has_content},
};
use crate::{
    body::{
        Body, BodyError,
        http_body::{ReceivedBody, SentBody},
    },
    platform::Instant,
};

type Cause = Box<dyn Error + Send + Sync>;

/// A transport that sends requests with a [`tower`](tower_service) service: an HTTP client with layers, or a server in the
/// same process.
///
/// The service gets [`http::Request`]s with absolute URIs and a [`RequestBody`], and its response has a body of the crate
/// `http-body`. The service is cloned for each request, so its clones should share what layers count or limit, as those
/// of `tower` do.
///
/// ```
/// use std::{convert::Infallible, time::Duration};
/// use matrix_api::{
///     client::{ClientBuilder, RequestBody, TowerTransport},
///     http::{HeaderValue, Request, Response},
/// };
/// use tower::ServiceBuilder;
///
/// let service = ServiceBuilder::new()
///     .concurrency_limit(10)
///     .map_request(|mut request: Request<RequestBody>| {
///         request.headers_mut().insert("x-proxy-token", HeaderValue::from_static("abc"));
///         request
///     })
///     // In a program: an HTTP client, or the router of a server.
///     .service_fn(|request: Request<RequestBody>| async {
///         Ok::<_, Infallible>(Response::new(request.into_body()))
///     });
/// let client = ClientBuilder::new(TowerTransport::new(service)).build("https://example.org")?;
/// # Ok::<(), matrix_api::client::BuildError>(())
/// ```
///
/// With reqwest, whose bodies are of another type:
///
/// ```
/// # #[cfg(feature = "reqwest-no-tls")] {
/// use matrix_api::{client::{RequestBody, TowerTransport}, http::{Request, Response}};
/// use tower::service_fn;
///
/// let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
/// let transport = TowerTransport::new(service_fn(move |request: Request<RequestBody>| {
///     let http = http.clone();
///     async move {
///         let request = reqwest::Request::try_from(request.map(reqwest::Body::wrap))?;
///         http.execute(request).await.map(Response::<reqwest::Body>::from)
///     }
/// }));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules for services
///
/// * It does not follow redirects, because a followed one could take a password or a token to another server.
/// * If it decompresses a body, it removes `Content-Length` from the head, as `tower-http` does.
/// * Its errors do not show URLs, because paths and queries may contain secrets.
/// * The client retries. A service that retries as well multiplies the attempts.
///
/// # Errors
///
/// A [`TransportError`] that the service returns stays as it is. After any other error, the client decides by its causes
/// whether the request may have reached the server: a service that is not ready and a refused connection mean that it did
/// not. To be exact about a library's errors, convert them with `map_err`.
///
/// Waiting requires a tokio runtime with a timer.
pub struct TowerTransport<S> {
    /// Locked to clone it: a service does not have to be `Sync`.
    service: Mutex<S>,
}

impl<S> TowerTransport<S> {
    /// Creates a transport on a service.
    pub const fn new(service: S) -> Self {
        Self { service: Mutex::new(service) }
    }
}

impl<S, B> TowerTransport<S>
where
    S: Service<Request<RequestBody>, Response = Response<B>, Error: Into<Cause>> + Clone,
    B: HttpBody<Data = Bytes, Error: Into<Cause>> + Send + 'static,
{
    async fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let (head, body) = request.into_parts();
        let reader = body.open().map_err(TransportError::body)?;
        let request = Request::from_parts(head, RequestBody(SentBody::new(reader)));
        let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let ready = poll_fn(|context| service.poll_ready(context)).await;
        ready.map_err(|error| transport_error(error.into(), TransportError::Connect))?;
        let response = service.call(request).await;
        let response =
            response.map_err(|error| transport_error(error.into(), TransportError::Interrupted))?;
        Ok(response.map(|body| Body::once(ReceivedBody(Box::pin(body)))))
    }
}

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<Request<RequestBody>, Response = Response<B>, Error: Into<Cause>, Future: Send>
        + Clone
        + Send
        + 'static,
    B: HttpBody<Data = Bytes, Error: Into<Cause>> + Send + 'static,
{
    async fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> Result<Response<Bytes>, TransportError> {
        let is_head = *request.method() == Method::HEAD;
        let (head, body) = self.call(request.map(Body::from)).await?.into_parts();
        if !has_content(is_head, head.status) {
            return Ok(Response::from_parts(head, Bytes::new()));
        }
        let body = body
            .collect(body_limit)
            .await
            .map_err(|error| TransportError::response_body(error, body_limit))?;
        Ok(Response::from_parts(head, body))
    }

    async fn send_streaming(
        &self,
        request: Request<Body>,
        _: usize,
    ) -> Result<Response<Body>, TransportError> {
        self.call(request).await
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    fn now(&self) -> Instant {
        // A test may have paused the clock.
        tokio::time::Instant::now().into_std()
    }
}

impl<S> fmt::Debug for TowerTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TowerTransport").finish_non_exhaustive()
    }
}

/// `otherwise` says whether the request may have reached the server.
fn transport_error(error: Cause, otherwise: fn(Cause) -> TransportError) -> TransportError {
    let error = match error.downcast::<TransportError>() {
        Ok(error) => return *error,
        Err(error) => error,
    };
    if is_body_problem(&*error) {
        TransportError::Body(error)
    } else if is_certificate_problem(&*error) {
        TransportError::Certificate(error)
    } else if is_connect_problem(&*error) {
        TransportError::Connect(error)
    } else {
        otherwise(error)
    }
}

/// The body of a request, for the service of a [`TowerTransport`].
///
/// Its chunks are read when the service wants them.
pub struct RequestBody(SentBody);

impl HttpBody for RequestBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        Pin::new(&mut self.0).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBody").field("size", &self.0.size_hint()).finish_non_exhaustive()
    }
}
