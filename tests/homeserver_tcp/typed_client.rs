//! The client of `matrix-api` on the example homeserver.

use std::{future::ready, time::Duration};

use matrix_api::{
    ErrorCode,
    client::{CallError, Client, RetryPolicy, Session},
};
use matrix_api_examples::homeserver::{Config, RateLimit};
use matrix_client_account::{
    UserIdentifier, change_password, get_username_availability,
    session::{PasswordLogin, login, logout},
    uiaa::{AuthData, Password, UiaaInfo},
    whoami,
};

use crate::server::{PASSWORD, Server, config};

const LIFETIME: Duration = Duration::from_secs(1);

/// A client with the session of a new device, refresh token included.
async fn logged_in(server: &Server) -> Client {
    let client = Client::new(&server.running.base_url()).unwrap();
    let password = PasswordLogin::new(UserIdentifier::user("alice"), PASSWORD);
    let login = login::Request::new(password.into()).refresh_token(true);
    let login = client.send(&login).await.unwrap();
    let session = Session::new(login.user_id, login.device_id, login.access_token);
    // Without `expires_in`, the client learns of the expiry from the server.
    client.set_session(session.with_refresh_token(login.refresh_token));
    client
}

#[tokio::test]
async fn a_session_continues_when_its_token_expires() {
    let server = Server::with(Config { access_token_lifetime: LIFETIME, ..config() }).await;
    server.register("alice").await;
    let client = logged_in(&server).await;
    let first = client.session().unwrap();
    client.send(&whoami::Request::new()).await.unwrap();
    assert_eq!(client.session().unwrap(), first);

    tokio::time::sleep(LIFETIME).await;
    let request = whoami::Request::new();
    let (one, two, three) =
        tokio::join!(client.send(&request), client.send(&request), client.send(&request));
    for me in [one, two, three] {
        assert_eq!(me.unwrap().user_id.as_str(), "@alice:localhost");
    }
    let second = client.session().unwrap();
    assert_ne!(second.access_token, first.access_token);
    assert_ne!(second.refresh_token, first.refresh_token);

    client.send(&logout::Request::new()).await.unwrap();
    tokio::time::sleep(LIFETIME).await;
    let error = client.send(&whoami::Request::new()).await.unwrap_err();
    assert!(error.as_call().is_some_and(CallError::is_logged_out), "{error}");
}

#[tokio::test]
async fn a_wrong_password_can_be_corrected() {
    let server = Server::start().await;
    server.register("alice").await;
    let client = logged_in(&server).await;
    let mut passwords = vec![PASSWORD, "wrong"];
    let mut failures = Vec::new();
    let ask = |challenge: UiaaInfo| {
        failures.push(challenge.failure.map(|failure| failure.errcode));
        let proof = |password| Password::new(UserIdentifier::user("alice"), password);
        ready(passwords.pop().map(|password| AuthData::from(proof(password))))
    };
    let request = change_password::Request::new("another long password".to_owned());
    client.send_interactive(&request, ask).await.unwrap();
    assert_eq!(failures, [None, Some(ErrorCode::Forbidden)]);
    server.log_in("alice", "another long password").await.unwrap();
}

#[tokio::test]
async fn the_client_waits_for_a_rate_limit() {
    let rate_limit = Some(RateLimit { burst: 2, per_second: 1.0 });
    let server = Server::with(Config { rate_limit, ..config() }).await;
    let client = Client::new(&server.running.base_url()).unwrap();
    let request = get_username_availability::Request::new("alice".to_owned());
    for _ in 0..3 {
        client.send(&request).await.unwrap();
    }

    let impatient = Client::builder().retry_policy(RetryPolicy::none());
    let client = impatient.build(&server.running.base_url()).unwrap();
    let calls = (client.send(&request), client.send(&request), client.send(&request));
    let (one, two, three) = tokio::join!(calls.0, calls.1, calls.2);
    let limit = [one, two, three].into_iter().find_map(Result::err).expect("a limit");
    assert!(limit.is(&ErrorCode::LimitExceeded), "{limit}");
    assert!(limit.as_matrix_error().unwrap().retry_after().is_some());
}
