//! Sessions of user-interactive authentication.

use std::time::Duration;

use matrix_api_examples::homeserver::Config;
use matrix_client_account::{
    change_password, deactivate, get_3pids, get_username_availability, register,
    request_register_token,
    uiaa::{
        AuthData, EmailIdentity, FallbackAcknowledgement, RegistrationToken, ThirdPartyCredentials,
    },
};

use crate::server::{PASSWORD, Server, challenge, client_secret, config, password_proof};

#[tokio::test]
async fn a_session_works_for_its_own_endpoint_only() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let request = change_password::Request::new("another password".to_owned());
    let info = challenge(server.call(&request, Some(&alice.token)).await);
    let session = info["session"].as_str().unwrap();
    let proof = password_proof("alice", PASSWORD).with_session(session);
    let request = deactivate::Request::new().auth(proof);
    let info = challenge(server.call(&request, Some(&alice.token)).await);
    assert_eq!(info["errcode"], "M_UNKNOWN");
    assert_eq!(server.whoami(&alice.token).await, "@alice:localhost");
}

#[tokio::test]
async fn a_session_expires() {
    let authentication_lifetime = Duration::from_millis(20);
    let server = Server::with(Config { authentication_lifetime, ..config() }).await;
    let alice = server.register("alice").await;
    let info = challenge(server.call(&deactivate::Request::new(), Some(&alice.token)).await);
    tokio::time::sleep(Duration::from_millis(40)).await;
    let proof = password_proof("alice", PASSWORD).with_session(info["session"].as_str().unwrap());
    let request = deactivate::Request::new().auth(proof);
    let info = challenge(server.call(&request, Some(&alice.token)).await);
    assert_eq!(info["errcode"], "M_UNKNOWN");
}

#[tokio::test]
async fn a_flow_of_two_stages_is_completed_in_two_requests() {
    let registration_tokens = vec!["sesame".to_owned()];
    let server = Server::with(Config { registration_tokens, ..config() }).await;
    let email = "alice@example.org".to_owned();
    let request = request_register_token::Request::new(client_secret(), email, 1);
    let sid = server.call(&request, ()).await.unwrap().sid;
    server.open_newest_link().await;

    let registration =
        register::Request::new().username("alice".to_owned()).password(PASSWORD.to_owned());
    let info = challenge(server.call(&registration, None).await);
    assert_eq!(
        info["flows"][1]["stages"],
        serde_json::json!(["m.login.registration_token", "m.login.email.identity"])
    );
    let session = info["session"].as_str().unwrap();
    let credentials = ThirdPartyCredentials::new(sid, client_secret());
    let with = |auth: AuthData| registration.clone().auth(auth.with_session(session));
    // The second stage before the first is recorded, but completes no flow.
    let request = with(EmailIdentity::new(credentials).into());
    let info = challenge(server.call(&request, None).await);
    assert_eq!(info["completed"], serde_json::json!(["m.login.email.identity"]));
    assert_eq!(info["session"], session);
    let request = with(RegistrationToken::new("sesame").into());
    let token = server.call(&request, None).await.unwrap().access_token.unwrap();
    let threepids = server.call(&get_3pids::Request::new(), &token).await.unwrap().threepids;
    assert_eq!(threepids.len(), 1, "the address that was proven");
}

/// A client [resubmits the same request], so what a stage has authorized cannot be used for another one.
///
/// [resubmits the same request]: https://spec.matrix.org/v1.19/client-server-api/#user-interactive-api-in-the-rest-api
#[tokio::test]
async fn a_completed_stage_authorizes_its_own_request_only() {
    let registration_tokens = vec!["sesame".to_owned()];
    let server = Server::with(Config { registration_tokens, ..config() }).await;
    let email = "alice@example.org".to_owned();
    let request = request_register_token::Request::new(client_secret(), email, 1);
    let sid = server.call(&request, ()).await.unwrap().sid;
    server.open_newest_link().await;

    // Some clients begin without parameters, to learn the flows.
    let info = challenge(server.call(&register::Request::new(), None).await);
    let session = info["session"].as_str().unwrap();
    let registration = |username: &str, auth: AuthData| {
        register::Request::new()
            .username(username.to_owned())
            .password(PASSWORD.to_owned())
            .auth(auth.with_session(session))
    };
    let email = || {
        let credentials = ThirdPartyCredentials::new(sid.clone(), client_secret());
        AuthData::from(EmailIdentity::new(credentials))
    };
    let token = || AuthData::from(RegistrationToken::new("sesame"));
    let info = challenge(server.call(&registration("alice", email()), None).await);
    assert_eq!(info["completed"], serde_json::json!(["m.login.email.identity"]));

    let info = challenge(server.call(&registration("mallory", token()), None).await);
    assert_eq!(info["errcode"], "M_UNKNOWN");
    assert_ne!(info["session"], session);
    assert_eq!(info.get("completed"), None);
    let available = get_username_availability::Request::new("mallory".to_owned());
    assert!(server.call(&available, ()).await.is_ok());

    // The session is still valid for what it authorizes.
    let account = server.call(&registration("alice", token()), None).await.unwrap();
    assert_eq!(account.user_id.as_str(), "@alice:localhost");
}

#[tokio::test]
async fn an_acknowledgement_without_a_completed_stage_is_not_accepted() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let info = challenge(server.call(&deactivate::Request::new(), Some(&alice.token)).await);
    let session = info["session"].as_str().unwrap();
    let auth = AuthData::from(FallbackAcknowledgement::new(session));
    let request = deactivate::Request::new().auth(auth);
    let info = challenge(server.call(&request, Some(&alice.token)).await);
    assert_eq!(info["session"], session);
    assert_eq!(info.get("errcode"), None);
    assert_eq!(server.whoami(&alice.token).await, "@alice:localhost");
}
