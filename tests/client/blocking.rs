//! The blocking client.

use std::{
    future::poll_fn,
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
    thread,
    time::{Duration, Instant},
};

use matrix_api::{
    Body, MatrixError,
    bytes::Bytes,
    client::{
        CallError, ClientBuilder, Error, RetryPolicy, Transport, TransportError, blocking::Client,
    },
    http::{Request, Response},
    identifiers::UserId,
    mock::{MockServer, MockTransport},
};
use matrix_client_account::{register, session::refresh_token, uiaa::Dummy, whoami};

use crate::{
    endpoints::get,
    scripted::{alice, json},
};

fn client(mock: &MockServer) -> Client<MockTransport> {
    Client::from_async(mock.client()).unwrap()
}

fn user() -> UserId {
    "@alice:example.org".parse().unwrap()
}

#[test]
fn threads_share_one_refresh() {
    let mock = MockServer::new()
        .expire_token("old")
        .on(|_: refresh_token::Request| {
            Ok::<_, MatrixError>(refresh_token::Response::new("new".to_owned()))
        })
        .on(|_: whoami::Request| Ok::<_, MatrixError>(whoami::Response::new(user())));
    let client = client(&mock);
    client.set_session(alice("old").with_refresh_token("refresh".to_owned()));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                assert_eq!(client.send(&whoami::Request::new()).unwrap().user_id, user());
            });
        }
    });
    assert_eq!(mock.called().iter().filter(|name| **name == "refresh_token").count(), 1);
    assert_eq!(client.session().unwrap().access_token, "new");
}

#[test]
fn a_rate_limit_is_waited_for() {
    let mock = MockServer::new()
        .on(|_: whoami::Request| Ok::<_, MatrixError>(whoami::Response::new(user())))
        .sequence::<whoami::Request>([Err(MatrixError::limit_exceeded(Duration::from_secs(20)))]);
    let client = client(&mock);
    client.set_session(alice("token"));
    client.send(&whoami::Request::new()).unwrap();
    assert_eq!(mock.called(), ["whoami", "whoami"]);
    assert!(mock.elapsed() >= Duration::from_secs(20));
}

/// Never responds, and counts how often it is asked whether it has.
#[derive(Clone, Default)]
struct Silent(Arc<AtomicUsize>);

impl Transport for Silent {
    async fn send(&self, _: Request<Bytes>, _: usize) -> Result<Response<Bytes>, TransportError> {
        poll_fn(|_| {
            self.0.fetch_add(1, Ordering::SeqCst);
            Poll::Pending
        })
        .await
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

#[test]
fn a_thread_sleeps_until_the_timeout() {
    let silent = Silent::default();
    let client = ClientBuilder::new(silent.clone())
        .retry_policy(RetryPolicy::none())
        .timeout(Duration::from_millis(200))
        .build_blocking("https://example.org")
        .unwrap();
    let start = Instant::now();
    let error = client.send(&get::Request::new()).unwrap_err();
    assert!(matches!(error, Error::Call(CallError::TimedOut { .. })), "{error:?}");
    assert!(start.elapsed() >= Duration::from_millis(200));
    // Once at the beginning, and once for each half of the timeout.
    assert!(silent.0.load(Ordering::SeqCst) <= 4, "{:?}", silent.0);
}

#[test]
fn a_deadline_ends_a_call() {
    let deadline = Duration::from_millis(100);
    let client = ClientBuilder::new(Silent::default())
        .deadline(deadline)
        .build_blocking("https://example.org")
        .unwrap();
    let error = client.send(&get::Request::new()).unwrap_err();
    assert!(
        matches!(error, Error::Call(CallError::DeadlineExceeded { deadline: it, .. }) if it == deadline),
        "{error:?}"
    );
}

#[test]
fn a_challenge_is_answered_with_calls_of_the_client() {
    let mock = MockServer::new()
        .on(|_: whoami::Request| Ok::<_, MatrixError>(whoami::Response::new(user())))
        .on(|request: register::Request| match request.auth {
            None => json(401, r#"{"flows": [{"stages": ["m.login.dummy"]}], "session": "s1"}"#),
            Some(_) => json(200, r#"{"user_id": "@alice:example.org"}"#),
        });
    let client = client(&mock);
    client.set_session(alice("token"));
    let request = register::Request::new().username("alice".to_owned());
    client
        .send_interactive(&request, |_| {
            client.send(&whoami::Request::new()).unwrap();
            Some(Dummy::new().into())
        })
        .unwrap();
    assert_eq!(mock.called(), ["register", "whoami", "register"]);
}

mod download {
    matrix_api::ruma_api! {
        metadata {
            description: "Send a stream.",
            method: GET,
            name: "download",
            path: "/download",
            rate_limited: false,
            authentication: NoAuthentication,
        }
        request {}
        response {
            #[ruma_api(raw_body)]
            pub content: matrix_api::Body,
        }
    }
}

/// Reads the head of a request.
fn read_head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
}

#[test]
fn a_stream_is_read_while_it_arrives_and_the_connection_ends_with_the_client() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        read_head(&mut stream);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello").unwrap();
        // The second half is sent when the client has read the first one, and says so.
        let (mut told, _) = listener.accept().unwrap();
        read_head(&mut told);
        stream.write_all(b"world").unwrap();
        told.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").unwrap();
        (stream.read(&mut [0]).unwrap(), told.read(&mut [0]).unwrap())
    });
    let client = Client::new(&url).unwrap();
    let response = client.send(&download::Request::new()).unwrap();
    let mut reader = client.read(&response.content).unwrap();
    let mut half = [0; 5];
    reader.read_exact(&mut half).unwrap();
    assert_eq!(&half, b"hello");
    client.send(&get::Request::new()).unwrap();
    let mut rest = String::new();
    reader.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "world");
    drop((client, reader, response));
    assert_eq!(server.join().unwrap(), (0, 0));
}

#[test]
fn a_body_that_ends_early_is_an_io_error() {
    let client = client(&MockServer::new());
    let body = Body::from("0123456789").limited(4);
    let error = client.read(&body).unwrap().read_to_end(&mut Vec::new()).unwrap_err();
    assert!(error.to_string().contains("exceeds 4 bytes"), "{error}");
}

#[tokio::test]
async fn asynchronous_code_that_calls_it_is_blocked_but_does_not_panic() {
    let mock = MockServer::new()
        .on(|_: whoami::Request| Ok::<_, MatrixError>(whoami::Response::new(user())));
    let client = client(&mock);
    client.set_session(alice("token"));
    assert_eq!(client.send(&whoami::Request::new()).unwrap().user_id, user());
}
