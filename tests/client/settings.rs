//! Clients with other settings than the one that they are derived from.

use std::time::Duration;

use matrix_api::{
    client::{CallError, Client, Error, RetryPolicy, TransportError},
    http::{HeaderName, HeaderValue, header::USER_AGENT},
    mock::{MockTransport, Reply},
};
use matrix_client_account::whoami;

use crate::{
    endpoints::{get, token},
    scripted::{TestMock as _, alice, json, replies, scripted},
    tokens::{REFRESH, new_tokens, refreshes, server, session},
};

const JOB: HeaderName = HeaderName::from_static("x-job");
const PROXY: HeaderName = HeaderName::from_static("x-proxy");

/// An endpoint with a header of its own.
mod with_header {
    matrix_api::ruma_api! {
        metadata {
            description: "Does nothing.",
            method: GET,
            name: "with_header",
            path: "/header",
            rate_limited: true,
            requires_authentication: true,
        }
        request {
            #[ruma_api(header = "x-job")]
            pub job: Option<String>,
        }
        response {}
    }
}

/// A client of a server that takes this long to respond.
fn slow(delay: u64) -> Client<MockTransport> {
    let delay = Duration::from_secs(delay);
    scripted(move |_| json(200, "{}").delay(delay)).client_without_retries()
}

fn timeout_of(error: &Error<matrix_api::MatrixError>) -> Option<Duration> {
    match error.as_call()? {
        CallError::TimedOut { timeout, .. } => Some(*timeout),
        CallError::DeadlineExceeded { deadline, .. } => Some(*deadline),
        _ => None,
    }
}

#[tokio::test(start_paused = true)]
async fn a_timeout_can_be_that_of_a_call() {
    let client = slow(59);
    let short = client.with_timeout(Duration::from_secs(5));
    let error = short.send(&get::Request::new()).await.unwrap_err();
    assert_eq!(timeout_of(&error), Some(Duration::from_secs(5)), "{error}");
    client.send(&get::Request::new()).await.unwrap();
    slow(170).with_timeout(None).send(&get::Request::new()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_deadline_can_be_that_of_a_call() {
    let client = slow(10).with_deadline(Duration::from_secs(9));
    let error = client.send(&get::Request::new()).await.unwrap_err();
    assert_eq!(timeout_of(&error), Some(Duration::from_secs(9)), "{error}");
    client.with_deadline(None).send(&get::Request::new()).await.unwrap();
    let error = client.send_with(&token::Request::new(), "another").await.unwrap_err();
    assert_eq!(timeout_of(&error), Some(Duration::from_secs(9)), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_long_poll_adds_to_the_timeout_and_the_deadline() {
    let poll = Duration::from_secs(300);
    // The defaults are 60 and 180 seconds.
    slow(359).with_long_poll(poll).send(&get::Request::new()).await.unwrap();
    let error = slow(361).with_long_poll(poll).send(&get::Request::new()).await.unwrap_err();
    assert_eq!(timeout_of(&error), Some(Duration::from_secs(360)), "{error}");
    let unlimited = slow(500).with_timeout(None).with_long_poll(poll);
    let error = unlimited.send(&get::Request::new()).await.unwrap_err();
    assert_eq!(timeout_of(&error), Some(Duration::from_secs(480)), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_retry_policy_can_be_that_of_a_call() {
    let server = scripted(|_| json(503, "{}"));
    let client = server.client_without_retries();
    let patient = client.with_retry_policy(RetryPolicy::default().max_attempts(3));
    patient.send(&get::Request::new()).await.unwrap_err();
    assert_eq!(server.lines().len(), 3);
    client.send(&get::Request::new()).await.unwrap_err();
    assert_eq!(server.lines().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_body_limit_can_be_that_of_a_call() {
    let client = scripted(|_| json(200, "{    }")).client_without_retries();
    let error = client.with_body_limit(5).send(&get::Request::new()).await.unwrap_err();
    assert!(
        matches!(
            error.as_call(),
            Some(CallError::Transport {
                source: TransportError::TooLarge { body_limit: 5, .. },
                ..
            })
        ),
        "{error}"
    );
    client.send(&get::Request::new()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn headers_are_added_to_those_of_the_endpoint() {
    let server = scripted(|_| json(200, "{}"));
    let builder = server.builder().session(alice("t")).header(PROXY, HeaderValue::from_static("p"));
    let client = builder.build("https://example.org").unwrap();
    let job = client
        .with_header(JOB, HeaderValue::from_static("first"))
        .with_header(JOB, HeaderValue::from_static("sync"))
        .with_header(HeaderName::from_static("authorization"), HeaderValue::from_static("no"));
    job.send(&with_header::Request::new()).await.unwrap();
    job.send(&with_header::Request::new().job("own".to_owned())).await.unwrap();
    client.send(&with_header::Request::new()).await.unwrap();
    let agent = client.with_header(USER_AGENT, HeaderValue::from_static("agent"));
    agent.send(&get::Request::new()).await.unwrap();
    let header = |name: &str| {
        let requests = server.requests();
        let of = |headers: &matrix_api::http::HeaderMap| {
            let values = headers.get_all(name).iter().map(|it| it.to_str().unwrap());
            values.collect::<Vec<_>>().join("+")
        };
        requests.iter().map(|it| of(it.http().headers())).collect::<Vec<_>>()
    };
    assert_eq!(header("x-job"), ["sync", "own", "", ""]);
    assert_eq!(header("x-proxy"), ["p", "p", "p", "p"]);
    assert_eq!(header("authorization"), ["Bearer t", "Bearer t", "Bearer t", ""]);
    assert_eq!(header("user-agent")[3], "agent");
}

#[tokio::test(start_paused = true)]
async fn the_values_of_headers_are_not_shown() {
    let server = replies([]);
    let value = HeaderValue::from_static("swordfish");
    let builder = server.builder().header(PROXY, value.clone());
    let text = format!("{builder:?}");
    assert!(text.contains("x-proxy") && !text.contains("swordfish"), "{text}");
    let client = builder.build("https://example.org").unwrap().with_header(JOB, value);
    assert!(!format!("{client:?}").contains("swordfish"));
}

#[tokio::test(start_paused = true)]
async fn a_derived_client_shares_the_session_and_the_versions() {
    let server = server(new_tokens);
    let client = server.builder().session(session()).build("https://example.org").unwrap();
    let derived = client.with_timeout(Duration::from_secs(5));
    derived.send(&token::Request::new()).await.unwrap();
    assert_eq!(client.session().unwrap().access_token, "new");
    client.send(&token::Request::new()).await.unwrap();
    assert_eq!(refreshes(&server), 1);
    derived.set_session(None);
    assert_eq!(client.session(), None);
    // One request for versions.
    let versions = server.lines().iter().filter(|line| line.contains("versions")).count();
    assert_eq!(versions, 1, "{:?}", server.lines());
}

/// Several calls may wait for the versions and for a refresh.
#[tokio::test(start_paused = true)]
async fn shared_requests_have_the_settings_of_the_builder() {
    let server = server(new_tokens);
    let builder = server.builder().session(session()).header(PROXY, HeaderValue::from_static("p"));
    let client = builder.build("https://example.org").unwrap();
    // The refresh takes 30 ms.
    let strict = client
        .with_timeout(Duration::from_millis(20))
        .with_header(JOB, HeaderValue::from_static("sync"));
    strict.send(&token::Request::new()).await.unwrap();
    assert_eq!(server.lines(), ["GET /test", "GET /_matrix/client/versions", REFRESH, "GET /test"]);
    let has = |name: &str| {
        let requests = server.requests();
        requests.iter().map(|it| it.http().headers().contains_key(name)).collect::<Vec<_>>()
    };
    assert_eq!(has("x-job"), [true, false, false, true]);
    assert_eq!(has("x-proxy"), [true; 4]);
}

#[tokio::test(start_paused = true)]
async fn a_client_with_another_session_keeps_the_settings() {
    let server = scripted(|_| Reply::raw(200, r#"{"user_id": "@bob:example.org"}"#));
    let client = server.client_without_retries();
    client.set_supported_versions(matrix_api::SupportedVersions::unknown());
    let job = client.with_header(JOB, HeaderValue::from_static("sync"));
    job.with_session(alice("t")).send(&whoami::Request::new()).await.unwrap();
    assert_eq!(server.requests()[0].http().headers()["x-job"], "sync");
}
