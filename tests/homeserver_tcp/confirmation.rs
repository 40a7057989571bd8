//! The page that a mailed link opens.

use matrix_api::http::{Request, header};
use matrix_client_account::{
    add_3pid, change_password, request_3pid_token, request_password_change_token,
    request_register_token,
    uiaa::{AuthData, EmailIdentity, ThirdPartyCredentials},
};

use crate::server::{PASSWORD, Server, challenge, client_secret, password_proof};

const EMAIL: &str = "alice@example.org";

/// Whatever a mail scanner sends to the newest link.
async fn scan(server: &Server) {
    let link = server.newest_link();
    for method in ["GET", "HEAD", "OPTIONS"] {
        assert!(server.raw(method, &link, None, "").await.0.status().is_success(), "{method}");
    }
}

#[tokio::test]
async fn a_mail_scanner_that_opens_the_link_confirms_nothing() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let request = request_3pid_token::Request::new(client_secret(), EMAIL.to_owned(), 1);
    let sid = server.call(&request, ()).await.unwrap().sid;
    scan(&server).await;
    let addition = add_3pid::Request::new(sid, client_secret());
    let addition = addition.auth(password_proof("alice", PASSWORD));
    assert!(server.call(&addition, &alice.token).await.is_err());
    assert_eq!(server.open_newest_link().await.code(), "200");
    server.call(&addition, &alice.token).await.unwrap();

    // Somebody else asks for a new password, and hopes for the scanner.
    let request = request_password_change_token::Request::new(client_secret(), EMAIL.to_owned(), 1);
    let sid = server.call(&request, ()).await.unwrap().sid;
    scan(&server).await;
    let proof = EmailIdentity::new(ThirdPartyCredentials::new(sid, client_secret()));
    let change = change_password::Request::new("the thief's password".to_owned());
    let info = challenge(server.call(&change.auth(AuthData::from(proof)), None).await);
    assert_eq!(info["errcode"], "M_THREEPID_AUTH_FAILED");
    assert!(server.log_in("alice", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn the_page_says_what_is_confirmed_and_its_form_confirms() {
    let server = Server::start().await;
    let email = "a&b@example.org".to_owned();
    let request = request_register_token::Request::new(client_secret(), email, 1);
    server.call(&request, ()).await.unwrap();
    let link = server.newest_link();
    let page = server.raw("GET", &link, None, "").await;
    assert_eq!(page.header(header::CONTENT_TYPE), Some("text/html; charset=utf-8"));
    let text = String::from_utf8(page.0.body().to_vec()).unwrap();
    for part in
        ["register an account at localhost", "<b>a&amp;b@example.org</b>", "method=\"post\""]
    {
        assert!(text.contains(part), "{part} is not in {text}");
    }

    // As a browser sends an empty form.
    let mut post = Request::post(&link).body(Default::default()).unwrap();
    let form = "application/x-www-form-urlencoded".parse().unwrap();
    post.headers_mut().insert(header::CONTENT_TYPE, form);
    let page = server.send(post).await;
    assert_eq!(page.code(), "200");
    let text = String::from_utf8(page.0.body().to_vec()).unwrap();
    assert!(text.contains("<b>a&amp;b@example.org</b> is confirmed"), "{text}");
}

#[tokio::test]
async fn no_cache_keeps_a_response_and_no_referrer_leaks_a_link() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let request = request_3pid_token::Request::new(client_secret(), EMAIL.to_owned(), 1);
    server.call(&request, ()).await.unwrap();
    let link = server.newest_link();
    let login =
        format!(r#"{{"type": "m.login.password", "user": "alice", "password": "{PASSWORD}"}}"#);
    for (method, path, body) in [
        ("GET", link.as_str(), ""),
        ("HEAD", link.as_str(), ""),
        ("POST", link.as_str(), ""),
        ("POST", "/_matrix/client/v3/login", login.as_str()),
        ("POST", "/_matrix/client/v3/login", "no JSON"),
        ("POST", "/_matrix/client/v3/refresh", r#"{"refresh_token": "wrong"}"#),
        ("GET", "/_matrix/client/v3/account/whoami", ""),
        ("GET", "/nothing", ""),
    ] {
        let answer = server.raw(method, path, Some(&alice.token), body.to_owned()).await;
        for (name, expected) in [
            (header::CACHE_CONTROL, "no-store"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ] {
            assert_eq!(answer.header(name), Some(expected), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_wrong_link_has_no_page() {
    let server = Server::start().await;
    for method in ["GET", "POST"] {
        let path = "/_account_server/validate_email?token=wrong";
        assert_eq!(server.raw(method, path, None, "").await.code(), "404 M_NOT_FOUND");
    }
}
