//! A client that hangs up.

use std::time::Duration;

use matrix_api::server::Api;
use tokio::time::timeout;
use tower::ServiceExt as _;

use crate::{
    endpoints::{App, wait},
    exchange::request,
};

#[tokio::test]
async fn a_handler_goes_on_when_its_client_has_hung_up() {
    let app = App::default();
    let router = Api::new().endpoint(wait).into_router(app.clone()).unwrap();
    let answer = router.oneshot(request("POST", "/ping", "{}"));
    // What a server does with the future of a connection that is closed: it is dropped.
    assert!(timeout(Duration::from_millis(20), answer).await.is_err());
    app.go.notify_one();
    timeout(Duration::from_secs(5), app.done.notified()).await.expect("the handler has ended");
}
