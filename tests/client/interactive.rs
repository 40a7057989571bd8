//! User-interactive authentication.

use std::future::ready;

use matrix_api::{
    ErrorCode,
    client::{CallError, Client},
    mock::{MockServer, MockTransport},
};
use matrix_api_tests::account::interactivity;
use matrix_client_account::{
    deactivate, register,
    uiaa::{AuthData, AuthStage, Dummy, RegistrationToken, UiaaInfo},
};
use serde_json::{Value, json};

use crate::scripted::{TestMock as _, alice, json, replies, scripted};

const FIRST: &str = r#"{
    "flows": [{"stages": ["m.login.registration_token", "m.login.dummy"]}], "session": "s1"
}"#;
const WRONG_TOKEN: &str = r#"{
    "flows": [{"stages": ["m.login.registration_token", "m.login.dummy"]}], "session": "s1",
    "errcode": "M_UNAUTHORIZED", "error": "No such token."
}"#;
const SECOND: &str = r#"{
    "flows": [{"stages": ["m.login.registration_token", "m.login.dummy"]}], "session": "s1",
    "completed": ["m.login.registration_token"]
}"#;

fn client(server: &MockServer) -> Client<MockTransport> {
    let v1_1 = matrix_api::SupportedVersions::from([matrix_api::MatrixVersion::V1_1]);
    server.builder().supported_versions(v1_1).build("https://example.org").unwrap()
}

/// The `auth` of each request.
fn auths(server: &MockServer) -> Vec<Value> {
    let bodies = server.requests().into_iter().map(|sent| sent.http().body().clone());
    bodies.map(|body| serde_json::from_slice::<Value>(&body).unwrap()["auth"].take()).collect()
}

/// Tries a wrong registration token before the right one.
async fn answer(info: UiaaInfo) -> Option<AuthData> {
    tokio::task::yield_now().await;
    Some(match info.remaining_stages(|_| true)?.first()? {
        AuthStage::RegistrationToken if info.failure.is_some() => {
            RegistrationToken::new("right").into()
        }
        AuthStage::RegistrationToken => RegistrationToken::new("wrong").into(),
        _ => Dummy::new().into(),
    })
}

#[test]
fn every_endpoint_with_challenges_is_an_interactive_request() {
    let endpoints = interactivity();
    for endpoint in &endpoints {
        assert_eq!(endpoint.has_challenges, endpoint.is_interactive_request, "{}", endpoint.module);
    }
    assert!(endpoints.iter().any(|endpoint| endpoint.has_challenges));
}

#[tokio::test(start_paused = true)]
async fn challenges_are_answered_until_the_request_succeeds() {
    let server = replies([
        json(401, FIRST),
        json(401, WRONG_TOKEN),
        json(401, SECOND),
        json(200, r#"{"user_id": "@alice:example.org"}"#),
    ]);
    let request = register::Request::new().username("alice".to_owned());
    let client = client(&server);
    let call = tokio::spawn(async move { client.send_interactive(&request, answer).await });
    assert_eq!(call.await.unwrap().unwrap().user_id.as_str(), "@alice:example.org");
    assert_eq!(
        auths(&server),
        [
            Value::Null,
            json!({"type": "m.login.registration_token", "token": "wrong", "session": "s1"}),
            json!({"type": "m.login.registration_token", "token": "right", "session": "s1"}),
            json!({"type": "m.login.dummy", "session": "s1"}),
        ]
    );
    let first: Value = serde_json::from_slice(server.requests()[3].http().body()).unwrap();
    assert_eq!(first["username"], "alice", "all else is as it was");
}

/// So that a task can prompt its user.
#[tokio::test(start_paused = true)]
async fn the_callback_can_wait_keep_state_and_run_on_any_thread() {
    let server = replies([json(401, FIRST), json(401, WRONG_TOKEN), json(200, "{}")]);
    let client = client(&server);
    let call = tokio::spawn(async move {
        let mut tokens = vec!["right", "wrong"];
        let answer = |_: UiaaInfo| {
            let token = tokens.pop();
            async move {
                tokio::task::yield_now().await;
                token.map(|token| RegistrationToken::new(token).into())
            }
        };
        client.send_interactive(&deactivate::Request::new(), answer).await.is_ok()
    });
    assert!(call.await.unwrap());
    assert_eq!(auths(&server)[2]["token"], "right");
}

#[tokio::test(start_paused = true)]
async fn an_answer_can_have_its_own_session() {
    let server = replies([json(401, FIRST), json(200, "{}")]);
    let client = client(&server);
    let request = deactivate::Request::new();
    let own = |_| ready(Some(AuthData::from(Dummy::new()).with_session("s0")));
    client.send_interactive(&request, own).await.unwrap();
    assert_eq!(auths(&server)[1]["session"], "s0");
}

#[tokio::test(start_paused = true)]
async fn giving_up_returns_the_challenge() {
    let server = replies([json(401, FIRST)]);
    let error = client(&server)
        .send_interactive(&register::Request::new(), |_| ready(None))
        .await
        .unwrap_err();
    let info = error.as_endpoint().unwrap().as_uiaa().unwrap();
    assert_eq!(info.session.as_deref(), Some("s1"));
}

#[tokio::test(start_paused = true)]
async fn an_error_response_is_returned() {
    let server = replies([json(401, FIRST), json(400, r#"{"errcode": "M_USER_IN_USE"}"#)]);
    let error =
        client(&server).send_interactive(&register::Request::new(), answer).await.unwrap_err();
    assert!(error.is(&ErrorCode::UserInUse), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_number_of_challenges_is_limited() {
    let server = scripted(|_| json(401, WRONG_TOKEN));
    let error =
        client(&server).send_interactive(&register::Request::new(), answer).await.unwrap_err();
    assert!(error.as_endpoint().unwrap().as_uiaa().unwrap().failure.is_some());
    assert_eq!(server.requests().len(), 33);
}

#[tokio::test(start_paused = true)]
async fn a_challenge_does_not_refresh_the_token() {
    let server = replies([json(401, FIRST), json(200, "{}")]);
    let client = client(&server);
    client.set_session(alice("t").with_refresh_token("r".to_owned()));
    client.send_interactive(&deactivate::Request::new(), answer).await.unwrap();
    assert_eq!(server.tokens()[1], "t");
}

#[tokio::test(start_paused = true)]
async fn an_unknown_token_is_not_a_challenge() {
    let server = scripted(|_| json(401, r#"{"errcode": "M_UNKNOWN_TOKEN", "error": "Dead."}"#));
    let client = client(&server);
    client.set_session(alice("t").with_refresh_token("r".to_owned()));
    client.set_supported_versions(matrix_api::SupportedVersions::from([
        matrix_api::MatrixVersion::V1_3,
    ]));
    let error = client.send_interactive(&deactivate::Request::new(), answer).await.unwrap_err();
    assert!(error.as_call().is_some_and(CallError::is_logged_out), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_challenge_cannot_change_what_is_shown_around_it() {
    for (challenge, expected) in [
        (
            r#"{"flows": [], "errcode": "M_\u001b", "error": "a\nb\u202ec"}"#,
            r"register: [401 M_\u{1b}] a\nb\u{202e}c",
        ),
        (
            r#"{"flows": [{"stages": ["a\nb", "m.login.dummy"]}, {"stages": ["c"]}]}"#,
            r"register: [401] user-interactive authentication required: a\nb -> m.login.dummy, or c",
        ),
    ] {
        let server = replies([json(401, challenge)]);
        let error = client(&server).send(&register::Request::new()).await.unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}
