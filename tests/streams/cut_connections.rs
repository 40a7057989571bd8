//! A connection that is cut at any tenth of a body never yields a short file.

use std::{sync::atomic::Ordering, time::Duration};

use matrix_api::body::BodyError;
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use crate::{
    endpoints::download,
    pattern,
    raw_server::{RawServer, response},
    server::{Server, client, folder, soon},
};

const SIZE: u64 = 200_000;

/// The response to a download, of which only a part arrives.
fn cut(tenth: u64, is_chunked: bool) -> crate::raw_server::Script {
    let body = pattern::bytes(0, SIZE * tenth / 10);
    let (headers, body) = if is_chunked {
        let mut chunks = Vec::new();
        for chunk in body.chunks(SIZE as usize / 10) {
            chunks.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
            chunks.extend_from_slice(chunk);
            chunks.extend_from_slice(b"\r\n");
        }
        ("Transfer-Encoding: chunked\r\n".to_owned(), chunks)
    } else {
        (format!("Content-Length: {SIZE}\r\n"), body)
    };
    response("200 OK", &format!("{headers}ETag: W/\"1\"\r\n"), &body)
}

#[tokio::test]
async fn a_cut_download_is_an_error() {
    for (tenth, is_chunked) in (0..10).flat_map(|tenth| [(tenth, false), (tenth, true)]) {
        let server = RawServer::start(vec![cut(tenth, is_chunked), cut(tenth, is_chunked)]).await;
        let client = client(&server.url);
        let request = download::Request::new("key".to_owned());
        let body = soon(client.send(&request)).await.unwrap().content;
        let error = soon(pattern::read(&body)).await.unwrap_err();
        let is_expected = matches!(error, BodyError::Interrupted(_) | BodyError::Incomplete { .. });
        assert!(is_expected, "{tenth}: {error:?}");

        let path = folder("cut").join(format!("{tenth}-{is_chunked}"));
        let error = soon(client.download(&request, &path)).await.unwrap_err();
        assert!(error.to_string().starts_with("download: "), "{error}");
        assert!(!path.exists(), "a short file after {tenth} tenths");
        assert!(!path.with_extension("part").exists());
    }
}

#[tokio::test]
async fn a_cut_upload_is_an_error() {
    let server = Server::start().await;
    let address = server.url.strip_prefix("http://").unwrap();
    for (tenth, is_chunked) in (0..10).flat_map(|tenth| [(tenth, false), (tenth, true)]) {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let framing = match is_chunked {
            true => "Transfer-Encoding: chunked".to_owned(),
            false => format!("Content-Length: {SIZE}"),
        };
        let head = format!("PUT /objects/key HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        for part in 0..tenth {
            let chunk = pattern::bytes(part * SIZE / 10, SIZE / 10);
            if is_chunked {
                stream.write_all(format!("{:x}\r\n", chunk.len()).as_bytes()).await.unwrap();
            }
            stream.write_all(&chunk).await.unwrap();
            if is_chunked {
                stream.write_all(b"\r\n").await.unwrap();
            }
        }
        stream.shutdown().await.unwrap();
    }
    soon(async {
        while server.app.uploads.load(Ordering::Relaxed) < 20 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(server.app.stored.load(Ordering::Relaxed), 0, "a short upload was stored");
}
