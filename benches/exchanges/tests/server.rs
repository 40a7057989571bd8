//! All servers respond alike.

use std::collections::BTreeSet;

use axum::{Router, body::Body, extract::Request};
use bytes::Bytes;
use http::{
    HeaderMap, Method, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};
use http_body_util::BodyExt as _;
use matrix_api_exchanges::server::{
    app::{App, USER_ID},
    by_hand,
    cases::{self, Case, case, display_name},
    connection::Connection,
    ours, raw_hyper,
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
        // hyper writes the length of a body that knows it, whoever set the header.
        let without_length = |mut headers: HeaderMap| {
            headers.remove(CONTENT_LENGTH);
            headers
        };
        let (ours, by_hand) = (without_length(ours.headers), without_length(by_hand.headers));
        assert_eq!(ours, by_hand, "{}", case.name);
    }
}

/// The response as text, with its headers in order and without those that differ by time.
async fn exchange(mut connection: Connection, case: &Case) -> (Vec<String>, String) {
    let response = connection.first_exchange(&case.bytes()).await;
    let text = String::from_utf8(response).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let head = head.lines().filter(|line| !line.starts_with("date:"));
    let mut head = head.map(str::to_owned).collect::<Vec<_>>();
    head.sort();
    (head, body.to_owned())
}

#[tokio::test]
async fn the_responses_of_the_cases_are_equal_on_connections() {
    let hyper = raw_hyper::Server::new(App::new());
    for case in cases::all().into_iter().filter(|case| case.frame.is_none()) {
        let ours = exchange(Connection::to_router(ours::router(App::new())), &case).await;
        let by_hand = exchange(Connection::to_router(by_hand::router(App::new())), &case).await;
        assert_eq!(ours, by_hand, "{}", case.name);
        assert_eq!(ours, exchange(Connection::to_hyper(hyper.clone()), &case).await);
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

/// The members of their JSON objects may be in another order. Not all of them send the headers.
#[cfg(feature = "frameworks")]
mod frameworks {
    use std::{
        io::{Read as _, Write as _},
        net::TcpStream,
    };

    use matrix_api_exchanges::server::frameworks;
    use serde_json::Value;

    use super::*;

    fn exchange(port: u16, case: &Case) -> (u16, Value) {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.write_all(&case.bytes()).unwrap();
        let (mut response, mut buffer) = (Vec::new(), [0; 4096]);
        while !cases::is_complete(&response) {
            let read = stream.read(&mut buffer).unwrap();
            response.extend_from_slice(&buffer[..read]);
        }
        let text = String::from_utf8(response).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap())
    }

    async fn compare(port: u16, has_bodies_of_unknown_paths: bool) {
        let ours = ours::router(App::new());
        for case in cases::all().into_iter().filter(|case| case.frame.is_none()) {
            let ours = send(&ours, case.request()).await;
            let name = case.name;
            let exchange = tokio::task::spawn_blocking(move || exchange(port, &case));
            let (status, body) = exchange.await.unwrap();
            assert_eq!(status, ours.status, "{name}");
            if status != 404 || has_bodies_of_unknown_paths {
                assert_eq!(body, serde_json::from_slice::<Value>(&ours.body).unwrap(), "{name}");
            }
        }
    }

    #[tokio::test]
    async fn dropshot_responds_alike() {
        let server = frameworks::dropshot::start(App::new());
        compare(server.local_addr().port(), false).await;
    }

    #[tokio::test]
    async fn poem_responds_alike() {
        use poem::listener::{Acceptor as _, Listener as _};

        let listener = poem::listener::TcpListener::bind("127.0.0.1:0");
        let acceptor = listener.into_acceptor().await.unwrap();
        let address = acceptor.local_addr().remove(0);
        let endpoint = frameworks::poem::endpoint(App::new());
        tokio::spawn(poem::Server::new_with_acceptor(acceptor).run(endpoint));
        compare(address.as_socket_addr().unwrap().port(), true).await;
    }
}
