//! The mock as a server for other programs.

use std::{io, time::Duration};

use matrix_api::{
    Body,
    client::{Client, RetryPolicy},
    mock::{MockServer, Reply},
};
use matrix_client_account::{ENDPOINTS, whoami};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{
    alice,
    endpoints::{echo, greet, hello},
    failures,
};

/// The response to a request, as a program in another language sees it.
async fn ask(mock: &MockServer, head: &str) -> io::Result<String> {
    let served = mock.serve().await?;
    let mut connection = TcpStream::connect(served.address()).await?;
    let request = format!("{head} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await?;
    let mut response = String::new();
    connection.read_to_string(&mut response).await?;
    Ok(response)
}

#[tokio::test]
async fn requests_are_answered_and_recorded() {
    let mock = MockServer::new()
        .token("syt_1")
        .on(|_: whoami::Request| Ok(whoami::Response::new(alice())));
    let path = "GET /_matrix/client/v3/account/whoami?access_token=";
    let response = ask(&mock, &format!("{path}syt_1")).await.unwrap();
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
    assert!(response.contains("\r\ncontent-type: application/json\r\n"), "{response}");
    assert!(response.ends_with(r#"{"user_id":"@alice:example.org"}"#), "{response}");
    let response = ask(&mock, &format!("{path}syt_2")).await.unwrap();
    assert!(response.starts_with("HTTP/1.1 401 ") && response.contains("M_UNKNOWN_TOKEN"));
    let response = ask(&mock, "GET /_matrix/client/versions").await.unwrap();
    assert!(response.contains(r#""v1.19""#), "{response}");
    assert_eq!(mock.called(), ["whoami", "whoami"]);
    mock.assert();
}

#[tokio::test]
async fn head_counts_as_get() {
    let mock = MockServer::new().on(|_: whoami::Request| Ok(whoami::Response::new(alice())));
    let path = "/_matrix/client/v3/account/whoami?access_token=t";
    let response = ask(&mock, &format!("HEAD {path}")).await.unwrap();
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
    assert!(response.ends_with("\r\n\r\n"), "{response}");
    assert_eq!(mock.calls::<whoami::Request>().len(), 1);
}

#[tokio::test]
async fn a_client_over_tcp_works_as_in_process() {
    let mock = MockServer::new()
        .on(|request: greet::Request| Ok(hello(&request.name)))
        .on(|request: echo::Request| Ok(echo::Response::new(request.content)));
    let served = mock.serve().await.unwrap();
    let client = Client::new(served.url()).unwrap();
    let response = client.send(&greet("ann")).await.unwrap();
    assert_eq!(response.text, "hello ann");
    let content = Body::from(vec![7; 100_000]);
    let response = client.send(&echo::Request::new(content)).await.unwrap();
    assert_eq!(response.content.collect(200_000).await.unwrap().len(), 100_000);
    assert_eq!(mock.calls::<greet::Request>()[0].name, "ann");
}

#[tokio::test]
async fn an_unexpected_request_is_told_to_both_sides() {
    let mock = MockServer::new().endpoints(&ENDPOINTS);
    let response = ask(&mock, "GET /_matrix/client/v3/account/whoami").await.unwrap();
    assert!(response.starts_with("HTTP/1.1 500 "), "{response}");
    let text = "unexpected request: `whoami` (GET /_matrix/client/v3/account/whoami)";
    assert!(response.contains(text), "{response}");
    assert!(failures(&mock).starts_with(text));
}

#[tokio::test]
async fn a_handler_that_panics_fails_the_test() {
    let mock = MockServer::new().on(|_: whoami::Request| {
        assert_eq!(1, 2, "the handler");
        Ok(whoami::Response::new(alice()))
    });
    let response =
        ask(&mock, "GET /_matrix/client/v3/account/whoami?access_token=t").await.unwrap();
    assert!(response.starts_with("HTTP/1.1 500 "), "{response}");
    assert!(response.contains("a handler of the mock panicked"), "{response}");
    assert!(failures(&mock).contains("the handler"));
}

#[tokio::test]
async fn a_lost_connection_has_no_response() {
    for reply in [Reply::connection_lost, Reply::connection_refused] {
        let mock = MockServer::new().on(move |_: whoami::Request| reply());
        let response = ask(&mock, "GET /_matrix/client/v3/account/whoami?access_token=t").await;
        assert_eq!(response.unwrap_or_default(), "");
        let served = mock.serve().await.unwrap();
        let builder = Client::builder().retry_policy(RetryPolicy::none());
        let client = builder.build(served.url()).unwrap();
        let error = client.send_with(&whoami::Request::new(), "t").await.unwrap_err();
        assert!(error.as_call().unwrap().may_have_reached_server(), "{error}");
    }
}

#[tokio::test]
async fn a_delay_is_real() {
    let delay = Duration::from_millis(50);
    let mock = MockServer::new()
        .on(move |_: whoami::Request| Reply::new(Ok(whoami::Response::new(alice()))).delay(delay));
    let began = std::time::Instant::now();
    ask(&mock, "GET /_matrix/client/v3/account/whoami?access_token=t").await.unwrap();
    assert!(began.elapsed() >= delay);
    assert_eq!(mock.elapsed(), Duration::ZERO);
}

#[tokio::test]
async fn it_ends_when_it_is_dropped() {
    let mock = MockServer::new();
    let served = mock.serve().await.unwrap();
    let address = served.address();
    assert_eq!(served.url(), format!("http://{address}"));
    TcpStream::connect(address).await.unwrap();
    drop(served);
    // The task ends soon.
    for _ in 0..1000 {
        if TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    panic!("the mock still listens");
}
