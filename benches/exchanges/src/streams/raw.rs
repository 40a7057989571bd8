//! A client and a server on the sockets of tokio, which know one connection and these messages only.

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use super::source::{CHUNK, Zeros};

/// Responds to one request a connection.
pub(super) async fn serve(listener: TcpListener) {
    loop {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let (head, rest) = read_head(&mut stream).await;
        let size = head.split(['/', ' ']).find_map(|it| it.parse().ok()).expect("a size");
        if head.starts_with("GET") {
            write(&mut stream, &response(size)).await;
            send(&mut stream, size).await;
        } else {
            receive(&mut stream, size - rest).await;
            let body = format!("{{\"size\":{size}}}");
            let head = response(body.len() as u64).replace("octet-stream", "json");
            write(&mut stream, &(head + &body)).await;
        }
    }
}

fn response(size: u64) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\n\
         content-length: {size}\r\nconnection: close\r\n\r\n"
    )
}

pub(super) async fn download(url: &str, size: u64) -> u64 {
    let mut stream = request("GET", url, size, "").await;
    let (_, rest) = read_head(&mut stream).await;
    receive(&mut stream, size - rest).await;
    size
}

pub(super) async fn upload(url: &str, size: u64) -> u64 {
    let headers = format!("content-type: application/octet-stream\r\ncontent-length: {size}\r\n");
    let mut stream = request("PUT", url, size, &headers).await;
    send(&mut stream, size).await;
    let mut response = String::new();
    stream.read_to_string(&mut response).await.expect("a response");
    response.rsplit([':', '}']).find_map(|it| it.parse().ok()).expect("a size")
}

async fn request(method: &str, url: &str, size: u64, headers: &str) -> TcpStream {
    let host = url.strip_prefix("http://").expect("a URL");
    let mut stream = TcpStream::connect(host).await.expect("a server");
    let head = format!(
        "{method} /objects/{size} HTTP/1.1\r\nhost: {host}\r\n{headers}connection: close\r\n\r\n"
    );
    write(&mut stream, &head).await;
    stream
}

async fn write(stream: &mut TcpStream, text: &str) {
    stream.write_all(text.as_bytes()).await.expect("a connection");
}

/// Reads the head of a message, and the first bytes of its body: how many.
async fn read_head(stream: &mut TcpStream) -> (String, u64) {
    let mut read = Vec::new();
    loop {
        assert_ne!(stream.read_buf(&mut read).await.expect("a connection"), 0);
        if let Some(end) = read.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let rest = read.split_off(end + 4).len() as u64;
            return (String::from_utf8(read).expect("text"), rest);
        }
    }
}

async fn send(stream: &mut TcpStream, size: u64) {
    for chunk in Zeros(size) {
        stream.write_all(&chunk).await.expect("a connection");
    }
}

async fn receive(stream: &mut TcpStream, mut left: u64) {
    let mut buffer = vec![0; CHUNK];
    while left > 0 {
        let read = stream.read(&mut buffer).await.expect("a connection");
        assert_ne!(read, 0);
        left -= read as u64;
    }
}
