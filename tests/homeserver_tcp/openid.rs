//! OpenID tokens.

use matrix_client_account::request_openid_token::{OpenIdTokenType, Request};

use crate::server::{Server, refusal};

#[tokio::test]
async fn a_third_party_learns_the_user_and_nothing_else() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let answer = server.call(&Request::new(alice.user_id.clone()), &alice.token).await.unwrap();
    assert_eq!(answer.token_type, OpenIdTokenType::Bearer);
    assert_eq!(answer.matrix_server_name.as_str(), "localhost");
    assert_eq!(answer.expires_in.as_secs(), 3600);

    let userinfo = "/_matrix/federation/v1/openid/userinfo?access_token=";
    let path = format!("{userinfo}{}", answer.access_token);
    assert_eq!(server.raw("GET", &path, None, "").await.json()["sub"], "@alice:localhost");
    let wrong = server.raw("GET", &format!("{userinfo}wrong"), None, "").await;
    assert_eq!(wrong.code(), "401 M_UNKNOWN_TOKEN");
    assert_eq!(server.whoami(&answer.access_token).await, "401 M_UNKNOWN_TOKEN");
    let access_token = server.raw("GET", &format!("{userinfo}{}", alice.token), None, "").await;
    assert_eq!(access_token.code(), "401 M_UNKNOWN_TOKEN");
}

#[tokio::test]
async fn a_user_gets_no_token_for_another_user() {
    let server = Server::start().await;
    let alice = server.register("alice").await;
    let bob = server.register("bob").await;
    let answer = server.call(&Request::new(alice.user_id), &bob.token).await;
    assert_eq!(refusal(answer), "403 M_FORBIDDEN");
    let path = "/_matrix/client/v3/user/nobody/openid/request_token";
    let answer = server.raw("POST", path, Some(&bob.token), "{}").await;
    assert_eq!(answer.code(), "400 M_INVALID_PARAM");
}
