//! Services of `tower` as transports.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    io,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::body::{Body as AxumBody, HttpBody};
use http_body::{Frame, SizeHint};
use matrix_api::{
    Body,
    body::{BodyError, BodyReader, PolledChunk},
    bytes::Bytes,
    client::{
        CallError, Client, ClientBuilder, Error, RequestBody, RetryPolicy, TowerTransport,
        Transport as _, TransportError,
    },
    http::{Method, Request, Response, StatusCode},
};
use tower::{Service, ServiceBuilder, service_fn};

use crate::endpoints::{get, post};

#[path = "../../examples/tower.rs"]
#[allow(dead_code)]
mod example;

#[tokio::test]
async fn the_example_calls_a_router_in_process_through_its_layers() {
    let (lines, most) = example::ask_for_names().await.unwrap();
    assert_eq!(most, 2);
    assert_eq!(lines.len(), 8);
    assert_eq!(lines[2], "name_2 is available");
    assert_eq!(
        lines[3],
        "name_3: get_username_availability: [400 M_USER_IN_USE] this username is taken"
    );
}

fn request<B>(body: B) -> Request<B> {
    Request::post("https://example.org/test").body(body).unwrap()
}

/// Responds with the request's body.
fn echo(request: Request<RequestBody>) -> Ready<Result<Response<RequestBody>, Infallible>> {
    ready(Ok(Response::new(request.into_body())))
}

#[tokio::test]
async fn bodies_arrive_within_the_limit() {
    let text = Bytes::from(vec![b'x'; 100_000]);
    let transport = TowerTransport::new(service_fn(echo));
    let response = transport.send(request(text.clone()), 100_000).await.unwrap();
    assert_eq!(*response.body(), text);
    let error = transport.send(request(text), 99_999).await.unwrap_err();
    assert!(matches!(error, TransportError::TooLarge { body_limit: 99_999, .. }), "{error:?}");
}

/// A body that is empty, although a size is announced, as over HTTP/2 in response to HEAD.
struct OnlyAnnounced;

impl HttpBody for OnlyAnnounced {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(None)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(100_000_000)
    }
}

#[tokio::test]
async fn a_response_without_content_may_announce_any_size() {
    let with_status = |status| {
        TowerTransport::new(service_fn(move |_: Request<RequestBody>| {
            let mut response = Response::new(OnlyAnnounced);
            *response.status_mut() = status;
            ready(Ok::<_, Infallible>(response))
        }))
    };
    let request = |method: &Method| {
        let request = Request::builder().method(method).uri("https://example.org/test");
        request.body(Bytes::new()).unwrap()
    };
    for (method, status) in
        [(Method::HEAD, StatusCode::OK), (Method::GET, StatusCode::NOT_MODIFIED)]
    {
        let response = with_status(status).send(request(&method), 1000).await.unwrap();
        assert!(response.body().is_empty(), "{method} {status}");
    }
    let error = with_status(StatusCode::OK).send(request(&Method::GET), 1000).await.unwrap_err();
    assert!(matches!(error, TransportError::TooLarge { .. }), "{error:?}");
}

/// Counts the chunks that are read.
struct Chunks {
    left: usize,
    read: Arc<AtomicUsize>,
}

impl BodyReader for Chunks {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> PolledChunk {
        if self.left == 0 {
            return Poll::Ready(Some(Err(BodyError::source("the disk is gone"))));
        }
        self.left -= 1;
        self.read.fetch_add(1, Ordering::SeqCst);
        Poll::Ready(Some(Ok(Bytes::from_static(b"chunk"))))
    }
}

#[tokio::test]
async fn a_stream_is_read_when_the_receiver_wants_it() {
    let read = Arc::<AtomicUsize>::default();
    let body = Body::once(Chunks { left: 3, read: Arc::clone(&read) });
    let transport = TowerTransport::new(service_fn(echo));
    let response = transport.send_streaming(request(body), 0).await.unwrap();
    let mut reader = response.body().open().unwrap();
    for chunks in 1..=3 {
        assert_eq!(reader.chunk().await.unwrap().unwrap(), "chunk");
        assert_eq!(read.load(Ordering::SeqCst), chunks);
    }
    assert!(reader.chunk().await.unwrap_err().to_string().contains("the disk is gone"));
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_no_failure_of_the_connection() {
    let transport = TowerTransport::new(service_fn(|request: Request<RequestBody>| async {
        axum::body::to_bytes(AxumBody::new(request.into_body()), 100)
            .await
            .map(|_| Response::new(AxumBody::empty()))
    }));
    let body = Body::once(Chunks { left: 0, read: Arc::default() });
    let error = transport.send_streaming(request(body), 0).await.unwrap_err();
    assert!(matches!(error, TransportError::Body(_)), "{error:?}");
}

/// Fails with each of its errors, and then succeeds. Counts calls.
#[derive(Clone)]
struct Failing {
    /// Whether `poll_ready` fails instead of `call`.
    when_asked: bool,
    errors: Arc<Mutex<Vec<Box<dyn std::error::Error + Send + Sync>>>>,
    called: Arc<AtomicUsize>,
}

impl Failing {
    fn new(when_asked: bool, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let errors = Arc::new(Mutex::new(vec![error.into()]));
        Self { when_asked, errors, called: Arc::default() }
    }

    fn next_error(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        self.errors.lock().unwrap().pop().map_or(Ok(()), Err)
    }

    /// A client whose retries take no time, and the calls that this service got.
    fn client(&self) -> Client<TowerTransport<Self>> {
        let retries = RetryPolicy::default().backoff(Duration::ZERO, Duration::ZERO);
        ClientBuilder::new(TowerTransport::new(self.clone()))
            .retry_policy(retries)
            .build("https://example.org")
            .unwrap()
    }
}

impl Service<Request<RequestBody>> for Failing {
    type Response = Response<AxumBody>;
    type Error = Box<dyn std::error::Error + Send + Sync>;
    type Future = Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(if self.when_asked { self.next_error() } else { Ok(()) })
    }

    fn call(&mut self, _: Request<RequestBody>) -> Self::Future {
        self.called.fetch_add(1, Ordering::SeqCst);
        ready(self.next_error().map(|()| Response::new(AxumBody::from("{}"))))
    }
}

#[tokio::test]
async fn a_request_that_did_not_reach_the_server_is_sent_again_with_any_method() {
    let refused = || io::Error::from(io::ErrorKind::ConnectionRefused);
    for (service, calls) in [
        (Failing::new(true, "the queue is full"), 1),
        (Failing::new(false, io::Error::other(refused())), 2),
        (Failing::new(false, TransportError::connect("no route")), 2),
    ] {
        service.client().send(&post::Request::new()).await.unwrap();
        assert_eq!(service.called.load(Ordering::SeqCst), calls);
    }
}

#[tokio::test]
async fn a_request_that_may_have_reached_the_server_is_sent_again_if_that_is_safe() {
    let service = Failing::new(false, "the connection was lost");
    let error = service.client().send(&post::Request::new()).await.unwrap_err();
    assert!(
        matches!(
            &error,
            Error::Call(CallError::Transport { source: TransportError::Interrupted(_), .. })
        ),
        "{error:?}"
    );
    assert!(error.to_string().contains("the connection was lost"), "{error}");
    assert_eq!(service.called.load(Ordering::SeqCst), 1);

    let service = Failing::new(false, "the connection was lost");
    service.client().send(&get::Request::new()).await.unwrap();
    assert_eq!(service.called.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_refused_certificate_is_final() {
    let service = Failing::new(false, io::Error::other("invalid peer certificate: UnknownIssuer"));
    let error = service.client().send(&get::Request::new()).await.unwrap_err();
    assert!(error.to_string().contains("certificate"), "{error}");
    assert_eq!(service.called.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn clones_share_a_limit() {
    let running = Arc::<AtomicUsize>::default();
    let counter = Arc::clone(&running);
    let service = ServiceBuilder::new().concurrency_limit(1).service(service_fn(
        move |_: Request<RequestBody>| {
            let counter = Arc::clone(&counter);
            async move {
                assert_eq!(counter.fetch_add(1, Ordering::SeqCst), 0);
                tokio::task::yield_now().await;
                counter.fetch_sub(1, Ordering::SeqCst);
                Ok::<_, Infallible>(Response::new(AxumBody::from("{}")))
            }
        },
    ));
    let client =
        ClientBuilder::new(TowerTransport::new(service)).build("https://example.org").unwrap();
    let calls: Vec<_> = (0..5)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(&get::Request::new()).await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
}
