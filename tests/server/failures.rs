//! Every error response is a Matrix error with the right status.

use std::fmt;

use matrix_api::{
    EndpointError, IntoHttpError, MatrixError, Refusal,
    bytes::Bytes,
    http::{Response, StatusCode},
    server::Api,
    wire::ErrorEncoder,
};

use crate::{
    endpoints::{App, greet, look_around, panic, ping, sign, upload, whoami},
    exchange::{Answer, request, router, send, with_token},
};

const BODY: &str = r#"{"word":"hello"}"#;

fn api() -> Api<App> {
    Api::new()
        .endpoint(greet)
        .endpoint(whoami)
        .endpoint(look_around)
        .endpoint(upload)
        .endpoint(sign)
        .endpoint(panic)
        .body_limit(100)
}

/// Checks the CORS headers, and that an error response has a Matrix error.
#[track_caller]
fn check(answer: &Answer) {
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{answer:?}");
    for name in ["allow-methods", "allow-headers", "expose-headers"] {
        assert!(answer.header(&format!("access-control-{name}")).is_some(), "{name} {answer:?}");
    }
    if !answer.status.is_success() {
        assert_eq!(answer.header("content-type"), Some("application/json"), "{answer:?}");
        assert!(answer.json()["errcode"].is_string(), "{answer:?}");
        assert!(answer.json()["error"].is_string(), "{answer:?}");
    }
}

async fn greet_answer(method: &str, path: &str, tone: Option<&str>, body: &'static [u8]) -> Answer {
    let mut request = request(method, path, body);
    if let Some(tone) = tone {
        request.headers_mut().insert("x-tone", tone.parse().unwrap());
    }
    send(&router(api()), request).await
}

#[tokio::test]
async fn an_invalid_request_gets_a_code_by_its_fault() {
    let (path, tone, body) = ("/v3/greet/ann?times=1", Some("1"), BODY.as_bytes());
    for (method, path, tone, body, expected) in [
        ("POST", path, tone, body, "200"),
        ("POST", "/v3/greet/ann/more", tone, body, "404 M_UNRECOGNIZED"),
        ("POST", "/v3/greet/", tone, body, "404 M_UNRECOGNIZED"),
        ("POST", "/v3/greet", tone, body, "404 M_UNRECOGNIZED"),
        ("POST", "/", tone, body, "404 M_UNRECOGNIZED"),
        ("POST", "//v3/greet/ann", tone, body, "404 M_UNRECOGNIZED"),
        ("GET", path, tone, b"", "405 M_UNRECOGNIZED"),
        ("BREW", path, tone, body, "405 M_UNRECOGNIZED"),
        ("POST", "/v3/greet/%ff?times=1", tone, body, "400 M_INVALID_PARAM"),
        ("POST", "/v3/greet/..?times=1", tone, body, "400 M_INVALID_PARAM"),
        ("POST", "/v3/greet/ann", tone, body, "400 M_MISSING_PARAM"),
        ("POST", "/v3/greet/ann?times=300", tone, body, "400 M_INVALID_PARAM"),
        ("POST", "/v3/greet/ann?times=1&times=1", tone, body, "400 M_INVALID_PARAM"),
        ("POST", path, None, body, "400 M_MISSING_PARAM"),
        ("POST", path, Some("loud"), body, "400 M_INVALID_PARAM"),
        ("POST", path, tone, b"<html>", "400 M_NOT_JSON"),
        ("POST", path, tone, b"{\"word\":\"\xff\"}", "400 M_NOT_JSON"),
        ("POST", path, tone, b"", "400 M_BAD_JSON"),
        ("POST", path, tone, b"{}", "400 M_BAD_JSON"),
        ("POST", path, tone, b"{\"word\":1}", "400 M_BAD_JSON"),
        ("POST", path, tone, &[b'['; 101], "413 M_TOO_LARGE"),
    ] {
        let answer = greet_answer(method, path, tone, body).await;
        assert_eq!(answer.code(), expected, "{method} {path} {tone:?} {}", body.escape_ascii());
        check(&answer);
    }
}

#[tokio::test]
async fn missing_and_unknown_tokens_get_their_codes() {
    let router = router(api());
    for (path, header, expected) in [
        ("/whoami", Some("Bearer ann-token"), "200"),
        ("/whoami?access_token=ann-token", None, "200"),
        ("/whoami", None, "401 M_MISSING_TOKEN"),
        ("/whoami", Some("Basic YW5uOng="), "401 M_MISSING_TOKEN"),
        ("/whoami", Some("Bearer other"), "401 M_UNKNOWN_TOKEN"),
        ("/whoami", Some("Bearer old-token"), "401 M_UNKNOWN_TOKEN"),
        ("/whoami", Some("Bearer broken-store"), "500 M_UNKNOWN"),
        ("/look_around", None, "200"),
        ("/look_around", Some("Bearer ann-token"), "200"),
        ("/look_around", Some("Bearer other"), "401 M_UNKNOWN_TOKEN"),
        ("/look_around", Some("Basic YW5uOng="), "401 M_MISSING_TOKEN"),
        // Unauthenticated callers do not learn whether the body is valid.
        ("/whoami?number=x", None, "401 M_MISSING_TOKEN"),
        ("/whoami?number=x", Some("Bearer other"), "401 M_UNKNOWN_TOKEN"),
        ("/whoami?number=x", Some("Bearer ann-token"), "400 M_INVALID_PARAM"),
    ] {
        let mut request = request("GET", path, "");
        if let Some(header) = header {
            request.headers_mut().insert("authorization", header.parse().unwrap());
        }
        let answer = send(&router, request).await;
        assert_eq!(answer.code(), expected, "{path} {header:?}");
        check(&answer);
    }
}

#[tokio::test]
async fn a_panic_is_an_internal_error_without_its_message() {
    let router = router(api());
    let answer = send(&router, request("POST", "/ping", "{}")).await;
    assert_eq!(answer.code(), "500 M_UNKNOWN");
    check(&answer);
    assert!(!answer.body.escape_ascii().to_string().contains("hunter2"));
    // The next request succeeds.
    let answer = send(&router, with_token("ann-token", request("GET", "/whoami", ""))).await;
    assert_eq!(answer.code(), "200");
}

#[tokio::test]
async fn a_response_that_cannot_be_encoded_is_an_internal_error() {
    async fn unwritable(_: ping::Request) -> Result<ping::Response, MatrixError> {
        Ok(ping::Response::new().pong("two\nlines".to_owned()))
    }
    let router = router(Api::new().endpoint(unwritable));
    let answer = send(&router, request("POST", "/ping", "{}")).await;
    assert_eq!(answer.code(), "500 M_UNKNOWN");
    check(&answer);
}

#[tokio::test]
async fn options_needs_no_token_and_does_not_call_the_endpoint() {
    let router = router(api());
    for path in ["/whoami", "/v3/greet/ann", "/unstable/greet/ann", "/ping", "/nowhere", "/"] {
        let answer = send(&router, request("OPTIONS", path, "")).await;
        assert_eq!((answer.status.as_u16(), answer.body.len()), (204, 0), "{path}");
        check(&answer);
    }
}

#[tokio::test]
async fn head_gets_the_response_to_get_without_a_body() {
    let router = router(api());
    let [get, head] =
        ["GET", "HEAD"].map(|method| with_token("ann-token", request(method, "/whoami", "")));
    let (get, head) = (send(&router, get).await, send(&router, head).await);
    assert_eq!((get.status, head.status), (200.try_into().unwrap(), 200.try_into().unwrap()));
    assert_eq!(get.body, r#"{"user":"ann"}"#);
    assert_eq!(head.body, "");
    assert_eq!(head.header("content-length"), Some("14"));
    check(&head);
    let refused = send(&router, request("HEAD", "/whoami", "")).await;
    assert_eq!((refused.status.as_u16(), refused.body.len()), (401, 0));
}

/// An error that panics when it is made.
#[derive(Debug)]
pub struct Fragile;

impl EndpointError for Fragile {
    fn from_http_response(_: &Response<Bytes>) -> Self {
        Self
    }

    fn try_into_http_response(&self) -> Result<Response<Bytes>, IntoHttpError> {
        ErrorEncoder::new("fragile error", StatusCode::IM_A_TEAPOT).body("text/plain", "")
    }

    fn from_refusal(refusal: &Refusal) -> Option<Self> {
        panic!("on purpose, about {:?}", refusal.kind());
    }
}

impl fmt::Display for Fragile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("fragile")
    }
}

impl std::error::Error for Fragile {}

mod fragile {
    matrix_api::ruma_api! {
        metadata {
            description: "Break something.",
            method: POST,
            name: "fragile",
            path: "/fragile",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            pub number: u8,
        }
        response {}
        error: super::Fragile
    }
}

#[tokio::test]
async fn an_error_that_panics_is_an_internal_error_and_the_request_ends() {
    let handler = async |request: fragile::Request| {
        assert!(request.number > 0, "on purpose");
        Ok::<_, Fragile>(fragile::Response::new())
    };
    let api = Api::<App>::new().fallback_error::<Fragile>().endpoint(handler);
    let running = api.running_requests();
    let router = router(api);
    for (path, body, expected) in [
        ("/fragile", r#"{"number":1}"#, "200"),
        // The handler panics, then its error.
        ("/fragile", r#"{"number":0}"#, "500 M_UNKNOWN"),
        ("/fragile", "{}", "500 M_UNKNOWN"),
        ("/unknown", "", "500 M_UNKNOWN"),
    ] {
        let answer = send(&router, request("POST", path, body)).await;
        assert_eq!(answer.code(), expected, "{path} {body}");
        assert_eq!(running.count(), 0, "{path} {body}");
    }
    let wrong_method = send(&router, request("GET", "/fragile", "")).await;
    assert_eq!(wrong_method.code(), "500 M_UNKNOWN");
}
