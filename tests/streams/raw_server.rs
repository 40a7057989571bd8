//! A server that sends what a test says, byte by byte.

use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A response: pieces with a pause after each, and then the end of the connection.
pub(crate) type Script = Vec<(Vec<u8>, Duration)>;

pub(crate) struct RawServer {
    pub(crate) url: String,
    /// The heads of the requests.
    pub(crate) heads: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl RawServer {
    /// Sends one response after the other, each on a connection of its own.
    pub(crate) async fn start(responses: Vec<Script>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let heads = Arc::<Mutex<Vec<String>>>::default();
        let notes = Arc::clone(&heads);
        let task = tokio::spawn(async move {
            for response in responses {
                let (mut stream, _) = listener.accept().await.unwrap();
                let head = read_head(&mut stream).await;
                // An unread body would reset the connection.
                let length = header_of(&head, "content-length").map_or(0, |it| it.parse().unwrap());
                let _ = stream.read_exact(&mut vec![0; length]).await;
                notes.lock().unwrap().push(head);
                for (piece, pause) in response {
                    // The client may have disconnected.
                    let _ = stream.write_all(&piece).await;
                    tokio::time::sleep(pause).await;
                }
                let _ = stream.shutdown().await;
            }
        });
        Self { url, heads, task }
    }

    /// The value of a header in one of the requests.
    pub(crate) fn header(&self, request: usize, name: &str) -> Option<String> {
        header_of(&self.heads.lock().unwrap()[request], name)
    }
}

fn header_of(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

impl Drop for RawServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}

/// A response with a head and a body, without pauses.
pub(crate) fn response(status: &str, headers: &str, body: &[u8]) -> Script {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n");
    vec![([head.as_bytes(), body].concat(), Duration::ZERO)]
}
