//! Logging in.

use std::time::Duration;

use matrix_api::identifiers::DeviceId;
use matrix_api_examples::homeserver::Config;
use matrix_client_account::{
    UserIdentifier,
    session::{
        ApplicationServiceLogin, LoginType, PasswordLogin, TokenLogin, get_login_flows,
        get_login_token, login,
    },
};

use crate::server::{PASSWORD, Server, challenge, config, password_proof, refusal};

#[tokio::test]
async fn login_flows_are_listed() {
    let server = Server::start().await;
    let flows = server.call(&get_login_flows::Request::new(), ()).await.unwrap().flows;
    let kinds = flows.iter().map(|flow| flow.kind.clone()).collect::<Vec<_>>();
    assert_eq!(kinds, [LoginType::Password, LoginType::Token]);
    assert_eq!(flows[1].get_login_token, Some(true));
}

#[tokio::test]
async fn a_user_can_log_in_by_name_by_id_and_in_the_form_of_r0() {
    let server = Server::start().await;
    server.register("alice").await;
    for user in ["alice", "@alice:localhost"] {
        let answer = server.log_in(user, PASSWORD).await.unwrap();
        assert_eq!(answer.user_id.as_str(), "@alice:localhost");
        assert_eq!(answer.well_known.unwrap().homeserver.base_url, server.running.base_url());
        assert!(answer.refresh_token.is_none() && answer.expires_in_ms.is_none());
    }
    let body = format!(r#"{{"type":"m.login.password","user":"alice","password":"{PASSWORD}"}}"#);
    let answer = server.raw("POST", "/_matrix/client/r0/login", None, body).await;
    assert_eq!(answer.json()["user_id"], "@alice:localhost");
}

#[tokio::test]
async fn wrong_passwords_and_unknown_users_get_the_same_error() {
    let server = Server::start().await;
    server.register("alice").await;
    let mut answers = Vec::new();
    for (user, password) in [
        ("alice", "wrong password"),
        ("bob", PASSWORD),
        ("@alice:elsewhere.org", PASSWORD),
        ("", PASSWORD),
    ] {
        let answer = server.log_in(user, password).await;
        let message = answer.as_ref().err().map(|error| error.message.clone());
        answers.push((refusal(answer), message));
    }
    for identifier in [
        UserIdentifier::email("alice@example.org"),
        UserIdentifier::email("no address"),
        UserIdentifier::msisdn("441134960000"),
        UserIdentifier::phone("GB", "01134960000"),
    ] {
        let request = login::Request::new(PasswordLogin::new(identifier, PASSWORD).into());
        let answer = server.call(&request, None).await;
        let message = answer.as_ref().err().map(|error| error.message.clone());
        answers.push((refusal(answer), message));
    }
    assert_eq!(answers[0].0, "403 M_FORBIDDEN");
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[tokio::test]
async fn other_types_of_login_are_refused() {
    let server = Server::start().await;
    let path = "/_matrix/client/v3/login";
    let answer = server.raw("POST", path, None, r#"{"type": "org.example.tea"}"#).await;
    assert_eq!(answer.code(), "400 M_UNKNOWN");
    let answer =
        server.raw("POST", path, None, r#"{"type": "m.login.password", "password": "x"}"#).await;
    assert_eq!(answer.code(), "400 M_MISSING_PARAM");
    let appservice = ApplicationServiceLogin::new(UserIdentifier::user("_irc_alice"));
    let request = login::Request::new(
        matrix_client_account::session::LoginInfo::ApplicationService(appservice),
    );
    let credentials = matrix_api::authentication::AppserviceCredentials::new("as_token");
    assert_eq!(refusal(server.call(&request, Some(credentials)).await), "403 M_FORBIDDEN");
}

#[tokio::test]
async fn a_second_login_of_a_device_replaces_its_token() {
    let server = Server::start().await;
    server.register("alice").await;
    let login = PasswordLogin::new(UserIdentifier::user("alice"), PASSWORD);
    let request = login::Request::new(login.into()).device_id(DeviceId::try_from("PHONE").unwrap());
    let first = server.call(&request, None).await.unwrap();
    let second = server.call(&request, None).await.unwrap();
    assert_eq!(second.device_id.unwrap().as_str(), "PHONE");
    assert_eq!(server.whoami(&first.access_token).await, "401 M_UNKNOWN_TOKEN");
    assert_eq!(server.whoami(&second.access_token).await, "@alice:localhost");
}

async fn login_token(server: &Server, token: &str) -> String {
    let request = get_login_token::Request::new().auth(password_proof("alice", PASSWORD));
    server.call(&request, token).await.unwrap().login_token
}

fn token_login(token: &str) -> login::Request {
    login::Request::new(TokenLogin::new(token).into())
}

#[tokio::test]
async fn a_login_token_needs_the_password_and_logs_one_device_in() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let request = get_login_token::Request::new();
    let info = challenge(server.call(&request, &alice.token).await);
    assert_eq!(info["flows"][0]["stages"][0], "m.login.password");
    let wrong = request.auth(password_proof("alice", "wrong password"));
    let info = challenge(server.call(&wrong, &alice.token).await);
    assert_eq!(info["errcode"], "M_FORBIDDEN");

    let token = login_token(&server, &alice.token).await;
    let answer = server.call(&token_login(&token), None).await.unwrap();
    assert_eq!(answer.user_id, alice.user_id);
    assert_eq!(refusal(server.call(&token_login(&token), None).await), "403 M_FORBIDDEN");
    assert_eq!(refusal(server.call(&token_login("wrong"), None).await), "403 M_FORBIDDEN");
}

#[tokio::test]
async fn a_login_token_expires() {
    let login_token_lifetime = Duration::from_millis(20);
    let server = Server::with(Config { login_token_lifetime, ..config() }).await;
    let alice = server.register("alice").await;
    let token = login_token(&server, &alice.token).await;
    tokio::time::sleep(Duration::from_millis(40)).await;
    assert_eq!(refusal(server.call(&token_login(&token), None).await), "403 M_FORBIDDEN");
}
