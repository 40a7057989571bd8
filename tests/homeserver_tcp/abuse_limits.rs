//! What is limited because attackers do it.

use matrix_api::http::header;
use matrix_api_examples::homeserver::{AbuseLimits, Config, RateLimit};
use matrix_client_account::{
    UserIdentifier, deactivate,
    session::{PasswordLogin, login},
    uiaa::{AuthData, Password},
};

use crate::server::{PASSWORD, Server, challenge, config, password_proof, refusal};

/// So many, and almost no more.
fn only(burst: u32) -> Option<RateLimit> {
    Some(RateLimit { burst, per_second: 0.001 })
}

async fn server(abuse_limits: AbuseLimits) -> Server {
    Server::with(Config { abuse_limits, ..config() }).await
}

#[tokio::test]
async fn an_account_stands_a_few_wrong_passwords() {
    let limits =
        AbuseLimits { wrong_passwords_per_account: only(3), wrong_passwords_per_client: None };
    let server = server(limits).await;
    let alice = server.register("alice").await;
    server.register("bob").await;
    // Right passwords do not count.
    for _ in 0..5 {
        server.log_in("alice", PASSWORD).await.unwrap();
    }
    // Whatever the account is called, and wherever the password is asked for.
    assert_eq!(refusal(server.log_in("alice", "wrong password").await), "403 M_FORBIDDEN");
    let user_id = alice.user_id.as_str();
    assert_eq!(refusal(server.log_in(user_id, "wrong password").await), "403 M_FORBIDDEN");
    let wrong = password_proof("alice", "wrong password");
    let info = challenge(server.call(&deactivate::Request::new().auth(wrong), None).await);
    assert_eq!(info["errcode"], "M_FORBIDDEN");

    assert_eq!(refusal(server.log_in("alice", PASSWORD).await), "429 M_LIMIT_EXCEEDED");
    let right = deactivate::Request::new().auth(password_proof("alice", PASSWORD));
    assert_eq!(refusal(server.call(&right, Some(&alice.token)).await), "429 M_LIMIT_EXCEEDED");
    let body = format!(r#"{{"type":"m.login.password","user":"alice","password":"{PASSWORD}"}}"#);
    let answer = server.raw("POST", "/_matrix/client/v3/login", None, body).await;
    assert!(answer.header(header::RETRY_AFTER).is_some());
    assert_eq!(server.whoami(&alice.token).await, "@alice:localhost");
    server.log_in("bob", PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_limit_does_not_tell_which_accounts_exist() {
    let limits =
        AbuseLimits { wrong_passwords_per_account: only(2), wrong_passwords_per_client: None };
    let server = server(limits).await;
    for identifier in [UserIdentifier::user("nobody"), UserIdentifier::email("nobody@example.org")]
    {
        let login = PasswordLogin::new(identifier.clone(), PASSWORD);
        let request = login::Request::new(login.into());
        for expected in ["403 M_FORBIDDEN", "403 M_FORBIDDEN", "429 M_LIMIT_EXCEEDED"] {
            assert_eq!(refusal(server.call(&request, None).await), expected);
        }
        let proof = AuthData::from(Password::new(identifier, PASSWORD));
        let answer = server.call(&deactivate::Request::new().auth(proof), None).await;
        assert_eq!(refusal(answer), "429 M_LIMIT_EXCEEDED");
    }
}

#[tokio::test]
async fn a_client_may_guess_a_few_passwords_of_all_accounts_together() {
    let limits =
        AbuseLimits { wrong_passwords_per_account: None, wrong_passwords_per_client: only(5) };
    let server = server(limits).await;
    server.register("alice").await;
    let mut guesses = Vec::new();
    for number in 0..5 {
        guesses.push(refusal(server.log_in(&format!("user{number}"), PASSWORD).await));
    }
    assert!(guesses.iter().all(|guess| guess == "403 M_FORBIDDEN"), "{guesses:?}");
    assert_eq!(refusal(server.log_in("alice", PASSWORD).await), "429 M_LIMIT_EXCEEDED");
}
