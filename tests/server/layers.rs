//! Layers: what they see, and how their responses are completed.

use std::sync::{Arc, Mutex};

use axum::{
    body::Body,
    extract::{Extension, Request, State},
    middleware::{Next, from_fn, from_fn_with_state},
    response::Response,
};
use matrix_api::{MatrixError, Metadata, server::Api};

use crate::{
    endpoints::{upload, whoami},
    exchange::{request, router, send},
};

type Seen = Arc<Mutex<Vec<String>>>;

async fn record(
    State((name, seen)): State<(&'static str, Seen)>,
    Extension(endpoint): Extension<&'static Metadata>,
    request: Request,
    next: Next,
) -> Response {
    seen.lock().unwrap().push(format!("{name} {}", endpoint.name));
    next.run(request).await
}

async fn limit_rate(
    Extension(endpoint): Extension<&'static Metadata>,
    request: Request,
    next: Next,
) -> Result<Response, MatrixError> {
    match endpoint.rate_limited {
        true => Err(MatrixError::limit_exceeded(std::time::Duration::from_secs(1))),
        false => Ok(next.run(request).await),
    }
}

#[tokio::test]
async fn layers_see_the_endpoint_and_the_last_runs_first() {
    let seen = Seen::default();
    let layer = |name| from_fn_with_state((name, Arc::clone(&seen)), record);
    let router = router(Api::new().layer(layer("inner")).endpoint(whoami).layer(layer("outer")));
    for (method, path) in [("GET", "/whoami"), ("PUT", "/whoami"), ("GET", "/nowhere")] {
        send(&router, request(method, path, "")).await;
    }
    assert_eq!(*seen.lock().unwrap(), ["outer whoami", "inner whoami"]);
}

#[tokio::test]
async fn a_layer_can_respond_before_the_body_is_read() {
    let router = router(
        Api::new().endpoint(whoami).endpoint(upload).body_limit(1).layer(from_fn(limit_rate)),
    );
    let refused = send(&router, request("PUT", "/upload", "too long")).await;
    assert_eq!(refused.code(), "429 M_LIMIT_EXCEEDED");
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
    assert_eq!(send(&router, request("GET", "/whoami", "")).await.code(), "401 M_MISSING_TOKEN");
}

#[tokio::test]
async fn a_header_set_by_a_layer_is_kept() {
    async fn choose(request: Request, next: Next) -> Response {
        let mut response = next.run(request).await;
        let origin = "https://app.example.org".parse().unwrap();
        response.headers_mut().insert("access-control-allow-origin", origin);
        response
    }
    let router = router(Api::new().endpoint(whoami).layer(from_fn(choose)));
    let answer = send(&router, request("GET", "/whoami", "")).await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://app.example.org"));
    assert!(answer.header("access-control-allow-methods").is_some());
}

#[tokio::test]
async fn a_panic_in_a_layer_gets_a_response() {
    async fn panic(_: Request) -> Response {
        let nothing = Vec::<Response<Body>>::new();
        nothing.into_iter().next().expect("on purpose")
    }
    let api = Api::new().endpoint(whoami).layer(from_fn(|request, _: Next| panic(request)));
    assert_eq!(send(&router(api), request("GET", "/whoami", "")).await.code(), "500 M_UNKNOWN");
}
