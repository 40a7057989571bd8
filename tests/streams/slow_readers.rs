//! Clients that do not read what they asked for.

use std::time::Duration;

use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use crate::{
    endpoints::{download, upload},
    pattern::{self, Pattern},
    server::{SIZE, Server, soon},
};

#[tokio::test]
async fn ten_slow_readers_do_not_hold_up_others() {
    let server = Server::start().await;
    let address = server.url.strip_prefix("http://").unwrap();
    let mut slow = Vec::new();
    for _ in 0..10 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = "GET /objects/1000000000 HTTP/1.1\r\nHost: x\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        slow.push(stream);
    }
    // The server has filled their buffers.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let client = server.client();
    for _ in 0..5 {
        let request = download::Request::new("key".to_owned());
        let body = soon(client.send(&request)).await.unwrap().content;
        assert_eq!(soon(pattern::read(&body)).await.unwrap(), SIZE);
        let request = upload::Request::new(Pattern::body(SIZE));
        assert_eq!(soon(client.send(&request)).await.unwrap().size, SIZE);
    }
    drop(slow);
}
