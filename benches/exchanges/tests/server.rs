//! All servers respond alike.

use std::collections::BTreeSet;

use axum::{Router, body::Body, extract::Request};
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header::CONTENT_TYPE};
use http_body_util::BodyExt as _;
use matrix_api_exchanges::server::{
    app::{App, USER_ID},
    by_hand,
    cases::{self, Case, case, display_name},
    ours,
    routes::{AccountGet, AccountPost, Table as _},
};
use tower::ServiceExt as _;

struct Received {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

async fn send(router: &Router, request: Request<Body>) -> Received {
    let response = router.clone().oneshot(request).await.unwrap();
    let (head, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Received { status: head.status, headers: head.headers, body }
}

fn errcode(received: &Received) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(&received.body).ok()?;
    Some(body.get("errcode")?.as_str()?.to_owned())
}

#[tokio::test]
async fn the_responses_of_the_cases_are_equal() {
    let (ours, by_hand) = (ours::router(App::new()), by_hand::router(App::new()));
    for case in cases::all() {
        let ours = send(&ours, case.request()).await;
        let by_hand = send(&by_hand, case.request()).await;
        assert_eq!(ours.status, case.status, "{}", case.name);
        assert_eq!(ours.status, by_hand.status, "{}", case.name);
        assert_eq!(ours.body, by_hand.body, "{}", case.name);
        assert_eq!(ours.headers, by_hand.headers, "{}", case.name);
    }
}

#[test]
fn all_account_endpoints_have_routes() {
    let others = ["whoami", "register"];
    let endpoints = matrix_client_account::ENDPOINTS.iter().map(|endpoint| endpoint.metadata());
    let expected = endpoints.filter(|metadata| !others.contains(&metadata.name));
    let expected = expected.flat_map(|metadata| {
        metadata.path.templates().map(|path| (metadata.method.to_string(), path.as_str()))
    });
    let routed = AccountGet::paths().chain(AccountPost::paths());
    let routed = routed.map(|(method, path)| (method.to_string(), path));
    assert_eq!(routed.collect::<BTreeSet<_>>(), expected.collect::<BTreeSet<_>>());
}

/// Requests that are not measured.
fn other_cases() -> Vec<Case> {
    let put = |path: &str, body| Case {
        body: Bytes::from_static(body),
        content_type: Some("application/json"),
        ..case("PUT", Method::PUT, path)
    };
    let path = display_name(USER_ID);
    let client = |path: &str| format!("/_matrix/client/{path}");
    vec![
        case("HEAD", Method::HEAD, cases::WHOAMI),
        case("an old path", Method::GET, &client("r0/account/whoami")),
        Case { token: None, ..case("no token", Method::GET, cases::WHOAMI) },
        case("wrong method", Method::DELETE, cases::WHOAMI),
        case("preflight", Method::OPTIONS, cases::WHOAMI),
        case("preflight of an unknown path", Method::OPTIONS, "/unknown"),
        case("another endpoint", Method::GET, &client("v3/account/3pid")),
        put(&display_name("@bob:example.org"), br#"{"displayname":"Bob"}"#),
        put(&display_name("bob"), br#"{"displayname":"Bob"}"#),
        put(&path, br#"{"displayname":"Alice""#),
        put(&path, br#"{"displayname":1}"#),
        put(&path, br#"{"displayname":"#),
        put(&path, b"{}"),
        Case {
            body: Bytes::from(vec![b'x'; 3 * 1024 * 1024]),
            content_type: Some("application/octet-stream"),
            ..case("too large", Method::POST, "/_matrix/media/v3/upload")
        },
        Case {
            body: Bytes::from_static(br#"{"username":"alice"}"#),
            content_type: Some("application/json"),
            ..case("without authentication", Method::POST, &client("v3/register"))
        },
        Case {
            body: Bytes::from_static(br#"{"auth":{"type":"m.login.dummy"},"username":"Alice"}"#),
            content_type: Some("application/json"),
            ..case("an invalid name", Method::POST, &client("v3/register"))
        },
    ]
}

#[tokio::test]
async fn other_requests_get_the_same_status_and_error_code() {
    let (ours, by_hand) = (ours::router(App::new()), by_hand::router(App::new()));
    for case in other_cases() {
        let ours = send(&ours, case.request()).await;
        let by_hand = send(&by_hand, case.request()).await;
        assert_eq!(ours.status, by_hand.status, "{case:?}");
        assert_eq!(errcode(&ours), errcode(&by_hand), "{case:?}");
        assert_eq!(ours.headers.get(CONTENT_TYPE), by_hand.headers.get(CONTENT_TYPE), "{case:?}");
        for name in ours.headers.keys().filter(|name| name.as_str().starts_with("access-control-a"))
        {
            // Ours tells browsers how long to remember a preflight response.
            if name != http::header::ACCESS_CONTROL_MAX_AGE {
                assert_eq!(ours.headers.get(name), by_hand.headers.get(name), "{case:?}");
            }
        }
    }
}
