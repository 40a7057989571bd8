//! Registration.

use matrix_api_examples::homeserver::Config;
use matrix_client_account::{
    check_registration_token_validity, get_username_availability,
    register::{self, RegistrationKind},
    session::LoginType,
    uiaa::{AuthData, Dummy, RegistrationToken},
};

use crate::server::{PASSWORD, Server, challenge, config, refusal};

fn registration(username: &str) -> register::Request {
    register::Request::new().username(username.to_owned()).password(PASSWORD.to_owned())
}

fn dummy() -> AuthData {
    Dummy::new().into()
}

#[tokio::test]
async fn a_registered_name_is_taken() {
    let server = Server::start().await;
    let request = get_username_availability::Request::new("alice".to_owned());
    assert_eq!(server.call(&request, ()).await.unwrap().available, Some(true));
    let alice = server.register("alice").await;
    assert_eq!(alice.user_id.as_str(), "@alice:localhost");
    assert_eq!(server.whoami(&alice.token).await, "@alice:localhost");

    assert_eq!(refusal(server.call(&request, ()).await), "400 M_USER_IN_USE");
    let again = registration("alice").auth(dummy());
    assert_eq!(refusal(server.call(&again, None).await), "400 M_USER_IN_USE");
}

#[tokio::test]
async fn an_invalid_name_is_refused() {
    let server = Server::start().await;
    for name in ["Alice", "al ice", "alice:example.org", "zoë", "", &"a".repeat(300)] {
        let request = get_username_availability::Request::new(name.to_owned());
        assert_eq!(refusal(server.call(&request, ()).await), "400 M_INVALID_USERNAME", "{name}");
        let request = registration(name).auth(dummy());
        assert_eq!(refusal(server.call(&request, None).await), "400 M_INVALID_USERNAME", "{name}");
    }
}

#[tokio::test]
async fn a_registration_is_challenged_and_its_session_works_once() {
    let server = Server::start().await;
    let info = challenge(server.call(&registration("alice"), None).await);
    assert_eq!(info["flows"][0]["stages"][0], "m.login.dummy");
    let session = info["session"].as_str().unwrap();
    let request = registration("alice").auth(dummy().with_session(session));
    assert!(server.call(&request, None).await.is_ok());

    let request = registration("bob").auth(dummy().with_session(session));
    let info = challenge(server.call(&request, None).await);
    assert_eq!(info["errcode"], "M_UNKNOWN");
    assert_ne!(info["session"], session, "a new session");
}

#[tokio::test]
async fn a_password_is_required_and_a_short_one_is_weak() {
    let server = Server::start().await;
    let request = register::Request::new().auth(dummy());
    assert_eq!(refusal(server.call(&request, None).await), "400 M_MISSING_PARAM");
    let request = request.password("short".to_owned());
    assert_eq!(refusal(server.call(&request, None).await), "400 M_WEAK_PASSWORD");
}

#[tokio::test]
async fn the_server_chooses_a_name_and_the_client_a_device() {
    let server = Server::start().await;
    let request = register::Request::new()
        .password(PASSWORD.to_owned())
        .device_id(matrix_api::identifiers::DeviceId::try_from("PHONE").unwrap())
        .refresh_token(true)
        .auth(dummy());
    let answer = server.call(&request, None).await.unwrap();
    assert_eq!(answer.device_id.unwrap().as_str(), "PHONE");
    assert!(answer.refresh_token.is_some());
    assert!(answer.expires_in_ms.is_some());
    assert_eq!(server.whoami(&answer.access_token.unwrap()).await, answer.user_id.as_str());
}

#[tokio::test]
async fn a_registration_can_inhibit_the_login() {
    let server = Server::start().await;
    let request = registration("alice").inhibit_login(true).auth(dummy());
    let answer = server.call(&request, None).await.unwrap();
    assert_eq!(answer.user_id.as_str(), "@alice:localhost");
    assert!(answer.access_token.is_none() && answer.device_id.is_none());
    assert!(server.log_in("alice", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a_guest_has_a_token_and_few_permissions() {
    let server = Server::start().await;
    let request = register::Request::new().kind(RegistrationKind::Guest);
    let guest = server.call(&request, None).await.unwrap();
    let token = guest.access_token.unwrap();
    assert_eq!(server.whoami(&token).await, guest.user_id.as_str());
    let me = server.raw("GET", "/_matrix/client/v3/account/whoami", Some(&token), "").await;
    assert_eq!(me.json()["is_guest"], true);
    for (path, body) in [
        ("account/password", r#"{"new_password": "another password"}"#),
        ("account/deactivate", "{}"),
        ("account/3pid/add", r#"{"sid": "a", "client_secret": "b"}"#),
    ] {
        let path = format!("/_matrix/client/v3/{path}");
        let answer = server.raw("POST", &path, Some(&token), body).await;
        assert_eq!(answer.code(), "403 M_GUEST_ACCESS_FORBIDDEN", "{path}");
    }
}

#[tokio::test]
async fn disabled_guests_and_unknown_kinds_are_refused() {
    let server = Server::with(Config { guests: false, ..config() }).await;
    let request = register::Request::new().kind(RegistrationKind::Guest);
    assert_eq!(refusal(server.call(&request, None).await), "403 M_FORBIDDEN");
    let request = register::Request::new().kind(RegistrationKind::from("robot"));
    assert_eq!(refusal(server.call(&request, None).await), "400 M_INVALID_PARAM");
    let request = registration("alice").login_type(LoginType::ApplicationService);
    assert_eq!(refusal(server.call(&request, None).await), "403 M_FORBIDDEN");
}

#[tokio::test]
async fn a_registration_token_is_required_where_configured() {
    let registration_tokens = vec!["sesame".to_owned()];
    let server = Server::with(Config { registration_tokens, ..config() }).await;
    for (token, expected) in [("sesame", true), ("barley", false)] {
        let request = check_registration_token_validity::Request::new(token.to_owned());
        assert_eq!(server.call(&request, ()).await.unwrap().valid, expected);
    }
    let info = challenge(server.call(&registration("alice"), None).await);
    assert_eq!(info["flows"][0]["stages"][0], "m.login.registration_token");
    let session = info["session"].as_str().unwrap();

    let with = |data: AuthData| registration("alice").auth(data.with_session(session));
    let wrong = with(RegistrationToken::new("barley").into());
    let info = challenge(server.call(&wrong, None).await);
    assert_eq!((&info["errcode"], &info["session"]), (&"M_UNAUTHORIZED".into(), &session.into()));
    let info = challenge(server.call(&with(dummy()), None).await);
    assert_eq!(info["errcode"], "M_UNRECOGNIZED");
    assert!(server.call(&with(RegistrationToken::new("sesame").into()), None).await.is_ok());
}

#[tokio::test]
async fn one_of_many_concurrent_registrations_of_a_name_succeeds() {
    let server = Server::start().await;
    let request = registration("alice").auth(dummy());
    let attempts = [(); 12].map(|()| server.call(&request, None));
    let mut tokens = Vec::new();
    for answer in join_all(attempts).await {
        match answer {
            Ok(account) => tokens.push(account.access_token.unwrap()),
            Err(error) => assert_eq!(refusal::<(), _>(Err(error)), "400 M_USER_IN_USE"),
        }
    }
    assert_eq!(tokens.len(), 1);
    assert_eq!(server.whoami(&tokens[0]).await, "@alice:localhost");
}

/// Polls all futures concurrently.
async fn join_all<F: Future, const N: usize>(futures: [F; N]) -> Vec<F::Output> {
    let mut futures = futures.map(|future| (Box::pin(future), None));
    std::future::poll_fn(|context| {
        let mut is_ready = true;
        for (future, output) in &mut futures {
            if output.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *output = Some(value),
                    std::task::Poll::Pending => is_ready = false,
                }
            }
        }
        if is_ready { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    futures.into_iter().filter_map(|(_, output)| output).collect()
}
