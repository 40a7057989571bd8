//! Changing the password, and deactivating an account.

use matrix_client_account::{
    IdentityServerUnbindResult, add_3pid, change_password, deactivate, request_3pid_token,
    request_password_change_token,
    uiaa::{AuthData, Dummy, EmailIdentity, ThirdPartyCredentials},
};

use crate::server::{PASSWORD, Server, challenge, client_secret, password_proof, refusal};

const NEW_PASSWORD: &str = "a longer horse, a stronger staple";

fn change() -> change_password::Request {
    change_password::Request::new(NEW_PASSWORD.to_owned())
}

#[tokio::test]
async fn a_new_password_logs_other_devices_out() {
    let server = Server::start().await;
    let phone = server.register("alice").await;
    let laptop = server.log_in("alice", PASSWORD).await.unwrap();
    let request = change().auth(password_proof("alice", PASSWORD));
    server.call(&request, Some(&phone.token)).await.unwrap();
    assert_eq!(server.whoami(&phone.token).await, "@alice:localhost");
    assert_eq!(server.whoami(&laptop.access_token).await, "401 M_UNKNOWN_TOKEN");
    assert_eq!(refusal(server.log_in("alice", PASSWORD).await), "403 M_FORBIDDEN");
    assert!(server.log_in("alice", NEW_PASSWORD).await.is_ok());
}

#[tokio::test]
async fn other_devices_stay_logged_in_on_request() {
    let server = Server::start().await;
    let phone = server.register("alice").await;
    let laptop = server.log_in("alice", PASSWORD).await.unwrap();
    let request = change().logout_devices(false).auth(password_proof("alice", PASSWORD));
    server.call(&request, Some(&phone.token)).await.unwrap();
    assert_eq!(server.whoami(&laptop.access_token).await, "@alice:localhost");
}

#[tokio::test]
async fn a_change_needs_the_users_own_password() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    server.register("bob").await;
    let session = challenge(server.call(&change(), Some(&alice.token)).await)["session"].clone();
    let session = session.as_str().unwrap();
    for (proof, expected) in [
        (password_proof("alice", "wrong password"), "M_FORBIDDEN"),
        (password_proof("bob", PASSWORD), "M_FORBIDDEN"),
        (Dummy::new().into(), "M_UNRECOGNIZED"),
    ] {
        let request = change().auth(proof.with_session(session));
        let info = challenge(server.call(&request, Some(&alice.token)).await);
        assert_eq!(info["errcode"], expected);
        assert_eq!(info["session"], session, "the client may try again");
    }
    let weak = change_password::Request::new("short".to_owned());
    let weak = weak.auth(password_proof("alice", PASSWORD));
    assert_eq!(refusal(server.call(&weak, Some(&alice.token)).await), "400 M_WEAK_PASSWORD");
    assert!(server.log_in("alice", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a_forgotten_password_is_changed_by_mail() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let email = "alice@example.org".to_owned();
    let request = request_3pid_token::Request::new(client_secret(), email.clone(), 1);
    let sid = server.call(&request, ()).await.unwrap().sid;
    server.open_newest_link().await;
    let for_another_purpose = ThirdPartyCredentials::new(sid.clone(), client_secret());
    let wrong = change().auth(AuthData::from(EmailIdentity::new(for_another_purpose)));
    let info = challenge(server.call(&wrong, None).await);
    assert_eq!(info["errcode"], "M_THREEPID_AUTH_FAILED");
    let addition = add_3pid::Request::new(sid, client_secret());
    let addition = addition.auth(password_proof("alice", PASSWORD));
    server.call(&addition, &alice.token).await.unwrap();

    let request = request_password_change_token::Request::new(client_secret(), email, 1);
    let sid = server.call(&request, ()).await.unwrap().sid;
    let proof = EmailIdentity::new(ThirdPartyCredentials::new(sid, client_secret()));
    let request = change().auth(AuthData::from(proof));
    let info = challenge(server.call(&request, None).await);
    assert_eq!(info["errcode"], "M_THREEPID_AUTH_FAILED", "the link is not confirmed yet");
    server.open_newest_link().await;
    server.call(&request, None).await.unwrap();
    assert_eq!(server.whoami(&alice.token).await, "401 M_UNKNOWN_TOKEN", "every device is out");
    assert!(server.log_in("alice", NEW_PASSWORD).await.is_ok());
    let info = challenge(server.call(&request, None).await);
    assert_eq!(info["errcode"], "M_THREEPID_AUTH_FAILED", "a mail is good for one change");
}

#[tokio::test]
async fn a_deactivated_account_cannot_log_in_and_keeps_its_name() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let info = challenge(server.call(&deactivate::Request::new(), Some(&alice.token)).await);
    assert_eq!(info["flows"][0]["stages"][0], "m.login.password");
    let wrong = deactivate::Request::new().auth(password_proof("alice", "wrong password"));
    let info = challenge(server.call(&wrong, Some(&alice.token)).await);
    assert_eq!(info["errcode"], "M_FORBIDDEN");

    let request = deactivate::Request::new().erase(true).auth(password_proof("alice", PASSWORD));
    let answer = server.call(&request, Some(&alice.token)).await.unwrap();
    let result = answer.id_server_unbind_result.unwrap();
    assert_eq!(result, IdentityServerUnbindResult::NoSupport);
    assert_eq!(server.whoami(&alice.token).await, "401 M_UNKNOWN_TOKEN");
    assert_eq!(refusal(server.log_in("alice", PASSWORD).await), "403 M_USER_DEACTIVATED");
    let path = "/_matrix/client/v3/register/available?username=alice";
    assert_eq!(server.raw("GET", path, None, "").await.code(), "400 M_USER_IN_USE");
}

#[tokio::test]
async fn deactivation_without_a_token_is_authenticated_by_password() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let bob = server.register("bob").await;
    let request = deactivate::Request::new().auth(password_proof("alice", PASSWORD));
    server.call(&request, None).await.unwrap();
    assert_eq!(server.whoami(&alice.token).await, "401 M_UNKNOWN_TOKEN");
    assert_eq!(server.whoami(&bob.token).await, "@bob:localhost");
}
