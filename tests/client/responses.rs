//! The status and the headers of responses.

use std::time::Duration;

use matrix_api::{
    MatrixError, RetryAfter, SupportedVersions,
    client::{Client, Error, TransportError},
    mock::{MockTransport, Reply},
};
use matrix_client_account::whoami;

use crate::scripted::{TestMock as _, alice, json, replies};

const ID: &str = "x-request-id";

/// A client with a session.
fn client(reply: Reply<()>) -> Client<MockTransport> {
    let client = replies([reply]).client_without_retries();
    client.set_session(alice("t"));
    client.set_supported_versions(SupportedVersions::unknown());
    client
}

/// The error of a call that gets this reply.
async fn error_of(reply: Reply<()>) -> Error<MatrixError> {
    client(reply).send(&whoami::Request::new()).await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn a_response_has_its_status_and_headers() {
    let reply = json(201, r#"{"user_id": "@alice:example.org"}"#);
    let reply = reply.header(ID, "7").header("date", "Thu, 26 Nov 2026 21:00:00 GMT");
    let response = client(reply).send_http(&whoami::Request::new()).await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()[ID], "7");
    assert_eq!(response.headers()["date"], "Thu, 26 Nov 2026 21:00:00 GMT");
    assert_eq!(response.body().user_id, "@alice:example.org");
}

#[tokio::test(start_paused = true)]
async fn an_error_has_the_headers_of_the_response() {
    for (reply, is_endpoint) in [
        (json(403, r#"{"errcode": "M_FORBIDDEN"}"#), true),
        (json(502, "<h1>Bad gateway</h1>"), true),
        // Not an object.
        (json(200, "1"), false),
    ] {
        let error = error_of(reply.header(ID, "7").header("set-cookie", "swordfish")).await;
        assert_eq!(error.as_endpoint().is_some(), is_endpoint);
        assert_eq!(error.headers().unwrap()[ID], "7");
        let text = format!("{error:?}");
        assert!(text.contains("set-cookie") && !text.contains("swordfish"), "{text}");
    }
    let error = error_of(Reply::failure(TransportError::connect("refused"))).await;
    assert!(error.headers().is_none());
}

#[tokio::test(start_paused = true)]
async fn an_error_says_when_to_try_again() {
    let seconds = |seconds| Some(RetryAfter::Delay(Duration::from_secs(seconds)));
    let limit = r#"{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2000}"#;
    for (reply, expected) in [
        (json(429, limit), seconds(2)),
        (json(429, "{}").header("retry-after", "5"), seconds(5)),
        (json(503, "<h1>Maintenance</h1>").header("retry-after", "120"), seconds(120)),
        // A success that cannot be decoded.
        (json(200, "1").header("retry-after", "9"), seconds(9)),
        (json(503, "{}"), None),
    ] {
        assert_eq!(error_of(reply).await.retry_after(), expected);
    }
}
