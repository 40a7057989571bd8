//! Limits of size and time, on both sides.

use std::time::Duration;

use matrix_api::{
    Body, MatrixError,
    body::BodyError,
    client::{CallError, ClientBuilder, Error, ReqwestTransport, RetryPolicy},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::{
    endpoints::{download, store, upload},
    pattern::{self, Pattern},
    raw_server::{RawServer, response},
    server::{Server, soon},
};

fn builder() -> ClientBuilder<ReqwestTransport> {
    matrix_api::client::Client::builder().retry_policy(RetryPolicy::none())
}

const MILLISECOND: Duration = Duration::from_millis(1);

/// A body of unknown size.
fn unsized_body(size: u64) -> Body {
    struct Unsized(matrix_api::body::BoxBodyReader);

    impl matrix_api::body::BodyReader for Unsized {
        fn poll_chunk(
            &mut self,
            context: &mut std::task::Context<'_>,
        ) -> matrix_api::body::PolledChunk {
            self.0.poll_chunk(context)
        }
    }

    Body::once(Unsized(Pattern::body(size).open().unwrap()))
}

#[tokio::test]
async fn the_server_counts_while_it_reads() {
    let server = Server::start_with(|api| api.body_limit(100_000)).await;
    let client = server.client();
    for body in [Pattern::body(100_000), unsized_body(100_000)] {
        let response = soon(client.send(&upload::Request::new(body))).await.unwrap();
        assert_eq!(response.size, 100_000);
    }
    for body in [Pattern::body(100_001), unsized_body(100_001)] {
        let error = soon(client.send(&upload::Request::new(body))).await.unwrap_err();
        let expected = "upload: [413 M_TOO_LARGE] the body exceeds 100000 bytes";
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn the_server_has_a_limit_by_default() {
    let server = Server::start_with(|api| api).await;
    let request = upload::Request::new(Pattern::body(2 * 1024 * 1024 + 1));
    let error = soon(server.client().send(&request)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 413);
}

#[tokio::test]
async fn the_server_does_not_wait_for_a_silent_client() {
    let server = Server::start_with(|api| api.body_timeout(50 * MILLISECOND)).await;
    let mut stream = TcpStream::connect(server.url.strip_prefix("http://").unwrap()).await.unwrap();
    let head = "PUT /objects/key HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&pattern::bytes(0, 5)).await.unwrap();
    let mut answer = vec![0; 12];
    soon(stream.read_exact(&mut answer)).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&answer), "HTTP/1.1 408");
}

#[tokio::test]
async fn the_time_of_a_handler_is_not_that_of_the_client() {
    // The handler begins to read after twice the limit.
    let body = Pattern::body(1000);
    let server = Server::start_with(|api| api.body_timeout(50 * MILLISECOND)).await;
    let request = store::Request::new("slow".to_owned(), body);
    assert_eq!(soon(server.client().send(&request)).await.unwrap().size, 1000);
}

fn slow_body(pieces: u32, pause: Duration) -> crate::raw_server::Script {
    let mut script = response("200 OK", "Content-Length: 1000\r\nETag: \"1\"\r\n", b"");
    for piece in 0..pieces {
        script.push((pattern::bytes(u64::from(piece) * 100, 100), pause));
    }
    script
}

async fn read(
    builder: ClientBuilder<ReqwestTransport>,
    script: crate::raw_server::Script,
) -> Result<u64, BodyError> {
    let server = RawServer::start(vec![script]).await;
    let client = builder.build(&server.url).unwrap();
    let request = download::Request::new("key".to_owned());
    let response = soon(client.send(&request)).await.unwrap();
    soon(pattern::read(&response.content)).await
}

#[tokio::test]
async fn the_deadline_covers_the_head_of_a_download() {
    let builder = builder().timeout(300 * MILLISECOND).deadline(300 * MILLISECOND);
    assert_eq!(read(builder, slow_body(10, 50 * MILLISECOND)).await.unwrap(), 1000);
}

#[tokio::test]
async fn a_download_that_stops_is_noticed() {
    let builder = builder().idle_timeout(100 * MILLISECOND);
    let result = read(builder, slow_body(5, Duration::from_secs(3))).await;
    assert!(matches!(result, Err(BodyError::Idle { .. })), "{result:?}");
}

#[tokio::test]
async fn a_received_body_can_be_limited() {
    let server = Server::start().await;
    let request = download::Request::new("100000".to_owned());
    let body = server.client().send(&request).await.unwrap().content;
    let result = pattern::read(&body.limited(50_000)).await;
    assert!(matches!(result, Err(BodyError::TooLarge { limit: 50_000, .. })), "{result:?}");
}

#[tokio::test]
async fn a_head_that_does_not_arrive_ends_the_attempt() {
    let script = vec![(Vec::new(), Duration::from_secs(5))];
    let server = RawServer::start(vec![script.clone(), script]).await;
    let client = builder().timeout(100 * MILLISECOND).build(&server.url).unwrap();
    let error = soon(client.send(&download::Request::new("key".to_owned()))).await.unwrap_err();
    assert!(matches!(error, Error::Call(CallError::TimedOut { .. })), "{error}");
    let request = store::Request::new("key".to_owned(), Pattern::body(1000));
    let error = soon(client.send(&request)).await.unwrap_err();
    assert!(matches!(error, Error::Call(CallError::TimedOut { .. })), "{error}");
}

/// A server that takes the body of a request slowly: so much at once, with a pause after each piece.
async fn slow_receiver(size: u64, piece: usize, pause: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let (mut received, mut buffer) = (0, vec![0; piece]);
        while received < size {
            received += stream.read(&mut buffer).await.unwrap() as u64;
            tokio::time::sleep(pause).await;
        }
        let answer = format!("{{\"size\":{size}}}");
        let length = answer.len();
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{answer}");
        let _ = stream.write_all(answer.as_bytes()).await;
    });
    url
}

#[tokio::test]
async fn an_upload_may_take_longer_than_the_deadline() {
    let size = 40_000_000;
    let url = slow_receiver(size, 1_000_000, 20 * MILLISECOND).await;
    let limit = 300 * MILLISECOND;
    let builder = builder().timeout(limit).deadline(limit).idle_timeout(5000 * MILLISECOND);
    let request = store::Request::new("key".to_owned(), Pattern::body(size));
    let start = std::time::Instant::now();
    let result = soon(builder.build(&url).unwrap().send(&request)).await;
    let result: Result<_, Error<MatrixError>> = result;
    assert_eq!(result.unwrap().size, size);
    assert!(start.elapsed() > limit, "{:?}: the test shows nothing", start.elapsed());
}

#[tokio::test]
async fn an_upload_that_stops_is_noticed() {
    let url = slow_receiver(u64::MAX, 1_000_000, Duration::from_secs(60)).await;
    let client = builder().idle_timeout(200 * MILLISECOND).build(&url).unwrap();
    let request = store::Request::new("key".to_owned(), Pattern::body(100_000_000));
    let error = soon(client.send(&request)).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}
