//! Values that have the right type and are rejected.

use matrix_client_account::request_register_token;

use crate::server::{PASSWORD, Server, client_secret, refusal};

#[tokio::test]
async fn a_device_id_is_short_and_visible() {
    let server = Server::start().await;
    server.register("alice").await;
    for device_id in ["x".repeat(60_000).as_str(), &"x".repeat(513), "\\u0000", "\\u202e", "a\\nb"]
    {
        let body = format!(
            r#"{{"type": "m.login.password", "user": "alice", "password": "{PASSWORD}",
                 "device_id": "{device_id}"}}"#
        );
        let answer = server.raw("POST", "/_matrix/client/v3/login", None, body).await;
        assert_eq!(answer.code(), "400 M_INVALID_PARAM", "{device_id:.20}");
        // Before the client has authenticated.
        let body = format!(
            r#"{{"username": "bob", "password": "{PASSWORD}", "device_id": "{device_id}"}}"#
        );
        let answer = server.raw("POST", "/_matrix/client/v3/register", None, body).await;
        assert_eq!(answer.code(), "400 M_INVALID_PARAM", "{device_id:.20}");
    }
    let longest = "x".repeat(512);
    let body = format!(
        r#"{{"type": "m.login.password", "user": "alice", "password": "{PASSWORD}",
             "device_id": "{longest}", "initial_device_display_name": "{}"}}"#,
        "Zoë's phone ".repeat(1000)
    );
    let answer = server.raw("POST", "/_matrix/client/v3/login", None, body).await;
    assert_eq!(answer.json()["device_id"], longest);
}

#[tokio::test]
async fn a_mail_goes_to_addresses_on_the_internet_only() {
    let server = Server::start().await;
    for email in ["a@[127.0.0.1]", "a@127.0.0.1", "root@localhost", "a\u{202e}@example.org"] {
        let request = request_register_token::Request::new(client_secret(), email.to_owned(), 1);
        assert_eq!(refusal(server.call(&request, ()).await), "400 M_INVALID_PARAM", "{email}");
    }
    assert!(server.mails().is_empty());
}
