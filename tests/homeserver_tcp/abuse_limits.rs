//! Limits of wrong passwords, emails and password hashes.

use matrix_api::http::header;
use matrix_api_examples::homeserver::{AbuseLimits, Config, PasswordCost, RateLimit};
use matrix_client_account::{
    UserIdentifier, deactivate, request_3pid_token,
    session::{PasswordLogin, login},
    uiaa::{AuthData, Password},
};

use crate::server::{PASSWORD, Server, challenge, client_secret, config, password_proof, refusal};

const UNLIMITED: AbuseLimits = AbuseLimits {
    wrong_passwords_per_account: None,
    wrong_passwords_per_client: None,
    emails_per_client: None,
    emails_per_recipient: None,
    emails: None,
};

/// This many, and then almost none.
fn only(burst: u32) -> Option<RateLimit> {
    Some(RateLimit { burst, per_second: 0.001 })
}

async fn server(abuse_limits: AbuseLimits) -> Server {
    Server::with(Config { abuse_limits, ..config() }).await
}

#[tokio::test]
async fn an_account_stands_a_few_wrong_passwords() {
    let limits = AbuseLimits { wrong_passwords_per_account: only(3), ..UNLIMITED };
    let server = server(limits).await;
    let alice = server.register("alice").await;
    server.register("bob").await;
    // Right passwords do not count.
    for _ in 0..5 {
        server.log_in("alice", PASSWORD).await.unwrap();
    }
    // The account has several names, and several endpoints take its password.
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
    let limits = AbuseLimits { wrong_passwords_per_account: only(2), ..UNLIMITED };
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
    let limits = AbuseLimits { wrong_passwords_per_client: only(5), ..UNLIMITED };
    let server = server(limits).await;
    server.register("alice").await;
    let mut guesses = Vec::new();
    for number in 0..5 {
        guesses.push(refusal(server.log_in(&format!("user{number}"), PASSWORD).await));
    }
    assert!(guesses.iter().all(|guess| guess == "403 M_FORBIDDEN"), "{guesses:?}");
    assert_eq!(refusal(server.log_in("alice", PASSWORD).await), "429 M_LIMIT_EXCEEDED");
}

/// Requests emails, and returns how many were sent.
async fn mails(server: &Server, recipients: &[&str], attempts: u64) -> usize {
    let before = server.mails().len();
    for attempt in 1..=attempts {
        for recipient in recipients {
            let (secret, email) = (client_secret(), (*recipient).to_owned());
            let answer =
                server.call(&request_3pid_token::Request::new(secret, email, attempt), ()).await;
            let outcome = refusal(answer);
            assert!(["success", "429 M_LIMIT_EXCEEDED"].contains(&outcome.as_str()), "{outcome}");
        }
    }
    server.mails().len() - before
}

#[tokio::test]
async fn mails_are_limited_for_each_recipient_and_client_and_in_all() {
    let (alice, bob) = ("alice@example.org", "bob@example.org");
    let one = server(AbuseLimits { emails_per_recipient: only(3), ..UNLIMITED }).await;
    assert_eq!(mails(&one, &[alice], 5).await, 3);
    assert_eq!(mails(&one, &["Alice@Example.org"], 9).await, 0);
    assert_eq!(mails(&one, &[bob], 2).await, 2);
    let one = server(AbuseLimits { emails_per_client: only(4), ..UNLIMITED }).await;
    assert_eq!(mails(&one, &[alice, bob], 5).await, 4);
    let one = server(AbuseLimits { emails: only(5), ..UNLIMITED }).await;
    assert_eq!(mails(&one, &[alice, bob], 5).await, 5);
}

#[tokio::test]
async fn a_flood_of_mail_to_one_recipient_leaves_mail_for_others() {
    let limits = AbuseLimits { emails_per_recipient: only(2), emails: only(4), ..UNLIMITED };
    let server = server(limits).await;
    assert_eq!(mails(&server, &["alice@example.org"], 20).await, 2);
    assert_eq!(mails(&server, &["bob@example.org"], 2).await, 2);
}

#[tokio::test]
async fn mails_are_limited_by_default() {
    let server = Server::start().await;
    assert_eq!(mails(&server, &["alice@example.org"], 30).await, 5);
}

#[tokio::test]
async fn of_many_logins_at_once_those_beyond_the_queue_are_told_to_come_back() {
    let password_cost = PasswordCost { memory_kib: 19 * 1024, passes: 1 };
    let config = Config { password_cost, abuse_limits: UNLIMITED, ..config() };
    let server = Server::with(config).await;
    server.register("alice").await;
    let url = format!("{}/_matrix/client/v3/login", server.running.base_url());
    let body = format!(r#"{{"type":"m.login.password","user":"alice","password":"{PASSWORD}"}}"#);
    let http = reqwest::Client::new();
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let logins = (0..processors * 17 + 100).map(|_| {
        let login = http.post(&url).body(body.clone()).send();
        tokio::spawn(async move {
            let answer = login.await.unwrap();
            (answer.status().as_u16(), answer.headers().contains_key(header::RETRY_AFTER))
        })
    });
    let mut answers = Vec::new();
    for login in logins.collect::<Vec<_>>() {
        answers.push(login.await.unwrap());
    }
    let count = |answer| answers.iter().filter(|it| **it == answer).count();
    let (served, refused) = (count((200, false)), count((429, true)));
    assert!(served >= processors * 17 && refused > 0, "{served} {refused}");
    assert_eq!(served + refused, answers.len());
}
