//! Single sign-on with the dummy provider.

use matrix_api::http::header;
use matrix_api_examples::homeserver::{Config, DummyProvider};
use matrix_client_account::session::{
    LoginType, TokenLogin, get_login_flows, login, sso_redirect, sso_redirect_to_idp,
};

use crate::server::{Server, config, refusal};

async fn server_with_provider() -> Server {
    let (id, name) = ("dummy".to_owned(), "Dummy".to_owned());
    let dummy_provider = Some(DummyProvider { id, name, username: "alice".to_owned() });
    Server::with(Config { dummy_provider, ..config() }).await
}

const APP: &str = "https://app.example.org/#/login";

#[tokio::test]
async fn the_provider_is_listed_and_its_token_works_once() {
    let server = server_with_provider().await;
    let alice = server.register("alice").await;
    let flows = server.call(&get_login_flows::Request::new(), ()).await.unwrap().flows;
    let sso = flows.iter().find(|flow| flow.kind == LoginType::Sso).unwrap();
    let id = &sso.identity_providers.as_ref().unwrap()[0].id;

    let chosen = sso_redirect_to_idp::Request::new(id.clone(), APP.to_owned());
    let any = sso_redirect::Request::new(APP.to_owned());
    for location in [
        server.call(&chosen, ()).await.unwrap().location,
        server.call(&any, ()).await.unwrap().location,
    ] {
        let (before, rest) = location.split_once("?loginToken=").unwrap();
        let (token, after) = rest.split_once('#').unwrap();
        assert_eq!((before, after), ("https://app.example.org/", "/login"));
        let request = login::Request::new(TokenLogin::new(token).into());
        assert_eq!(server.call(&request, None).await.unwrap().user_id, alice.user_id);
        assert_eq!(refusal(server.call(&request, None).await), "403 M_FORBIDDEN");
    }
}

#[tokio::test]
async fn browsers_are_redirected_with_302() {
    let server = server_with_provider().await;
    server.register("alice").await;
    let path = "/_matrix/client/r0/login/sso/redirect?redirectUrl=app%3A%2F%2Flogin%3Fa%3Db";
    let answer = server.raw("GET", path, None, "").await;
    assert_eq!(answer.0.status(), 302);
    let location = answer.header(header::LOCATION).unwrap();
    assert!(location.starts_with("app://login?a=b&loginToken="), "{location}");
}

#[tokio::test]
async fn head_creates_no_login_token() {
    let server = server_with_provider().await;
    server.register("alice").await;
    for path in ["login/sso/redirect", "login/sso/redirect/dummy"] {
        let path = format!("/_matrix/client/v3/{path}?redirectUrl=app%3A%2F%2Flogin");
        let answer = server.raw("HEAD", &path, None, "").await;
        assert_eq!(answer.0.status(), 405, "{path}");
        assert_eq!(answer.header(header::LOCATION), None, "{path}");
    }
}

#[tokio::test]
async fn invalid_redirect_urls_are_refused() {
    let server = server_with_provider().await;
    let request = sso_redirect::Request::new(APP.to_owned());
    assert_eq!(refusal(server.call(&request, ()).await), "404 M_NOT_FOUND", "no account yet");
    server.register("alice").await;
    let request = sso_redirect_to_idp::Request::new("other".to_owned(), APP.to_owned());
    assert_eq!(refusal(server.call(&request, ()).await), "404 M_NOT_FOUND");
    for url in ["", "no url", "/login", "login", "https://app.example.org/\r\nSet-Cookie: a=b"] {
        let request = sso_redirect::Request::new(url.to_owned());
        assert_eq!(refusal(server.call(&request, ()).await), "400 M_INVALID_PARAM", "{url}");
    }
    let path = "/_matrix/client/v3/login/sso/redirect";
    assert_eq!(server.raw("GET", path, None, "").await.code(), "400 M_MISSING_PARAM");
}
