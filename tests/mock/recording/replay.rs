//! Which requests a recording answers, and with what.

use matrix_api::{
    ErrorCode, MatrixError,
    client::{RetryPolicy, Session},
    http::StatusCode,
    mock::{InvalidRecording, MockServer, Replay, Reply},
};
use matrix_client_account::{
    ENDPOINTS, UserIdentifier,
    session::{PasswordLogin, login, logout, refresh_token},
    whoami,
};
use serde_json::{Value, json};
use std::time::Duration;

use super::{
    endpoints::{Inner, SECRETS, everywhere},
    exchanges, record, replay,
};
use crate::{alice, failure_of};

fn login(user: &str, password: &str) -> login::Request {
    login::Request::new(PasswordLogin::new(UserIdentifier::user(user), password).into())
}

/// A login with a wrong password, one with the right one, a request that has to wait, one with an old token.
async fn recording() -> Value {
    let server = MockServer::new()
        .on(|request: login::Request| match format!("{:?}", request.login_info).contains("bob") {
            true => Err(MatrixError::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden, "no")),
            false => Ok(login::Response::new(alice(), "syt_1".to_owned()).refresh_token("syr_1")),
        })
        .on(|_: refresh_token::Request| {
            Ok(refresh_token::Response::new("syt_2".to_owned()).refresh_token("syr_2"))
        })
        .on(|_: whoami::Request| Ok(whoami::Response::new(alice())))
        .sequence::<whoami::Request>([Err(MatrixError::limit_exceeded(Duration::from_secs(30)))]);
    let (recorder, client) = record(&server, &ENDPOINTS);
    client.send(&login("bob", "wrong")).await.unwrap_err();
    client.send(&login("alice", "wonderland")).await.unwrap();
    client.set_session(Session::new(alice(), None, "syt_1"));
    client.send(&whoami::Request::new()).await.unwrap_err();
    client.send(&whoami::Request::new()).await.unwrap();
    client.send(&refresh_token::Request::new("syr_1".to_owned())).await.unwrap();
    client.set_session(Session::new(alice(), None, "syt_2"));
    client.send(&whoami::Request::new()).await.unwrap();
    exchanges(&recorder).into()
}

#[tokio::test]
async fn a_recording_is_replayed_with_other_secrets() {
    let replay = replay(recording().await, &ENDPOINTS);
    let client = replay.client();
    client.send(&login("bob", "guess")).await.unwrap_err();
    let new = client.send(&login("alice", "looking-glass")).await.unwrap();
    assert_eq!(new.user_id, alice());
    assert_eq!(new.access_token, "access_token_1");
    client.set_session(Session::new(alice(), None, new.access_token));
    // The client waits and sends it again.
    client.send(&whoami::Request::new()).await.unwrap();
    assert!(replay.mock().elapsed() >= Duration::from_secs(30));
    let new = client.send(&refresh_token::Request::new(new.refresh_token.unwrap())).await.unwrap();
    assert_eq!(new.access_token, "access_token_2");
    client.set_session(Session::new(alice(), None, new.access_token));
    client.send(&whoami::Request::new()).await.unwrap();
    replay.assert_finished();
    assert_eq!(
        replay.mock().called(),
        ["login", "login", "whoami", "whoami", "refresh_token", "whoami"]
    );
}

#[tokio::test]
async fn a_request_that_differs_fails_with_the_members() {
    let replay = replay(recording().await, &ENDPOINTS);
    let request = login("carol", "any").device_id(Some("PHONE".parse().unwrap()));
    assert_eq!(
        failure_of(&replay.client(), request).await,
        "unexpected request: `login` (POST /_matrix/client/v3/login)\n  \
         it differs from exchange 1 of the recording:\n    \
         body: `identifier.user`: recorded \"bob\", sent \"carol\"\n    \
         body: `device_id`: was sent, and not recorded"
    );
    let client = replay.client();
    client.set_session(Session::new(alice(), None, "syt_1"));
    assert_eq!(
        failure_of(&client, logout::Request::new()).await,
        "unexpected request: `logout` (POST /_matrix/client/v3/logout)\n  \
         the recording has no request of it; it has `login`, `refresh_token`, `whoami`"
    );
    let _ = replay.mock().check().unwrap_err();
}

#[tokio::test]
async fn a_request_with_an_old_token_differs() {
    let replay = replay(recording().await, &ENDPOINTS);
    let client = replay.client_builder().retry_policy(RetryPolicy::none());
    let client = client.build(MockServer::BASE_URL).unwrap();
    let new = client.send(&login("alice", "looking-glass")).await.unwrap();
    client.set_session(Session::new(alice(), None, &new.access_token));
    client.send(&whoami::Request::new()).await.unwrap_err();
    client.send(&whoami::Request::new()).await.unwrap();
    client.send(&refresh_token::Request::new(new.refresh_token.unwrap())).await.unwrap();
    assert_eq!(
        failure_of(&client, whoami::Request::new()).await,
        "unexpected request: `whoami` (GET /_matrix/client/v3/account/whoami)\n  \
         it differs from exchange 6 of the recording:\n    \
         header: `authorization`: recorded <access_token 2>, sent <access_token 1>"
    );
    let other = client.with_session(Session::new(alice(), None, "access_token_2"));
    other.send(&whoami::Request::new()).await.unwrap();
    assert_eq!(
        failure_of(&other, whoami::Request::new()).await,
        "unexpected request: `whoami` (GET /_matrix/client/v3/account/whoami)\n  \
         the recording has 3 requests of it, which all were sent"
    );
    assert_eq!(
        failure_of(&client, login("alice", "other")).await,
        "unexpected request: `login` (POST /_matrix/client/v3/login)\n  \
         it differs from exchange 1 of the recording:\n    \
         body: `identifier.user`: recorded \"bob\", sent \"alice\""
    );
    let failure = replay.check().unwrap_err();
    assert_eq!(failure.failures().len(), 4, "{failure}");
    assert_eq!(
        failure.failures()[3],
        "not requested:\n  exchange 1: `login`: POST /_matrix/client/v3/login"
    );
}

/// It compares what was meant, and not how it was written.
#[tokio::test]
async fn order_aliases_and_defaults_do_not_matter() {
    let exchange = json!([{
        "endpoint": "everywhere",
        "request": {
            "method": "POST",
            "path": "/everywhere/<token 1>/b%c3%b6b",
            "query": { "limit": "03", "nobody": "<unknown>" },
            "headers": { "x-key": "<x-key 1>", "x-color": "red" },
            "body": {
                "unknown": "<unknown>",
                "secret": null,
                "inner": { "text": "see <token 1>" },
                "answers": ["<answers 1>"],
            },
        },
        "response": {
            "status": 200,
            "headers": { "set-cookie": ["<set-cookie 1>"] },
            "body": { "inner": { "text": "token <token 1>" } },
        },
    }]);
    let replay = replay(exchange, &SECRETS);
    let request = everywhere::Request::new("to/k".into(), "böb".into(), vec!["a".into()])
        .limit(3)
        .color("red")
        .inner(Inner { text: Some("see to/k".to_owned()), ..Inner::default() });
    let response = send_with_key(&replay, &request).await;
    assert_eq!(response["inner"]["text"], "token to/k");
    replay.assert_finished();
}

/// Sends a request with a key, and returns the body of the response.
async fn send_with_key(replay: &Replay, request: &everywhere::Request) -> Value {
    use matrix_api::{OutgoingRequest as _, SupportedVersions, client::Transport as _};
    let request = request
        .try_into_http_request("https://example.org", "key", &SupportedVersions::unknown())
        .unwrap();
    let response = replay.transport().send(request, 1000).await.unwrap();
    assert_eq!(response.headers()["set-cookie"], "set-cookie_1");
    serde_json::from_slice(response.body()).unwrap()
}

/// A secret that is a number, in both directions.
#[tokio::test]
async fn a_secret_number_is_replayed_as_a_number() {
    let recorded = json!([{
        "endpoint": "everywhere",
        "request": {
            "method": "POST",
            "path": "/everywhere/<token 1>/b",
            "headers": { "x-key": "<x-key 1>" },
            "body": { "pin": "<pin 1: number>", "answers": [] },
        },
        "response": {
            "status": 200,
            "headers": { "set-cookie": ["<set-cookie 1>"] },
            "body": { "inner": { "text": "<pin 1>" }, "number": "<other 5: number>" },
        },
    }]);
    let replay = replay(recorded, &SECRETS);
    let request = everywhere::Request::new("t".into(), "b".into(), Vec::new()).pin(7);
    let response = send_with_key(&replay, &request).await;
    assert_eq!(response["inner"]["text"], "7");
    assert_eq!(response["number"], 5);
}

#[tokio::test]
async fn failures_and_unlisted_requests_are_replayed() {
    let replay = replay(
        json!([
            {
                "endpoint": "whoami",
                "request": {
                    "method": "GET", "path": "/_matrix/client/v3/account/whoami",
                    "headers": { "authorization": "Bearer <access_token 1>" },
                },
                "failure": "connection_lost",
            },
            { "request": { "method": "GET", "path": "/other/a" }, "response": { "status": 204 } },
        ]),
        &ENDPOINTS,
    );
    let client = replay.client_builder().retry_policy(RetryPolicy::none());
    let client = client.build(MockServer::BASE_URL).unwrap();
    client.set_session(Session::new(alice(), None, "a"));
    let error = client.send(&whoami::Request::new()).await.unwrap_err();
    assert!(error.to_string().contains("connection lost"), "{error}");
    use matrix_api::{bytes::Bytes, client::Transport as _, http::Request};
    let request = || Request::get("https://example.org/other/a").body(Bytes::new()).unwrap();
    assert_eq!(replay.transport().send(request(), 1000).await.unwrap().status(), 204);
    let transport = replay.transport();
    let again = tokio::spawn(async move { transport.send(request(), 1000).await.is_ok() });
    let failure = *again.await.unwrap_err().into_panic().downcast::<String>().unwrap();
    assert_eq!(
        failure,
        "unexpected request: GET /other/a\n  neither `ENDPOINTS` nor the recording has this path; it has `whoami`"
    );
    let _ = replay.check().unwrap_err();
}

#[tokio::test]
async fn other_rules_come_before_the_recording() {
    let replay = replay(recording().await, &ENDPOINTS);
    replay.mock().on(|_: whoami::Request| Reply::<whoami::Request>::raw(503, ""));
    let client = replay.client_builder().retry_policy(RetryPolicy::none());
    let client = client.build(MockServer::BASE_URL).unwrap();
    client.set_session(Session::new(alice(), None, "a"));
    let error = client.send(&whoami::Request::new()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
}

#[test]
fn what_is_not_a_recording_is_refused() {
    let refused = |text: &str| -> String {
        let error: InvalidRecording = Replay::from_text(text, &SECRETS).unwrap_err();
        error.to_string()
    };
    assert_eq!(refused("{"), "invalid recording: EOF while parsing an object at line 1 column 1");
    assert_eq!(
        refused(r#"{ "recording": 2, "exchanges": [] }"#),
        "invalid recording: the format has version 2, expected 1; record it again"
    );
    let unknown = json!({ "recording": 1, "exchanges": [{
        "endpoint": "login", "request": { "method": "GET", "path": "/x" }, "response": { "status": 200 },
    }]});
    assert_eq!(
        refused(&unknown.to_string()),
        "invalid recording: exchange 1 (`login`): `SECRETS` has no endpoint for GET /x"
    );
}
