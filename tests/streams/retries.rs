//! Requests with streams that are sent again.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::atomic::Ordering,
    time::Duration,
};

use matrix_api::client::{Client, RetryPolicy};
use tokio::net::TcpListener;

use crate::{
    endpoints::{store, upload},
    pattern::Pattern,
    raw_server::{RawServer, response},
    server::{Server, client, soon},
};

const SIZE: u64 = 3_000_000;

#[tokio::test]
async fn a_refusal_in_the_middle_restarts_a_body_from_its_beginning() {
    let server = Server::start().await;
    server.app.refusals.store(2, Ordering::Relaxed);
    let (body, opened) = Pattern::counted(SIZE);
    let request = store::Request::new("key".to_owned(), body);
    let response = soon(server.client().send(&request)).await.unwrap();
    assert_eq!(response.size, SIZE);
    assert_eq!(opened.load(Ordering::Relaxed), 3);
    assert_eq!(server.app.uploads.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_body_that_is_read_once_is_not_sent_again() {
    let server = Server::start().await;
    server.app.refusals.store(1, Ordering::Relaxed);
    let request = store::Request::new("key".to_owned(), Pattern::once(SIZE));
    let error = soon(server.client().send(&request)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 429, "{error}");
    assert_eq!(server.app.uploads.load(Ordering::Relaxed), 1);
    let error = soon(server.client().send(&request)).await.unwrap_err();
    assert!(error.to_string().contains("can be read only once"), "{error}");
}

#[tokio::test]
async fn a_body_that_is_read_once_is_sent_again_before_its_first_byte() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    drop(listener);
    let backoff = Duration::from_millis(200);
    let policy = RetryPolicy::default().backoff(backoff, backoff).max_attempts(20);
    let client = Client::builder().retry_policy(policy).build(&format!("http://{address}"));
    let request = store::Request::new("key".to_owned(), Pattern::once(5));
    let call = tokio::spawn(async move { client.unwrap().send(&request).await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let listener = TcpListener::bind(address).await.unwrap();
    let (stream, _) = listener.accept().await.unwrap();
    let stream = stream.into_std().unwrap();
    let answer = std::thread::spawn(move || {
        use std::io::{Read as _, Write as _};
        let mut stream = stream;
        stream.set_nonblocking(false).unwrap();
        let mut received = Vec::new();
        let body = crate::pattern::bytes(0, 5);
        while !received.ends_with(&body) {
            let mut buffer = [0; 1024];
            let length = stream.read(&mut buffer).unwrap();
            received.extend_from_slice(&buffer[..length]);
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"size\":5}").unwrap();
    });
    assert_eq!(soon(call).await.unwrap().unwrap().size, 5);
    answer.join().unwrap();
}

#[tokio::test]
async fn a_request_that_is_not_idempotent_is_not_repeated() {
    let unavailable = || response("503 Service Unavailable", "Content-Length: 0\r\n", b"");
    let server = RawServer::start(vec![unavailable(), unavailable()]).await;
    let request = upload::Request::new(Pattern::body(10));
    let error = soon(client(&server.url).send(&request)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(server.heads.lock().unwrap().len(), 1);
}
