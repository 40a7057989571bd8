//! A client that closes its connection.

use std::{sync::Arc, time::Duration};

use axum::extract::State;
use matrix_api::{MatrixError, server::Api};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    runtime,
    sync::oneshot,
    time::{sleep, timeout},
};
use tower::ServiceExt as _;

use crate::{
    endpoints::{App, greet, panic, ping, wait, whoami},
    exchange::{request, router},
};

/// A permit of a concurrency limit must be held until the handler ends.
#[tokio::test]
async fn the_extensions_of_a_request_live_as_long_as_its_handler() {
    let app = App::default();
    let router = Api::new().endpoint(wait).into_router(app.clone()).unwrap();
    let permit = Arc::new(());
    let mut request = request("POST", "/ping", "{}");
    request.extensions_mut().insert(Arc::clone(&permit));
    assert!(timeout(Duration::from_millis(20), router.oneshot(request)).await.is_err());
    assert_eq!(Arc::strong_count(&permit), 2);
    app.go.notify_one();
    app.done.notified().await;
    tokio::task::yield_now().await;
    assert_eq!(Arc::strong_count(&permit), 1);
}

#[tokio::test]
async fn a_handler_continues_after_its_client_disconnects() {
    let app = App::default();
    let router = Api::new().endpoint(wait).into_router(app.clone()).unwrap();
    let answer = router.oneshot(request("POST", "/ping", "{}"));
    // A server drops the future of a closed connection.
    assert!(timeout(Duration::from_millis(20), answer).await.is_err());
    app.go.notify_one();
    timeout(Duration::from_secs(5), app.done.notified()).await.expect("the handler has ended");
}

#[tokio::test]
async fn a_shutdown_waits_for_a_handler_whose_client_has_disconnected() {
    let app = App::default();
    let api = Api::new().endpoint(wait);
    let running = api.running_requests();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = axum::serve(listener, api.into_router(app.clone()).unwrap())
        .with_graceful_shutdown(async { _ = stopped.await });
    let server = tokio::spawn(server.into_future());

    let mut client = TcpStream::connect(address).await.unwrap();
    client.write_all(b"POST /ping HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    while running.count() == 0 {
        sleep(Duration::from_millis(1)).await;
    }
    stop.send(()).unwrap();
    drop(client);
    timeout(Duration::from_secs(5), server).await.expect("the server ends").unwrap().unwrap();

    assert_eq!(running.count(), 1);
    assert!(timeout(Duration::from_millis(20), running.wait()).await.is_err());
    app.go.notify_one();
    timeout(Duration::from_secs(5), running.wait()).await.expect("the handler ends");
    assert_eq!(running.count(), 0);
    let is_done = timeout(Duration::ZERO, app.done.notified()).await;
    is_done.expect("the handler has done its work");
}

#[tokio::test]
async fn running_requests_include_those_of_merged_apis() {
    let app = App::default();
    let (inner, middle, outer) = (Api::new().endpoint(wait), Api::new(), Api::new());
    let counts = [inner.running_requests(), middle.running_requests(), outer.running_requests()];
    let other = Api::new().endpoint(greet);
    let sibling = other.running_requests();
    let api = outer.merge(middle.merge(inner)).merge(other);
    let router = api.into_router(app.clone()).unwrap();
    let answer = router.oneshot(request("POST", "/ping", "{}"));
    assert!(timeout(Duration::from_millis(20), answer).await.is_err());
    for running in &counts {
        assert_eq!(running.count(), 1);
        assert_eq!(format!("{running:?}"), "RunningRequests(1)");
    }
    assert_eq!(sibling.count(), 0);
    sibling.wait().await;
    app.go.notify_one();
    for running in &counts {
        timeout(Duration::from_secs(5), running.wait()).await.expect("the handler ends");
    }
}

/// A shutdown must not wait for it forever.
#[tokio::test]
async fn a_panic_after_its_client_disconnects_ends_a_request() {
    let app = App::default();
    let api = Api::new().endpoint(wait_and_panic);
    let running = api.running_requests();
    let router = api.into_router(app.clone()).unwrap();
    let answer = router.oneshot(request("POST", "/ping", "{}"));
    assert!(timeout(Duration::from_millis(20), answer).await.is_err());
    assert_eq!(running.count(), 1);
    app.go.notify_one();
    timeout(Duration::from_secs(5), running.wait()).await.expect("the request ends");
}

async fn wait_and_panic(
    State(app): State<App>,
    _: ping::Request,
) -> Result<ping::Response, MatrixError> {
    app.go.notified().await;
    panic!("on purpose")
}

/// A panic must not end the task of the connection.
#[tokio::test]
async fn a_connection_is_used_again_after_a_panic() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let api = Api::new().endpoint(panic).endpoint(whoami);
    let server = tokio::spawn(axum::serve(listener, router(api)).into_future());
    for (head, status) in [
        ("POST /ping HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0", "500"),
        ("GET /whoami HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ann-token", "200"),
    ] {
        client.write_all(format!("{head}\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = vec![0; 4096];
        let length = client.read(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer[..length]);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    }
    server.abort();
}

/// As in a program that ends while requests are running.
#[test]
fn a_request_can_be_dropped_after_its_runtime() {
    let app = App::default();
    let router = Api::new().endpoint(wait).into_router(app.clone()).unwrap();
    let runtime = runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let mut answer = Box::pin(router.oneshot(request("POST", "/ping", "{}")));
    let pending = runtime.block_on(async { timeout(Duration::ZERO, &mut answer).await });
    assert!(pending.is_err());
    drop(runtime);
    assert!(Arc::strong_count(&app.done) > 1);
    drop(answer);
    assert_eq!(Arc::strong_count(&app.done), 1);
}

/// A panic ends a request as well.
#[tokio::test]
async fn a_request_that_panics_is_not_running() {
    let api = Api::new().endpoint(panic);
    let running = api.running_requests();
    let answer = router(api).oneshot(request("POST", "/ping", "{}")).await.unwrap();
    assert_eq!(answer.status(), 500);
    assert_eq!(running.count(), 0);
}
