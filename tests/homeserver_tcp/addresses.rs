//! Mail addresses and phone numbers.

use matrix_api::identifiers::SessionId;
use matrix_client_account::{
    IdentityServerUnbindResult, ThirdPartyMedium, UserIdentifier, add_3pid, bind_3pid, delete_3pid,
    get_3pids,
    post_3pid::{self, IdentityServerCredentials},
    register, request_3pid_token, request_3pid_token_via_msisdn, request_password_change_token,
    request_password_change_token_via_msisdn, request_register_token,
    request_register_token_via_msisdn,
    session::{PasswordLogin, login},
    uiaa::{AuthData, EmailIdentity, ThirdPartyCredentials},
    unbind_3pid,
};

use crate::server::{Account, PASSWORD, Server, challenge, client_secret, password_proof, refusal};

const EMAIL: &str = "alice@example.org";

async fn request_token(server: &Server, email: &str, attempt: u64) -> SessionId {
    let request = request_3pid_token::Request::new(client_secret(), email.to_owned(), attempt);
    server.call(&request, ()).await.unwrap().sid
}

fn addition(sid: SessionId) -> add_3pid::Request {
    add_3pid::Request::new(sid, client_secret()).auth(password_proof("alice", PASSWORD))
}

async fn addresses(server: &Server, account: &Account) -> Vec<String> {
    let answer = server.call(&get_3pids::Request::new(), &account.token).await.unwrap();
    answer.threepids.into_iter().map(|it| it.address).collect()
}

/// Registers alice with an address.
async fn alice_with_address(server: &Server) -> Account {
    let alice = server.register("alice").await;
    let sid = request_token(server, EMAIL, 1).await;
    assert_eq!(server.open_newest_link().await.code(), "200");
    server.call(&addition(sid), &alice.token).await.unwrap();
    alice
}

#[tokio::test]
async fn an_address_is_added_after_validation_and_with_the_password() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    assert!(addresses(&server, &alice).await.is_empty());
    let sid = request_token(&server, "Alice@Example.ORG", 1).await;
    let pending = server.call(&addition(sid.clone()), &alice.token).await;
    assert_eq!(refusal(pending), "400 M_THREEPID_AUTH_FAILED");
    assert_eq!(server.open_newest_link().await.code(), "200");

    let without_proof = add_3pid::Request::new(sid.clone(), client_secret());
    let info = challenge(server.call(&without_proof, &alice.token).await);
    assert_eq!(info["flows"][0]["stages"][0], "m.login.password");
    let mut with_other_secret = addition(sid.clone());
    with_other_secret.client_secret = "another".parse().unwrap();
    let answer = server.call(&with_other_secret, &alice.token).await;
    assert_eq!(refusal(answer), "400 M_THREEPID_AUTH_FAILED");

    server.call(&addition(sid.clone()), &alice.token).await.unwrap();
    let answer = server.call(&get_3pids::Request::new(), &alice.token).await.unwrap();
    let [added] = answer.threepids.as_slice() else { panic!("one address") };
    assert_eq!((&added.medium, added.address.as_str()), (&ThirdPartyMedium::Email, EMAIL));
    assert!(added.validated_at.is_some() && added.validated_at <= added.added_at);
    // A validation works once.
    let again = server.call(&addition(sid), &alice.token).await;
    assert_eq!(refusal(again), "400 M_THREEPID_AUTH_FAILED");
}

#[tokio::test]
async fn one_attempt_sends_one_mail_in_one_session() {
    let server = Server::start().await;
    let first = request_token(&server, EMAIL, 1).await;
    assert_eq!(request_token(&server, EMAIL, 1).await, first);
    assert_eq!(server.mails().len(), 1);
    assert_eq!(request_token(&server, EMAIL, 2).await, first);
    assert_eq!(server.mails().len(), 2);
    let old = server.raw("GET", "/_account_server/validate_email?token=wrong", None, "").await;
    assert_eq!(old.code(), "404 M_NOT_FOUND");
}

#[tokio::test]
async fn a_user_can_log_in_by_address_until_it_is_deleted() {
    let server = Server::start().await;
    let alice = alice_with_address(&server).await;
    let identifier = UserIdentifier::email("ALICE@example.org");
    let request = login::Request::new(PasswordLogin::new(identifier, PASSWORD).into());
    assert_eq!(server.call(&request, None).await.unwrap().user_id, alice.user_id);

    let bob = server.register("bob").await;
    let deletion = delete_3pid::Request::new(ThirdPartyMedium::Email, EMAIL.to_owned());
    server.call(&deletion, &bob.token).await.unwrap();
    assert_eq!(addresses(&server, &alice).await, [EMAIL], "it is not bob's");
    let answer = server.call(&deletion, &alice.token).await.unwrap();
    assert_eq!(answer.id_server_unbind_result, Some(IdentityServerUnbindResult::NoSupport));
    assert!(addresses(&server, &alice).await.is_empty());
    assert_eq!(refusal(server.call(&request, None).await), "403 M_FORBIDDEN");
}

#[tokio::test]
async fn an_address_belongs_to_one_account() {
    let server = Server::start().await;
    let bob = server.register("bob").await;
    // Requested while the address was free.
    let sid = request_token(&server, EMAIL, 1).await;
    server.open_newest_link().await;
    let alice = server.register("alice").await;
    let other = request_3pid_token::Request::new("other".parse().unwrap(), EMAIL.to_owned(), 1);
    let alices = server.call(&other, ()).await.unwrap().sid;
    server.open_newest_link().await;
    let mut request = addition(alices);
    request.client_secret = "other".parse().unwrap();
    server.call(&request, &alice.token).await.unwrap();

    let mut bobs = addition(sid);
    bobs.auth = Some(password_proof("bob", PASSWORD));
    assert_eq!(refusal(server.call(&bobs, &bob.token).await), "400 M_THREEPID_IN_USE");
    let email = EMAIL.to_owned();
    let request = request_3pid_token::Request::new(client_secret(), email.clone(), 2);
    assert_eq!(refusal(server.call(&request, ()).await), "400 M_THREEPID_IN_USE");
    let request = request_register_token::Request::new(client_secret(), email, 1);
    assert_eq!(refusal(server.call(&request, ()).await), "400 M_THREEPID_IN_USE");
}

#[tokio::test]
async fn invalid_addresses_get_no_mail() {
    let server = Server::start().await;
    for email in ["alice", "alice@example.org\r\nBcc: bob@example.org", ""] {
        let request = request_3pid_token::Request::new(client_secret(), email.to_owned(), 1);
        assert_eq!(refusal(server.call(&request, ()).await), "400 M_INVALID_PARAM", "{email}");
    }
    let request = request_password_change_token::Request::new(client_secret(), EMAIL.to_owned(), 1);
    assert_eq!(refusal(server.call(&request, ()).await), "400 M_THREEPID_NOT_FOUND");
    assert!(server.mails().is_empty());
}

#[tokio::test]
async fn a_registration_adds_its_validated_address() {
    let server = Server::start().await;
    let request = request_register_token::Request::new(client_secret(), EMAIL.to_owned(), 1);
    let sid = server.call(&request, ()).await.unwrap().sid;
    let credentials = ThirdPartyCredentials::new(sid, client_secret());
    let registration = register::Request::new()
        .username("alice".to_owned())
        .password(PASSWORD.to_owned())
        .auth(AuthData::from(EmailIdentity::new(credentials)));
    let info = challenge(server.call(&registration, None).await);
    assert_eq!(info["errcode"], "M_THREEPID_AUTH_FAILED", "the link is not confirmed yet");
    server.open_newest_link().await;
    let answer = server.call(&registration, None).await.unwrap();
    let alice = Account { user_id: answer.user_id, token: answer.access_token.unwrap() };
    assert_eq!(addresses(&server, &alice).await, [EMAIL]);
}

#[tokio::test]
async fn old_clients_add_an_address_without_the_password() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let sid = request_token(&server, EMAIL, 1).await;
    let credentials = IdentityServerCredentials::new(sid, client_secret(), "localhost", "token");
    let request = post_3pid::Request::new(credentials);
    let pending = server.call(&request, &alice.token).await;
    assert_eq!(refusal(pending), "403 M_THREEPID_AUTH_FAILED");
    server.open_newest_link().await;
    let bound = request.clone().bind(true);
    assert_eq!(refusal(server.call(&bound, &alice.token).await), "400 M_SERVER_NOT_TRUSTED");
    server.call(&request, &alice.token).await.unwrap();
    assert_eq!(addresses(&server, &alice).await, [EMAIL]);
}

#[tokio::test]
async fn identity_servers_are_never_called() {
    let server = Server::start().await;
    let alice = alice_with_address(&server).await;
    let sid = SessionId::try_from("abc").unwrap();
    let (id_server, token) = ("id.example.org".to_owned(), "token".to_owned());
    let request = bind_3pid::Request::new(sid, client_secret(), id_server, token);
    assert_eq!(refusal(server.call(&request, &alice.token).await), "400 M_SERVER_NOT_TRUSTED");
    let request = unbind_3pid::Request::new(ThirdPartyMedium::Email, EMAIL.to_owned());
    let answer = server.call(&request, &alice.token).await.unwrap();
    assert_eq!(answer.id_server_unbind_result, IdentityServerUnbindResult::NoSupport);
    assert_eq!(addresses(&server, &alice).await, [EMAIL], "it stays with the account");
}

#[tokio::test]
async fn phone_numbers_are_refused_with_the_code_of_each_endpoint() {
    let server = Server::start().await;
    let (country, number) = ("GB".to_owned(), "07700900001".to_owned());
    let secret = client_secret();
    let request = request_register_token_via_msisdn::Request::new(
        secret.clone(),
        country.clone(),
        number.clone(),
        1,
    );
    assert_eq!(refusal(server.call(&request, ()).await), "403 M_THREEPID_DENIED");
    let request = request_password_change_token_via_msisdn::Request::new(
        secret.clone(),
        country.clone(),
        number.clone(),
        1,
    );
    assert_eq!(refusal(server.call(&request, ()).await), "400 M_THREEPID_NOT_FOUND");
    let request = request_3pid_token_via_msisdn::Request::new(secret, country, number, 1);
    assert_eq!(refusal(server.call(&request, ()).await), "400 M_THREEPID_MEDIUM_NOT_SUPPORTED");
}
