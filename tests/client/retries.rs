//! Retries.

use std::time::{Duration, SystemTime};

use matrix_api::{
    ErrorCode, MatrixError, RetryAfter,
    client::{CallError, Client, Error, RetryPolicy, TransportError},
    mock::{MockServer, MockTransport, Reply},
};

use crate::{
    endpoints::{get, post, put},
    scripted::{TestMock as _, json, replies, scripted},
};

fn client(server: &MockServer) -> Client<MockTransport> {
    server.builder().retry_policy(RetryPolicy::default()).build("https://example.org").unwrap()
}

fn success() -> Reply<()> {
    json(200, "{}")
}

fn limited(body: &'static str) -> Reply<()> {
    json(429, body)
}

/// The delays between requests.
fn waits(server: &MockServer) -> Vec<Duration> {
    let sent = server.requests();
    sent.windows(2).map(|pair| pair[1].at() - pair[0].at()).collect()
}

/// Each wait is the requested one and the backoff. The clock rounds up to milliseconds.
fn assert_waits(server: &MockServer, requested: &[Duration]) {
    let waits = waits(server);
    assert_eq!(waits.len(), requested.len(), "{waits:?}");
    for ((wait, requested), longest) in waits.iter().zip(requested).zip([500, 1000, 2000]) {
        let longest = Duration::from_millis(longest);
        let tolerance = Duration::from_millis(2);
        assert!(*wait >= *requested + longest / 2, "{waits:?}");
        assert!(*wait <= *requested + longest + tolerance, "{waits:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_is_waited_for_with_any_method() {
    let server = replies([
        limited("{}").header("retry-after", "7"),
        limited(r#"{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 1500}"#),
        limited(r#"{"retry_after_ms": 60000}"#).header("retry-after", "3"),
        success(),
    ]);
    client(&server).send(&post::Request::new()).await.unwrap();
    assert_waits(&server, &[7000, 1500, 3000].map(Duration::from_millis));
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_date_is_waited_for() {
    let date = RetryAfter::At(SystemTime::now() + Duration::from_secs(20));
    let limit = MatrixError::new(429.try_into().unwrap(), ErrorCode::LimitExceeded, "")
        .with_retry_after(date);
    let header = matrix_api::EndpointError::try_into_http_response(&limit).unwrap();
    let header = header.headers()["retry-after"].to_str().unwrap().to_owned();
    let server = replies([limited("{}").header("retry-after", &header), success()]);
    client(&server).send(&get::Request::new()).await.unwrap();
    let wait = waits(&server)[0];
    // The date is compared with the system clock, which is not paused.
    assert!(wait > Duration::from_secs(10) && wait < Duration::from_secs(22), "{wait:?}");
}

#[tokio::test(start_paused = true)]
async fn a_longer_delay_than_allowed_is_the_error() {
    let server =
        replies([limited(r#"{"errcode": "M_LIMIT_EXCEEDED"}"#).header("retry-after", "31")]);
    let error = client(&server).send(&get::Request::new()).await.unwrap_err();
    let limit = error.as_endpoint().expect("the answer of the server");
    assert!(limit.is(&ErrorCode::LimitExceeded));
    assert_eq!(limit.retry_after(), Some(RetryAfter::Delay(Duration::from_secs(31))));
    assert_eq!(error.status().unwrap(), 429);
    assert_eq!(server.requests().len(), 1);

    let server = replies([limited("{}").header("retry-after", "31"), success()]);
    let patient = RetryPolicy::default().max_retry_after(Duration::from_secs(31));
    let client = server.builder().retry_policy(patient).build("https://example.org").unwrap();
    client.send(&get::Request::new()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_without_a_delay_uses_the_backoff() {
    let server = replies([limited("slow down"), limited("{}"), limited("{}"), success()]);
    client(&server).send(&post::Request::new()).await.unwrap();
    assert_waits(&server, &[Duration::ZERO; 3]);
}

#[tokio::test(start_paused = true)]
async fn the_backoff_is_waited_for_if_the_requested_delay_is_over() {
    for (name, value) in [
        ("retry-after", "0"),
        ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("retry-after", "Sun Nov  6 08:49:37 1994"),
    ] {
        let server = scripted(move |_| json(503, "{}").header(name, value));
        client(&server).send(&get::Request::new()).await.unwrap_err();
        assert_waits(&server, &[Duration::ZERO; 3]);
    }
    let server = scripted(|_| limited(r#"{"retry_after_ms": 0}"#));
    client(&server).send(&post::Request::new()).await.unwrap_err();
    assert_waits(&server, &[Duration::ZERO; 3]);
}

#[tokio::test(start_paused = true)]
async fn clients_with_the_same_requested_delay_do_not_return_all_at_once() {
    let mut all = Vec::new();
    for _ in 0..20 {
        let server = replies([limited("{}").header("retry-after", "5"), success()]);
        client(&server).send(&get::Request::new()).await.unwrap();
        all.extend(waits(&server));
    }
    let (first, last) = (all.iter().min().unwrap(), all.iter().max().unwrap());
    assert!(last.abs_diff(*first).as_millis() > 20, "{all:?}");
}

#[tokio::test(start_paused = true)]
async fn the_backoff_is_limited_and_randomized() {
    let server = scripted(|_| json(503, "{}"));
    let policy = RetryPolicy::default()
        .max_attempts(40)
        .backoff(Duration::from_millis(100), Duration::from_secs(1));
    let client = server.builder().retry_policy(policy).build("https://example.org").unwrap();
    client.send(&get::Request::new()).await.unwrap_err();
    let waits = waits(&server);
    assert_eq!(waits.len(), 39);
    let long = &waits[4..];
    assert!(long.iter().all(|it| (499..=1002).contains(&it.as_millis())), "{waits:?}");
    assert!(long.iter().max().unwrap().abs_diff(*long.iter().min().unwrap()).as_millis() > 50);
}

#[tokio::test(start_paused = true)]
async fn transient_errors_are_retried_for_idempotent_methods_only() {
    for status in [502, 503, 504, 520, 521, 522, 523, 524, 530] {
        let server = replies([json(status, "{}"), success()]);
        client(&server).send(&get::Request::new()).await.unwrap();
        let server = replies([json(status, "{}"), success()]);
        client(&server).send(&put::Request::new()).await.unwrap();

        let server = replies([json(status, "{}")]);
        let error = client(&server).send(&post::Request::new()).await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
    }
    // The delay that an unavailable server asks for is respected.
    let server = replies([json(503, "").header("retry-after", "9"), success()]);
    client(&server).send(&get::Request::new()).await.unwrap();
    assert_waits(&server, &[Duration::from_secs(9)]);
}

#[tokio::test(start_paused = true)]
async fn other_errors_are_not_retried() {
    for status in [301, 400, 401, 403, 404, 408, 500, 501, 505, 519, 525, 526, 529] {
        let server = replies([json(status, "{}")]);
        let error = client(&server).send(&get::Request::new()).await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
    }
}

#[tokio::test(start_paused = true)]
async fn requests_that_never_reached_the_server_are_retried_with_any_method() {
    let refused = || Reply::failure(TransportError::connect("refused"));
    let server = replies([refused(), success()]);
    client(&server).send(&post::Request::new()).await.unwrap();

    let server = scripted(move |_| refused());
    let error = client(&server).send(&post::Request::new()).await.unwrap_err();
    assert_eq!(server.requests().len(), 4);
    assert!(!error.as_call().unwrap().may_have_reached_server());
    assert_eq!(error.to_string(), "test: cannot connect to the server: refused");
}

#[tokio::test(start_paused = true)]
async fn requests_that_may_have_reached_the_server_are_retried_if_idempotent() {
    let broken = || Reply::failure(TransportError::interrupted("reset"));
    let server = replies([broken(), success()]);
    client(&server).send(&get::Request::new()).await.unwrap();

    let server = replies([broken()]);
    let error = client(&server).send(&post::Request::new()).await.unwrap_err();
    assert!(error.as_call().unwrap().may_have_reached_server());
}

#[tokio::test(start_paused = true)]
async fn permanent_failures_are_not_retried() {
    for error in [
        TransportError::too_large(5),
        TransportError::unsupported("no TLS"),
        TransportError::certificate("unknown issuer"),
        TransportError::FollowedRedirect,
    ] {
        let server = replies([Reply::failure(error)]);
        let error = client(&server).send(&get::Request::new()).await.unwrap_err();
        assert!(matches!(error, Error::Call(CallError::Transport { .. })), "{error}");
        assert!(!error.is_connect(), "the user is online");
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_attempt_times_out() {
    let slow = || success().delay(Duration::from_secs(11));
    let server = replies([slow(), success()]);
    let builder = server.builder().timeout(Duration::from_secs(10));
    let client = builder.retry_policy(RetryPolicy::default()).build("https://example.org").unwrap();
    client.send(&get::Request::new()).await.unwrap();

    let server = replies([slow()]);
    let builder = server.builder().timeout(Duration::from_secs(10));
    let client = builder.retry_policy(RetryPolicy::default()).build("https://example.org").unwrap();
    let error = client.send(&post::Request::new()).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.to_string(), "test: no response within 10s");
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_at_its_deadline() {
    let server = scripted(|_| success().delay(Duration::from_secs(40)));
    let builder = server.builder().deadline(Duration::from_secs(30));
    let client = builder.build("https://example.org").unwrap();
    let began = tokio::time::Instant::now();
    let error = client.send(&get::Request::new()).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.to_string(), "test: deadline of 30s exceeded");
    assert_eq!(began.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn a_later_attempt_ends_at_the_deadline() {
    let server = scripted(|_| success().delay(Duration::from_secs(40)));
    let builder =
        server.builder().timeout(Duration::from_secs(10)).deadline(Duration::from_secs(15));
    let client = builder.retry_policy(RetryPolicy::default()).build("https://example.org").unwrap();
    let began = tokio::time::Instant::now();
    let error = client.send(&get::Request::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "test: deadline of 15s exceeded");
    assert_eq!(began.elapsed().as_secs(), 15);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn no_delay_exceeds_the_deadline() {
    let server = replies([limited("{}").header("retry-after", "20")]);
    let builder = server.builder().deadline(Duration::from_secs(15));
    let client = builder.retry_policy(RetryPolicy::default()).build("https://example.org").unwrap();
    let began = tokio::time::Instant::now();
    let error = client.send(&get::Request::new()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 429);
    assert!(began.elapsed() < Duration::from_millis(10));
}

#[tokio::test(start_paused = true)]
async fn retries_can_be_disabled() {
    for reply in [
        limited("{}").header("retry-after", "0"),
        json(503, "{}"),
        Reply::failure(TransportError::connect("refused")),
    ] {
        let server = replies([reply]);
        server.client_without_retries().send(&get::Request::new()).await.unwrap_err();
    }
}
