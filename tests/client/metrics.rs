//! Records of requests, for metrics.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use matrix_api::{
    MatrixVersion, SupportedVersions,
    client::{CallRecord, ClientBuilder, RetryPolicy, TransportError},
    mock::{MockServer, MockTransport, Reply},
};
use matrix_client_account::{
    UserIdentifier, check_registration_token_validity,
    session::{PasswordLogin, login},
};

use crate::{
    endpoints::{get, token},
    scripted::{TestMock as _, alice, json, replies, scripted},
};

const SECRET: &str = "swordfish";

/// The records of a client, as text.
#[derive(Clone, Default)]
struct Records(Arc<Mutex<Vec<String>>>);

impl Records {
    fn of(&self, server: &MockServer) -> ClientBuilder<MockTransport> {
        let records = Arc::clone(&self.0);
        server.builder().on_call(move |record| records.lock().unwrap().push(show(record)))
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

fn show(record: &CallRecord<'_>) -> String {
    let CallRecord { endpoint, method, path_template, attempts, duration, .. } = record;
    let status = record.status.map_or("-".to_owned(), |status| status.as_u16().to_string());
    let error = record.error_type.unwrap_or("-");
    format!("{endpoint} {method} {path_template} {status} {error} x{attempts} {duration:?}")
}

#[tokio::test(start_paused = true)]
async fn each_request_is_recorded_with_its_outcome() {
    let records = Records::default();
    let second = Duration::from_secs(1);
    for (reply, expected) in [
        (json(200, "{}").delay(second), "200 - x1 1s"),
        // It cannot be decoded, which is not a matter of HTTP.
        (json(200, "1"), "200 - x1 0ns"),
        (json(302, "{}"), "302 - x1 0ns"),
        (json(404, "{}"), "404 404 x1 0ns"),
        (json(500, "{}"), "500 500 x1 0ns"),
        (json(200, "{}").delay(second * 100), "- timeout x1 60s"),
        (Reply::failure(TransportError::connect("refused")), "- connect x1 0ns"),
        (Reply::failure(TransportError::interrupted("reset")), "- interrupted x1 0ns"),
        (Reply::failure(TransportError::certificate("expired")), "- certificate x1 0ns"),
        (Reply::failure(TransportError::unsupported("scheme")), "- unsupported x1 0ns"),
        (Reply::failure(TransportError::body("file")), "- body x1 0ns"),
        (Reply::failure(TransportError::FollowedRedirect), "- followed_redirect x1 0ns"),
        (Reply::failure(TransportError::too_large(1)), "- too_large x1 0ns"),
    ] {
        let client = records.of(&replies([reply])).build("https://example.org").unwrap();
        drop(client.send(&get::Request::new()).await);
        assert_eq!(records.take(), [format!("test GET /test {expected}")]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_record_has_all_attempts_and_waits() {
    let records = Records::default();
    let server = replies([
        json(429, "{}").header("retry-after", "7").delay(Duration::from_secs(2)),
        Reply::failure(TransportError::connect("refused")),
        json(200, "{}"),
    ]);
    let policy = RetryPolicy::default().backoff(Duration::ZERO, Duration::ZERO);
    let client = records.of(&server).retry_policy(policy).build("https://example.org").unwrap();
    client.send(&get::Request::new()).await.unwrap();
    assert_eq!(records.take(), ["test GET /test 200 - x3 9s"]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_stopped_is_recorded() {
    let records = Records::default();
    let server = scripted(|_| json(200, "{}").delay(Duration::from_secs(50)));
    let client = records.of(&server).build("https://example.org").unwrap();
    let (ten, request) = (Duration::from_secs(10), get::Request::new());
    tokio::time::timeout(ten, client.send(&request)).await.unwrap_err();
    assert_eq!(records.take(), ["test GET /test - cancelled x1 10s"]);
    client.with_deadline(ten).send(&request).await.unwrap_err();
    assert_eq!(records.take(), ["test GET /test - deadline x1 10s"]);
}

#[tokio::test(start_paused = true)]
async fn requests_for_versions_and_tokens_have_records_of_their_own() {
    let records = Records::default();
    let server = replies([
        json(200, r#"{"versions": ["v1.11"]}"#),
        json(200, r#"{"access_token": "new"}"#),
        json(200, "{}"),
    ]);
    let session = alice("old").with_refresh_token("r".to_owned()).with_expires_in(Duration::ZERO);
    let client = records.of(&server).session(session).build("https://example.org").unwrap();
    client.send(&token::Request::new()).await.unwrap();
    assert_eq!(
        records.take(),
        [
            "versions GET /_matrix/client/versions 200 - x1 0ns",
            "refresh_token POST /_matrix/client/v3/refresh 200 - x1 0ns",
            "test GET /test 200 - x1 0ns",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn the_address_of_the_server_is_recorded() {
    for (base_url, address, port) in [
        ("https://example.org", "example.org", 443),
        ("http://127.0.0.1/sub", "127.0.0.1", 80),
        ("https://[::1]:8448", "[::1]", 8448),
    ] {
        let seen = Arc::new(Mutex::new(None));
        let record = Arc::clone(&seen);
        let builder = replies([json(200, "{}")]).builder().on_call(move |call| {
            *record.lock().unwrap() = Some((call.server_address.to_owned(), call.server_port));
        });
        builder.build(base_url).unwrap().send(&get::Request::new()).await.unwrap();
        assert_eq!(*seen.lock().unwrap(), Some((address.to_owned(), port)));
    }
}

#[tokio::test(start_paused = true)]
async fn records_have_no_secrets() {
    let records = Arc::new(Mutex::new(String::new()));
    let record = Arc::clone(&records);
    let tokens = r#"{"access_token": "swordfish", "refresh_token": "swordfish", "user_id": "@a:b",
        "valid": true}"#;
    let server = replies([
        json(200, tokens).header("set-cookie", SECRET),
        json(401, r#"{"errcode": "M_UNKNOWN_TOKEN", "error": "swordfish"}"#),
        json(200, tokens),
        json(400, r#"{"errcode": "M_UNKNOWN", "error": "swordfish"}"#),
        json(200, tokens),
        Reply::failure(TransportError::interrupted(SECRET)),
    ]);
    let client = server
        .builder()
        .session(alice("swordfish1").with_refresh_token(SECRET.to_owned()))
        .supported_versions(SupportedVersions::from([MatrixVersion::V1_11]))
        .header("x-proxy".parse().unwrap(), SECRET.parse().unwrap())
        .on_call(move |call| *record.lock().unwrap() += &format!("{call:?}\n"))
        .build("https://example.org/swordfish")
        .unwrap();
    // A path argument, an access token, a password, and an error.
    let validity = check_registration_token_validity::Request::new(SECRET.to_owned());
    client.send(&validity).await.unwrap();
    client.send(&token::Request::new()).await.unwrap_err();
    let password = PasswordLogin::new(UserIdentifier::user(SECRET), SECRET);
    client.send(&login::Request::new(password.into())).await.unwrap();
    client.send(&get::Request::new()).await.unwrap_err();
    let records = records.lock().unwrap().clone();
    assert_eq!(records.lines().count(), 6, "{records}");
    assert!(!records.contains(SECRET), "{records}");
    assert!(records.contains("/register/m.login.registration_token/validity"), "{records}");
}
