//! Request IDs, as the documentation of `matrix_api::server` sets them.

use std::io;

use axum::{
    Router,
    extract::{Extension, Request},
    middleware::{Next, from_fn, map_request},
    response::Response,
};
use matrix_api::{MatrixError, server::Api};
use tower_http::request_id::{
    MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};
use tracing::{Instrument as _, info_span};

use crate::{
    endpoints::{greet, ping},
    exchange::{request, router, send},
    log::log_and_answer,
};

const HEADER: &str = "x-request-id";

async fn trace(Extension(id): Extension<RequestId>, request: Request, next: Next) -> Response {
    let span = info_span!("request", id = ?id.header_value());
    next.run(request).instrument(span).await
}

async fn remove_request_id(mut request: Request) -> Request {
    request.headers_mut().remove(HEADER);
    request
}

/// Responds with the ID that it receives.
async fn echo(
    Extension(id): Extension<RequestId>,
    _: ping::Request,
) -> Result<ping::Response, MatrixError> {
    Ok(ping::Response::new().pong(id.header_value().to_str().unwrap().to_owned()))
}

async fn broken(_: ping::Request) -> Result<ping::Response, MatrixError> {
    Err(MatrixError::internal(io::Error::other("the disk is full")))
}

fn with_ids(router: Router) -> Router {
    router
        .layer(from_fn(trace))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}

fn ping_with_id(id: &str) -> Request {
    let mut request = request("POST", "/ping", "{}");
    request.headers_mut().insert(HEADER, id.parse().unwrap());
    request
}

#[tokio::test]
async fn the_id_of_a_proxy_reaches_handler_log_and_response() {
    let answer =
        send(&with_ids(router(Api::new().endpoint(echo))), ping_with_id("from-proxy")).await;
    assert_eq!(answer.header("x-pong"), Some("from-proxy"));
    assert_eq!(answer.header(HEADER), Some("from-proxy"));

    let router = with_ids(router(Api::new().endpoint(broken)));
    let (log, answer) = log_and_answer(&router, ping_with_id("from-proxy")).await;
    assert_eq!(answer.code(), "500 M_UNKNOWN");
    assert_eq!(answer.header(HEADER), Some("from-proxy"));
    let line = log.lines().find(|line| line.starts_with("ERROR")).unwrap();
    assert!(line.starts_with("ERROR request{id=\"from-proxy\"}:"), "{log}");
    assert!(line.contains("the disk is full"), "{log}");
}

#[tokio::test]
async fn requests_without_an_id_get_one_each() {
    let router = with_ids(router(Api::new().endpoint(echo)));
    let mut seen = Vec::new();
    for _ in 0..2 {
        let answer = send(&router, request("POST", "/ping", "{}")).await;
        let id = answer.header(HEADER).unwrap().to_owned();
        assert_eq!(answer.header("x-pong"), Some(&*id));
        seen.push(id);
    }
    assert_ne!(seen[0], seen[1]);
}

#[tokio::test]
async fn refusals_have_an_id() {
    let router = with_ids(router(Api::new().endpoint(echo).endpoint(greet)));
    for (method, path, code) in [
        ("GET", "/nowhere", "404 M_UNRECOGNIZED"),
        ("GET", "/ping", "405 M_UNRECOGNIZED"),
        ("POST", "/v3/greet/ann", "400 M_MISSING_PARAM"),
    ] {
        let answer = send(&router, request(method, path, "{}")).await;
        assert_eq!(answer.code(), code);
        assert!(answer.header(HEADER).is_some(), "{code}");
    }
}

#[tokio::test]
async fn the_id_of_an_untrusted_client_is_replaced() {
    let router = with_ids(router(Api::new().endpoint(echo))).layer(map_request(remove_request_id));
    let answer = send(&router, ping_with_id("forged")).await;
    assert_ne!(answer.header("x-pong"), Some("forged"));
    assert_ne!(answer.header(HEADER), Some("forged"));
    assert!(answer.header(HEADER).is_some());
}
