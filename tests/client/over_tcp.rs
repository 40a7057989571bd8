//! The client on reqwest, over TCP.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
    time::Duration,
};

use matrix_api::{
    MatrixVersion, SupportedVersions,
    bytes::Bytes,
    client::{
        CallError, Client, ClientBuilder, Error, ReqwestTransport, RetryPolicy, Transport as _,
        TransportError,
    },
    http::{Request, header},
};
use matrix_client_account::session::sso_redirect;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::{
    endpoints::{get, post, token},
    scripted::alice,
};

/// A server that sends the next of its responses on each connection, and closes it.
struct Server {
    address: SocketAddr,
    received: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(answers: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let received = Arc::new(Mutex::<Vec<String>>::default());
        let notes = Arc::clone(&received);
        tokio::spawn(async move {
            for answer in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                let request = read_head(&mut stream).await;
                notes.lock().unwrap().push(request);
                // The client disconnects when it has read enough.
                let _ = stream.write_all(&answer).await;
                let _ = stream.shutdown().await;
            }
        });
        Self { address, received }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.windows(4).any(|it| it == b"\r\n\r\n") {
        let mut buffer = [0; 1024];
        let count = stream.read(&mut buffer).await.unwrap();
        assert!(count > 0, "the client hung up");
        head.extend_from_slice(&buffer[..count]);
    }
    String::from_utf8(head).unwrap()
}

fn ok(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn client(url: &str) -> Client {
    Client::builder().retry_policy(RetryPolicy::none()).body_limit(1000).build(url).unwrap()
}

fn transport_error(error: Error<matrix_api::MatrixError>) -> TransportError {
    match error {
        Error::Call(CallError::Transport { source, .. }) => source,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_request_gets_its_response() {
    let server = Server::start(vec![ok("{}")]).await;
    client(&server.url()).send(&post::Request::new()).await.unwrap();
    let received = server.received.lock().unwrap().concat();
    assert!(received.starts_with("POST /test HTTP/1.1\r\n"), "{received}");
    assert!(received.contains("user-agent: matrix-api/0.1.0\r\n"), "{received}");
    assert!(received.ends_with("\r\n\r\n{}") || received.ends_with("\r\n\r\n"), "{received}");
}

#[tokio::test]
async fn a_response_above_the_limit_is_not_read() {
    let large = "x".repeat(1001);
    let chunks = (0..11).map(|_| format!("64\r\n{}\r\n", "x".repeat(100))).collect::<String>();
    let chunked = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n");
    let endless = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n".to_vec();
    let until_closed = [b"HTTP/1.1 200 OK\r\n\r\n", large.as_bytes()].concat();
    for answer in [ok(&large), chunked.into_bytes(), endless, until_closed] {
        let server = Server::start(vec![answer]).await;
        let error = client(&server.url()).send(&get::Request::new()).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "test: the response body exceeds 1000 bytes; raise the client's `body_limit`"
        );
        assert!(matches!(
            transport_error(error),
            TransportError::TooLarge { body_limit: 1000, .. }
        ));
    }
    let exactly = format!("{{\"a\": \"{}\"}}", "x".repeat(991));
    assert_eq!(exactly.len(), 1000);
    let server = Server::start(vec![ok(&exactly)]).await;
    client(&server.url()).send(&get::Request::new()).await.unwrap();
}

#[tokio::test]
async fn a_body_is_read_in_its_chunks() {
    let text: String = (0..300_000).map(|number| char::from(b'a' + (number % 23) as u8)).collect();
    let head = "HTTP/1.1 200 OK\r\n";
    let chunks: String = text
        .as_bytes()
        .chunks(70_001)
        .map(|chunk| format!("{:x}\r\n{}\r\n", chunk.len(), str::from_utf8(chunk).unwrap()))
        .collect();
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n");
    let until_closed = format!("{head}\r\n{text}");
    for answer in [ok(&text), chunked.into_bytes(), until_closed.into_bytes()] {
        let server = Server::start(vec![answer]).await;
        let request = Request::get(server.url()).body(Bytes::new()).unwrap();
        let transport = ReqwestTransport::new().unwrap();
        let response = transport.send(request, text.len()).await.unwrap();
        assert!(response.body() == text.as_bytes(), "{} bytes", response.body().len());
    }
    for empty in ["Content-Length: 0\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"] {
        let server = Server::start(vec![format!("{head}{empty}").into_bytes()]).await;
        let request = Request::get(server.url()).body(Bytes::new()).unwrap();
        let response = ReqwestTransport::new().unwrap().send(request, 0).await.unwrap();
        assert!(response.body().is_empty());
    }
}

#[tokio::test]
async fn an_incomplete_body_is_an_error() {
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}".to_vec();
    let server = Server::start(vec![answer]).await;
    let error = client(&server.url()).send(&post::Request::new()).await.unwrap_err();
    let error = transport_error(error);
    assert!(matches!(error, TransportError::Interrupted(_)), "{error}");
    assert!(error.may_have_reached_server());
}

#[tokio::test]
async fn a_refused_connection_is_recognized_and_retried() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let url = format!("http://{address}");
    let error = client(&url).send(&post::Request::new()).await.unwrap_err();
    let error = transport_error(error);
    assert!(matches!(error, TransportError::Connect(_)), "{error}");
    assert!(error.to_string().contains("refused"), "{error}");

    let backoff = Duration::from_millis(200);
    let policy = RetryPolicy::default().backoff(backoff, backoff).max_attempts(20);
    let client = Client::builder().retry_policy(policy).build(&url).unwrap();
    let call = tokio::spawn(async move { client.send(&post::Request::new()).await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let listener = TcpListener::bind(address).await.unwrap();
    let (mut stream, _) = listener.accept().await.unwrap();
    read_head(&mut stream).await;
    stream.write_all(&ok("{}")).await.unwrap();
    call.await.unwrap().unwrap();
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let versions = ok(r#"{"versions": ["v1.1"]}"#);
    let redirect =
        b"HTTP/1.1 302 Found\r\nLocation: https://idp.example.org/\r\nContent-Length: 0\r\n\r\n";
    let server = Server::start(vec![versions, redirect.to_vec()]).await;
    let request = sso_redirect::Request::new("https://app.example.org".to_owned());
    let answer = client(&server.url()).send(&request).await.unwrap();
    assert_eq!(answer.location, "https://idp.example.org/");
    let received = server.received.lock().unwrap().concat();
    assert!(!received.contains(header::AUTHORIZATION.as_str()));
}

/// A server that sends the client's request on to another one, which would answer it.
async fn redirecting_pair(status: &str) -> (Server, Server) {
    let other = Server::start(vec![ok("{}")]).await;
    let location = format!("{}/test", other.url());
    let redirect =
        format!("HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
    (Server::start(vec![redirect.into_bytes()]).await, other)
}

#[tokio::test]
async fn a_transport_from_a_builder_does_not_follow_redirects() {
    for status in ["307 Temporary Redirect", "302 Found"] {
        let (server, other) = redirecting_pair(status).await;
        let follows = reqwest::Client::builder().redirect(reqwest::redirect::Policy::limited(10));
        let transport = ReqwestTransport::from_builder(follows).unwrap();
        let client = ClientBuilder::new(transport).build(&server.url()).unwrap();
        let error = client.send(&post::Request::new()).await.unwrap_err();
        assert!(error.status().unwrap().is_redirection(), "{error}");
        assert!(other.received.lock().unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_response_of_another_server_is_refused() {
    let (server, other) = redirecting_pair("307 Temporary Redirect").await;
    let transport = ReqwestTransport::from(reqwest::Client::new());
    let client = ClientBuilder::new(transport).build(&server.url()).unwrap();
    let error = transport_error(client.send(&post::Request::new()).await.unwrap_err());
    assert!(matches!(error, TransportError::FollowedRedirect), "{error}");
    assert!(error.may_have_reached_server());
    assert!(error.to_string().contains("`ReqwestTransport::from_builder`"), "{error}");
    assert_eq!(other.received.lock().unwrap().len(), 1, "reqwest has followed it");
}

#[tokio::test]
async fn new_tokens_are_received_after_their_call_was_dropped() {
    let unknown_token =
        b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 30\r\n\r\n{\"errcode\": \"M_UNKNOWN_TOKEN\"}";
    let new_token = ok(r#"{"access_token": "new"}"#);
    let unknown_token = || (0, unknown_token.to_vec());
    let answers = [unknown_token(), (150, new_token), unknown_token(), (0, ok("{}"))];
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let received = tokio::spawn(async move {
        let mut received = Vec::new();
        for (delay, answer) in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            received.push(read_head(&mut stream).await);
            tokio::time::sleep(Duration::from_millis(delay)).await;
            stream.write_all(&answer).await.unwrap();
            stream.shutdown().await.unwrap();
        }
        received
    });
    let client = Client::builder()
        .timeout(Duration::from_millis(400))
        .session(alice("old").with_refresh_token("refresh".to_owned()))
        .supported_versions(SupportedVersions::from([MatrixVersion::V1_11]))
        .build(&url)
        .unwrap();
    let request = token::Request::new();
    tokio::time::timeout(Duration::from_millis(100), client.send(&request)).await.unwrap_err();
    // The timeout ends, although the response has arrived.
    tokio::time::sleep(Duration::from_millis(600)).await;
    client.send(&request).await.unwrap();
    let received = received.await.unwrap();
    assert!(received[1].starts_with("POST /_matrix/client/v3/refresh "), "{received:?}");
    assert!(received[3].contains("authorization: Bearer new"), "{received:?}");
}

#[tokio::test]
async fn errors_do_not_show_the_url() {
    let client = client("http://127.0.0.1:1");
    let request = matrix_client_account::check_registration_token_validity::Request::new(
        "swordfish".to_owned(),
    );
    client.set_supported_versions(SupportedVersions::from([MatrixVersion::V1_2]));
    let error = client.send(&request).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("swordfish"), "{error:?}");
}

/// Runtimes move a future when they spawn it, and keep it until the call ends.
#[test]
fn the_future_of_a_call_is_small() {
    let client = Client::new("https://example.org").unwrap();
    let size = size_of_val(&client.send(&get::Request::new()));
    assert!(size <= 4096, "{size} bytes");
}
