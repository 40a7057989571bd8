//! Slow, idle, half-closed and too many connections.

use std::time::{Duration, Instant};

use matrix_api_examples::homeserver::{Config, ConnectionLimits};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream},
    time::{sleep, timeout},
};

use crate::server::{Server, config};

const REQUEST: &str = "GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// A request whose body does not arrive.
const BEGUN: &str =
    "POST /_matrix/client/v3/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{";

async fn server(limits: ConnectionLimits) -> Server {
    Server::with(Config { connections: limits, ..config() }).await
}

async fn connect(server: &Server) -> TcpStream {
    TcpStream::connect(server.running.address()).await.expect("a connection")
}

/// Reads until the connection ends.
async fn read_to_end(mut connection: TcpStream) -> String {
    let mut answer = Vec::new();
    // A reset ends it too.
    let _ = connection.read_to_end(&mut answer).await;
    String::from_utf8(answer).expect("UTF-8")
}

/// Reads the first bytes of a response.
async fn status_line(connection: &mut TcpStream) -> String {
    let mut start = [0; 15];
    connection.read_exact(&mut start).await.expect("an answer");
    String::from_utf8(start.to_vec()).expect("UTF-8")
}

#[tokio::test]
async fn an_incomplete_head_times_out() {
    let head_timeout = Duration::from_millis(200);
    let server = server(ConnectionLimits { head_timeout, ..ConnectionLimits::default() }).await;
    for start in ["", "GET /", "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "] {
        let mut connection = connect(&server).await;
        connection.write_all(start.as_bytes()).await.unwrap();
        let before = Instant::now();
        let answer = read_to_end(connection).await;
        assert!(before.elapsed() < Duration::from_secs(5), "{start:?}");
        assert!(!answer.contains("200 OK"), "{answer}");
    }
    // An idle connection is closed as well.
    let mut connection = connect(&server).await;
    connection.write_all(REQUEST.as_bytes()).await.unwrap();
    assert!(read_to_end(connection).await.starts_with("HTTP/1.1 200 OK"));
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_while_all_are_busy() {
    let server =
        server(ConnectionLimits { max_connections: 1, ..ConnectionLimits::default() }).await;
    let mut first = connect(&server).await;
    first.write_all(BEGUN.as_bytes()).await.unwrap();
    sleep(Duration::from_millis(100)).await;
    let mut second = connect(&server).await;
    second.write_all(REQUEST.as_bytes()).await.unwrap();
    assert!(timeout(Duration::from_millis(200), status_line(&mut second)).await.is_err());
    drop(first);
    assert_eq!(status_line(&mut second).await, "HTTP/1.1 200 OK");
}

#[tokio::test]
async fn idle_connections_are_closed_for_others() {
    let server =
        server(ConnectionLimits { max_connections: 2, ..ConnectionLimits::default() }).await;
    let mut idle = connect(&server).await;
    idle.write_all(REQUEST.as_bytes()).await.unwrap();
    assert_eq!(status_line(&mut idle).await, "HTTP/1.1 200 OK");
    let _silent = connect(&server).await;
    for _ in 0..4 {
        let mut other = connect(&server).await;
        other.write_all(REQUEST.as_bytes()).await.unwrap();
        let answer = timeout(Duration::from_secs(5), status_line(&mut other)).await;
        assert_eq!(answer.unwrap(), "HTTP/1.1 200 OK");
    }
    // To its end, which is long before the time for a head is over.
    let before = Instant::now();
    read_to_end(idle).await;
    assert!(before.elapsed() < Duration::from_secs(5), "{:?}", before.elapsed());
}

#[tokio::test]
async fn one_client_cannot_take_all_connections() {
    let limits = ConnectionLimits { max_connections_per_client: 2, ..ConnectionLimits::default() };
    let server = server(ConnectionLimits { max_connections: 3, ..limits }).await;
    let mut busy = Vec::new();
    for _ in 0..2 {
        let mut connection = connect(&server).await;
        connection.write_all(BEGUN.as_bytes()).await.unwrap();
        busy.push(connection);
    }
    sleep(Duration::from_millis(100)).await;
    // None of its own is idle.
    assert_eq!(read_to_end(connect(&server).await).await, "");

    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.2:0".parse().unwrap()).unwrap();
    let mut other = socket.connect(server.running.address()).await.unwrap();
    other.write_all(REQUEST.as_bytes()).await.unwrap();
    assert_eq!(status_line(&mut other).await, "HTTP/1.1 200 OK");

    // Its next one is served once one of its own has ended.
    drop(busy.pop());
    sleep(Duration::from_millis(100)).await;
    let mut next = connect(&server).await;
    next.write_all(REQUEST.as_bytes()).await.unwrap();
    assert_eq!(status_line(&mut next).await, "HTTP/1.1 200 OK");
}

#[tokio::test]
async fn a_half_closed_connection_gets_its_response() {
    let server = Server::start().await;
    let mut connection = connect(&server).await;
    connection.write_all(REQUEST.as_bytes()).await.unwrap();
    connection.shutdown().await.unwrap();
    assert!(read_to_end(connection).await.starts_with("HTTP/1.1 200 OK"));
}

#[tokio::test]
async fn a_connection_ends_after_its_lifetime() {
    let lifetime = Duration::from_millis(300);
    let server = server(ConnectionLimits { lifetime, ..ConnectionLimits::default() }).await;
    let mut connection = connect(&server).await;
    let before = Instant::now();
    while connection.write_all(REQUEST.as_bytes()).await.is_ok() {
        let mut answer = [0; 4096];
        match timeout(Duration::from_secs(5), connection.read(&mut answer)).await.unwrap() {
            Ok(0) | Err(_) => break,
            Ok(_) => {}
        }
    }
    assert!(before.elapsed() >= lifetime, "{:?}", before.elapsed());
    assert!(before.elapsed() < Duration::from_secs(5), "{:?}", before.elapsed());
}

#[tokio::test]
async fn idle_connections_do_not_delay_the_shutdown() {
    let server = Server::start().await;
    let mut idle = connect(&server).await;
    idle.write_all(REQUEST.as_bytes()).await.unwrap();
    assert_eq!(status_line(&mut idle).await, "HTTP/1.1 200 OK");
    let silent = connect(&server).await;
    let before = Instant::now();
    server.running.shutdown().await.unwrap();
    assert!(before.elapsed() < Duration::from_secs(8), "{:?}", before.elapsed());
    drop((idle, silent));
}
