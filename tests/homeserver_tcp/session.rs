//! Sessions: refresh, expiry and logout.

use std::time::Duration;

use matrix_api_examples::homeserver::Config;
use matrix_client_account::{
    UserIdentifier,
    session::{PasswordLogin, login, logout, logout_all, refresh_token, token_refresh},
    whoami,
};

use crate::server::{PASSWORD, Server, config, refusal};

/// Logs alice in with a refresh token.
async fn refreshable(server: &Server) -> (String, String) {
    let login = PasswordLogin::new(UserIdentifier::user("alice"), PASSWORD);
    let request = login::Request::new(login.into()).refresh_token(true);
    let answer = server.call(&request, None).await.unwrap();
    assert!(answer.expires_in_ms.is_some());
    (answer.access_token, answer.refresh_token.unwrap())
}

async fn refresh(server: &Server, token: &str) -> Result<(String, String), String> {
    let request = refresh_token::Request::new(token.to_owned());
    match server.call(&request, ()).await {
        Ok(answer) => Ok((answer.access_token, answer.refresh_token.unwrap())),
        Err(error) => Err(refusal::<(), _>(Err(error))),
    }
}

#[tokio::test]
async fn whoami_returns_user_and_device() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let answer = server.call(&whoami::Request::new(), &alice.token).await.unwrap();
    assert_eq!(answer.user_id, alice.user_id);
    assert!(answer.device_id.is_some());
    assert_eq!(answer.is_guest, Some(false));
}

#[tokio::test]
async fn a_token_is_accepted_in_the_query() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let path = format!("/_matrix/client/r0/account/whoami?access_token={}", alice.token);
    assert_eq!(server.raw("GET", &path, None, "").await.json()["user_id"], "@alice:localhost");
}

#[tokio::test]
async fn a_refresh_replaces_both_tokens() {
    let server = Server::start().await;
    server.register("alice").await;
    let (access, first) = refreshable(&server).await;
    let (new_access, second) = refresh(&server, &first).await.unwrap();
    assert_ne!((&access, &first), (&new_access, &second));
    assert_eq!(server.whoami(&access).await, "401 M_UNKNOWN_TOKEN");
    assert_eq!(server.whoami(&new_access).await, "@alice:localhost");
    assert!(refresh(&server, &second).await.is_ok());
}

#[tokio::test]
async fn a_refresh_token_that_is_used_again_and_again_keeps_few_tokens_alive() {
    let server = Server::start().await;
    server.register("alice").await;
    let (_, token) = refreshable(&server).await;
    let (oldest, _) = refresh(&server, &token).await.unwrap();
    for _ in 0..10 {
        refresh(&server, &token).await.unwrap();
    }
    let (newest, _) = refresh(&server, &token).await.unwrap();
    assert_eq!(server.whoami(&oldest).await, "401 M_UNKNOWN_TOKEN");
    assert_eq!(server.whoami(&newest).await, "@alice:localhost");
}

/// RFC 9700, section 4.14.2: one of two parties that have the token may have stolen it.
#[tokio::test]
async fn a_refresh_token_that_is_used_after_its_successor_ends_the_session() {
    let server = Server::start().await;
    let phone = server.register("alice").await;
    for use_by_refresh in [false, true] {
        let (_, first) = refreshable(&server).await;
        let (mut access, mut second) = refresh(&server, &first).await.unwrap();
        if use_by_refresh {
            (access, second) = refresh(&server, &second).await.unwrap();
        }
        assert_eq!(server.whoami(&access).await, "@alice:localhost");
        assert_eq!(refresh(&server, &first).await, Err("401 M_UNKNOWN_TOKEN".to_owned()));
        assert_eq!(server.whoami(&access).await, "401 M_UNKNOWN_TOKEN");
        assert_eq!(refresh(&server, &second).await, Err("401 M_UNKNOWN_TOKEN".to_owned()));
    }
    assert_eq!(server.whoami(&phone.token).await, "@alice:localhost");
}

#[tokio::test]
async fn an_unknown_refresh_token_ends_no_session() {
    let server = Server::start().await;
    server.register("alice").await;
    let (access, token) = refreshable(&server).await;
    for wrong in ["", "wrong", "é".repeat(40).as_str(), &token[1..], &"x".repeat(67)] {
        assert_eq!(refresh(&server, wrong).await, Err("401 M_UNKNOWN_TOKEN".to_owned()));
    }
    assert_eq!(server.whoami(&access).await, "@alice:localhost");
    assert!(refresh(&server, &token).await.is_ok());
}

#[tokio::test]
async fn a_refresh_can_be_repeated_after_a_lost_response() {
    let server = Server::start().await;
    server.register("alice").await;
    let (_, first) = refreshable(&server).await;
    let (lost_access, _) = refresh(&server, &first).await.unwrap();
    let (access, second) = refresh(&server, &first).await.unwrap();
    assert_eq!(server.whoami(&access).await, "@alice:localhost");
    assert_eq!(server.whoami(&lost_access).await, "401 M_UNKNOWN_TOKEN");
    assert!(refresh(&server, &second).await.is_ok());
}

#[tokio::test]
async fn two_processes_that_refresh_at_once_can_both_go_on() {
    let server = Server::start().await;
    server.register("alice").await;
    for use_by_refresh in [false, true] {
        let (_, first) = refreshable(&server).await;
        let (one, two) = tokio::join!(refresh(&server, &first), refresh(&server, &first));
        let (stored_last, stored_first) = (one.unwrap(), two.unwrap());
        let (access, refresh_token) = stored_first;
        if use_by_refresh {
            let (access, _) = refresh(&server, &refresh_token).await.unwrap();
            assert_eq!(server.whoami(&access).await, "@alice:localhost");
        } else {
            assert_eq!(server.whoami(&access).await, "@alice:localhost");
        }
        assert_eq!(server.whoami(&stored_last.0).await, "401 M_UNKNOWN_TOKEN");
    }
}

#[tokio::test]
async fn an_expired_token_is_a_soft_logout_and_can_be_refreshed() {
    let access_token_lifetime = Duration::from_millis(60);
    let server = Server::with(Config { access_token_lifetime, ..config() }).await;
    server.register("alice").await;
    let (access, refresh_token) = refreshable(&server).await;
    tokio::time::sleep(Duration::from_millis(80)).await;
    let path = "/_matrix/client/v3/account/whoami";
    let answer = server.raw("GET", path, Some(&access), "").await;
    assert_eq!(answer.code(), "401 M_UNKNOWN_TOKEN");
    assert_eq!(answer.json()["soft_logout"], true);
    let (access, _) = refresh(&server, &refresh_token).await.unwrap();
    assert_eq!(server.whoami(&access).await, "@alice:localhost");

    let answer = server.raw("GET", path, Some("never issued"), "").await;
    assert_eq!(answer.json().get("soft_logout"), None);
}

#[tokio::test]
async fn r0_clients_refresh_with_both_tokens() {
    let server = Server::start().await;
    server.register("alice").await;
    let (access, refresh_token) = refreshable(&server).await;
    let body = format!(r#"{{"refresh_token": "{refresh_token}"}}"#);
    let path = "/_matrix/client/r0/tokenrefresh";
    let answer = server.raw("POST", path, Some(&access), body.clone()).await;
    let token = answer.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(server.whoami(&token).await, "@alice:localhost");
    assert_eq!(server.raw("POST", path, Some(&token), body).await.code(), "401 M_UNKNOWN_TOKEN");
    let request = token_refresh::Request::new("wrong".to_owned());
    let versions = matrix_api::SupportedVersions::unknown();
    let removed = matrix_api::OutgoingRequest::try_into_http_request(
        &request,
        "http://localhost",
        token.as_str(),
        &versions,
    );
    assert!(removed.is_err(), "no current version has it");
}

#[tokio::test]
async fn a_logout_ends_one_session_with_its_refresh_token() {
    let server = Server::start().await;
    let phone = server.register("alice").await;
    let (laptop, refresh_token) = refreshable(&server).await;
    server.call(&logout::Request::new(), &laptop).await.unwrap();
    assert_eq!(server.whoami(&laptop).await, "401 M_UNKNOWN_TOKEN");
    assert_eq!(refresh(&server, &refresh_token).await, Err("401 M_UNKNOWN_TOKEN".to_owned()));
    assert_eq!(server.whoami(&phone.token).await, "@alice:localhost");
    let again = server.call(&logout::Request::new(), &laptop).await;
    assert_eq!(refusal(again), "401 M_UNKNOWN_TOKEN");
}

#[tokio::test]
async fn a_logout_of_all_devices_ends_every_session_of_the_user() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let bob = server.register("bob").await;
    let (laptop, refresh_token) = refreshable(&server).await;
    server.call(&logout_all::Request::new(), &alice.token).await.unwrap();
    for token in [&alice.token, &laptop] {
        assert_eq!(server.whoami(token).await, "401 M_UNKNOWN_TOKEN");
    }
    assert_eq!(refresh(&server, &refresh_token).await, Err("401 M_UNKNOWN_TOKEN".to_owned()));
    assert_eq!(server.whoami(&bob.token).await, "@bob:localhost");
}
