//! Nobody but the owner of an email address learns whether an account has it.

use matrix_api::identifiers::SessionId;
use matrix_api_examples::homeserver::Config;
use matrix_client_account::{
    add_3pid, change_password, register, request_3pid_token, request_password_change_token,
    request_register_token,
    uiaa::{AuthData, EmailIdentity, ThirdPartyCredentials},
};

use crate::server::{PASSWORD, Server, challenge, client_secret, config, password_proof, refusal};

const ALICE: &str = "alice@example.org";
const NOBODY: &str = "nobody@example.org";

async fn server_with_alice() -> Server {
    let server = Server::with(Config { reveal_email_owners: false, ..config() }).await;
    let alice = server.register("alice").await;
    let request = request_3pid_token::Request::new(client_secret(), ALICE.to_owned(), 1);
    let sid = server.call(&request, ()).await.unwrap().sid;
    assert_eq!(server.open_newest_link().await.code(), "200");
    let addition = add_3pid::Request::new(sid, client_secret());
    let addition = addition.auth(password_proof("alice", PASSWORD));
    server.call(&addition, &alice.token).await.unwrap();
    server
}

fn proof(sid: SessionId) -> AuthData {
    EmailIdentity::new(ThirdPartyCredentials::new(sid, client_secret())).into()
}

fn newest_mail(server: &Server) -> String {
    server.mails().pop().unwrap()
}

#[tokio::test]
async fn a_password_reset_answers_alike_with_and_without_an_account() {
    let server = server_with_alice().await;
    for (email, has_account) in [(ALICE, true), (NOBODY, false)] {
        let request = |attempt| {
            request_password_change_token::Request::new(client_secret(), email.to_owned(), attempt)
        };
        let sid = server.call(&request(1), ()).await.unwrap().sid;
        assert_eq!(server.call(&request(1), ()).await.unwrap().sid, sid);
        let mail = newest_mail(&server);
        assert!(mail.contains(&format!("To: {email}\r\n")), "{mail}");
        assert_eq!(mail.contains("http"), has_account, "{mail}");
        assert_eq!(mail.contains("no account has this email address"), !has_account, "{mail}");
        let change = change_password::Request::new("another long password".to_owned());
        let info = challenge(server.call(&change.auth(proof(sid)), None).await);
        assert_eq!(info["errcode"], "M_THREEPID_AUTH_FAILED");
        assert_eq!(info["error"], "the link in the email has not been confirmed");
    }
}

#[tokio::test]
async fn a_registration_answers_alike_for_a_free_address_and_for_one_in_use() {
    let server = server_with_alice().await;
    for (email, is_free) in [(ALICE, false), (NOBODY, true)] {
        let request = request_register_token::Request::new(client_secret(), email.to_owned(), 1);
        let sid = server.call(&request, ()).await.unwrap().sid;
        let mail = newest_mail(&server);
        assert_eq!(mail.contains("http"), is_free, "{mail}");
        let registration =
            register::Request::new().username("bob".to_owned()).password(PASSWORD.to_owned());
        let info = challenge(server.call(&registration.auth(proof(sid)), None).await);
        assert_eq!(info["error"], "the link in the email has not been confirmed");
    }
}

#[tokio::test]
async fn an_address_for_an_account_is_answered_alike_if_another_account_has_it() {
    let server = server_with_alice().await;
    let bob = server.register("bob").await;
    for (email, is_free) in [(ALICE, false), (NOBODY, true)] {
        let secret = "bobs".parse().unwrap();
        let request = request_3pid_token::Request::new(secret, email.to_owned(), 1);
        let sid = server.call(&request, ()).await.unwrap().sid;
        assert_eq!(newest_mail(&server).contains("http"), is_free);
        let addition = add_3pid::Request::new(sid, "bobs".parse().unwrap());
        let addition = addition.auth(password_proof("bob", PASSWORD));
        let refused = refusal(server.call(&addition, &bob.token).await);
        assert_eq!(refused, "400 M_THREEPID_AUTH_FAILED");
    }
}
