//! Uploads and downloads.

use matrix_api::{Body, client::Error};

use crate::{
    endpoints::{download, echo, part, store, upload, version},
    pattern::{self, Pattern},
    server::{SIZE, Server, folder, soon},
};

#[tokio::test]
async fn bodies_of_every_kind_are_uploaded() {
    let server = Server::start().await;
    let client = server.client();
    let path = folder("uploads").join("file");
    for size in [0, 1, 100_000, 3_000_000] {
        std::fs::write(&path, pattern::bytes(0, size)).unwrap();
        for body in [
            Body::from(pattern::bytes(0, size)),
            Body::file(&path).await.unwrap(),
            Pattern::body(size),
            Pattern::once(size),
        ] {
            let request = upload::Request::new(body).filename("a b".to_owned());
            let response = soon(client.send(&request)).await.unwrap();
            assert_eq!(response.size, size);
        }
    }
}

#[tokio::test]
async fn the_chunks_of_a_file_are_small() {
    let path = folder("chunks").join("file");
    std::fs::write(&path, pattern::bytes(0, 300_001)).unwrap();
    let file = Body::file(&path).await.unwrap();
    for start in [0, 70_000, 300_001] {
        let mut reader = file.clone().slice(start..u64::MAX).open().unwrap();
        let mut read = Vec::new();
        while let Some(chunk) = reader.chunk().await.unwrap() {
            assert!((1..=64 * 1024).contains(&chunk.len()), "progress is seen");
            read.extend(chunk);
        }
        assert_eq!(read, pattern::bytes(start, 300_001 - start));
    }
}

#[tokio::test]
async fn a_download_is_read_while_it_arrives() {
    let server = Server::start().await;
    for size in [0, 1, 5_000_000] {
        let request = download::Request::new(size.to_string());
        let response = soon(server.client().send(&request)).await.unwrap();
        let body = response.content;
        assert_eq!(body.size(), Some(size));
        assert_eq!(pattern::read(&body).await.unwrap(), size);
        assert!(!body.can_open(), "a received body is read once");
    }
}

#[tokio::test]
async fn a_part_is_downloaded() {
    let server = Server::start().await;
    let request = part::Request::new("key".to_owned(), "bytes=1000-1999".to_owned());
    let response = server.client().send(&request).await.unwrap();
    assert_eq!(response.range, format!("bytes 1000-1999/{SIZE}"));
    assert_eq!(response.content.collect(1000).await.unwrap(), pattern::bytes(1000, 1000));
}

#[tokio::test]
async fn a_stream_is_one_of_several_responses() {
    let server = Server::start().await;
    let client = server.client();
    let get = |key: &str| version::Request::new(key.to_owned());
    let response = client.send(&get("new")).await.unwrap();
    let version::Response::Ok(response) = response else { panic!("{response:?}") };
    assert_eq!(pattern::read(&response.content).await.unwrap(), SIZE);
    let response = client.send(&get("busy")).await.unwrap();
    let version::Response::Accepted(response) = response else { panic!("{response:?}") };
    assert_eq!(response.wait, 5);
    let response = client.send(&get("known")).await.unwrap();
    assert!(matches!(response, version::Response::NotModified(_)), "{response:?}");
    // A response without a stream leaves the file alone.
    let path = folder("several").join("file");
    std::fs::write(&path, "known").unwrap();
    client.download(&get("known"), &path).await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"known");
}

#[tokio::test]
async fn an_error_response_is_not_a_stream() {
    let server = Server::start().await;
    let request = download::Request::new("missing".to_owned());
    let error = server.client().send(&request).await.unwrap_err();
    assert_eq!(error.to_string(), "download: [404 M_UNRECOGNIZED] unknown endpoint");
}

#[tokio::test]
async fn what_arrives_can_be_sent_on() {
    let server = Server::start().await;
    let request = echo::Request::new(Pattern::body(3_000_000));
    let response = soon(server.client().send(&request)).await.unwrap();
    assert_eq!(soon(pattern::read(&response.content)).await.unwrap(), 3_000_000);
}

#[tokio::test]
async fn an_unauthenticated_stream_does_not_reach_the_handler() {
    let server = Server::start().await;
    let client = server.client();
    client.set_session(None);
    let mut session = server.client().session().unwrap();
    session.access_token = "bad".to_owned();
    let client = client.with_session(session);
    // The rest is drained, so that the client gets the response.
    let request = upload::Request::new(Pattern::body(3_000_000));
    let error = soon(client.send(&request)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401, "{error}");
    assert_eq!(server.app.uploads.load(std::sync::atomic::Ordering::Relaxed), 0);
}

#[tokio::test]
async fn the_media_type_is_that_of_a_field_or_octets() {
    let server = crate::raw_server::RawServer::start(vec![
        crate::raw_server::response("200 OK", "Content-Length: 10\r\n", b"{\"size\":1}"),
        crate::raw_server::response("200 OK", "Content-Length: 10\r\n", b"{\"size\":1}"),
    ])
    .await;
    let client = crate::server::client(&server.url);
    for content_type in [None, Some("image/png".to_owned())] {
        let request = upload::Request::new(Pattern::body(5)).content_type(content_type);
        client.send(&request).await.unwrap();
    }
    let sent = |request| server.header(request, "content-type");
    assert_eq!(sent(0).unwrap(), "application/octet-stream");
    assert_eq!(sent(1).unwrap(), "image/png");
    assert_eq!(server.header(0, "content-length").unwrap(), "5");
}

#[tokio::test]
async fn a_source_that_cannot_be_read_is_not_the_servers_fault() {
    let path = folder("vanishing").join("file");
    std::fs::write(&path, "four").unwrap();
    let server = Server::start().await;
    let body = Body::file(&path).await.unwrap();
    std::fs::write(&path, "five!").unwrap();
    let request = store::Request::new("key".to_owned(), body.clone());
    let error = soon(server.client().send(&request)).await.unwrap_err();
    assert!(error.to_string().ends_with("more than the announced 4 bytes"), "{error}");
    std::fs::remove_file(&path).unwrap();
    let request = store::Request::new("key".to_owned(), body);
    let error = soon(server.client().send(&request)).await.unwrap_err();
    assert!(matches!(error, Error::Call(_)), "{error}");
    assert!(error.to_string().contains("cannot send the request body: cannot read"), "{error}");
    assert!(Body::file(&path).await.is_err());
    assert!(Body::file(folder("vanishing")).await.is_err(), "a folder");
}
