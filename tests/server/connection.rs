//! A client that closes its connection.

use std::{sync::Arc, time::Duration};

use matrix_api::server::Api;
use tokio::time::timeout;
use tower::ServiceExt as _;

use crate::{
    endpoints::{App, wait},
    exchange::request,
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
