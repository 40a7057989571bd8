//! Downloads to files, and how they are resumed.

use crate::{
    endpoints::download,
    pattern,
    raw_server::{RawServer, Script, response},
    server::{SIZE, Server, client, folder, soon},
};

const TOTAL: u64 = 100_000;

/// The first part of a file.
fn begun(etag: &str) -> Script {
    let headers = format!("Content-Length: {TOTAL}\r\nETag: {etag}\r\n");
    response("200 OK", &headers, &pattern::bytes(0, 40_000))
}

/// Bytes of the file, with a `Content-Range`.
fn rest(start: u64, length: u64, range: &str, etag: &str) -> Script {
    let headers = format!("Content-Length: {length}\r\nContent-Range: {range}\r\nETag: {etag}\r\n");
    response("206 Partial Content", &headers, &pattern::bytes(start, length))
}

async fn download_from(name: &str, server: &RawServer) -> Result<Vec<u8>, String> {
    let path = folder("downloads").join(name);
    let request = download::Request::new("key".to_owned());
    let response = soon(client(&server.url).download(&request, &path)).await;
    let content = match response {
        Ok(response) => response.content.collect(1_000_000).await.unwrap().to_vec(),
        Err(error) => {
            assert!(!path.exists(), "{error}");
            return Err(error.to_string());
        }
    };
    assert_eq!(std::fs::read(&path).unwrap(), content);
    Ok(content)
}

#[tokio::test]
async fn a_file_is_downloaded() {
    let server = Server::start().await;
    let path = folder("downloads").join("whole");
    std::fs::write(&path, "an old file").unwrap();
    let request = download::Request::new("key".to_owned());
    let response = soon(server.client().download(&request, &path)).await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), pattern::bytes(0, SIZE));
    assert_eq!(pattern::read(&response.content).await.unwrap(), SIZE);
    let missing = download::Request::new("missing".to_owned());
    let error = soon(server.client().download(&missing, &path)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
}

#[tokio::test]
async fn a_lost_connection_is_resumed() {
    let etag = "\"1\"";
    let server = RawServer::start(vec![
        begun(etag),
        response("206 Partial Content", &format!("Content-Length: 60000\r\nContent-Range: bytes 40000-99999/100000\r\nETag: {etag}\r\n"), &pattern::bytes(40_000, 10_000)),
        rest(50_000, 50_000, "bytes 50000-99999/100000", etag),
    ])
    .await;
    assert_eq!(download_from("resumed", &server).await.unwrap(), pattern::bytes(0, TOTAL));
    assert_eq!(server.header(0, "range"), None);
    for (request, range) in [(1, "bytes=40000-"), (2, "bytes=50000-")] {
        assert_eq!(server.header(request, "range").unwrap(), range);
        assert_eq!(server.header(request, "if-range").unwrap(), etag);
    }
}

#[tokio::test]
async fn a_file_that_has_changed_is_downloaded_anew() {
    let changed = response("200 OK", "Content-Length: 5\r\nETag: \"2\"\r\n", b"other");
    let server = RawServer::start(vec![begun("\"1\""), changed]).await;
    assert_eq!(download_from("changed", &server).await.unwrap(), b"other");
}

#[tokio::test]
async fn a_file_without_a_strong_entity_tag_is_not_resumed() {
    let rest = rest(40_000, 60_000, "bytes 40000-99999/100000", "W/\"1\"");
    let server = RawServer::start(vec![begun("W/\"1\""), rest]).await;
    download_from("weak", &server).await.unwrap_err();
    assert_eq!(server.heads.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn another_part_than_the_rest_is_refused() {
    for (start, length, range, etag) in [
        (30_000, 70_000, "bytes 30000-99999/100000", "\"1\""),
        (40_000, 50_000, "bytes 40000-89999/100000", "\"1\""),
        (40_000, 60_000, "bytes 40000-99999/200000", "\"1\""),
        (40_000, 60_000, "bytes 40000-99999/100000", "\"2\""),
        (40_000, 60_000, "nonsense", "\"1\""),
    ] {
        let server = RawServer::start(vec![begun("\"1\""), rest(start, length, range, etag)]).await;
        let error = download_from("other", &server).await.unwrap_err();
        assert!(error.starts_with("download: connection lost"), "{range}: {error}");
    }
}

#[tokio::test]
async fn the_client_gives_up_when_no_byte_arrives() {
    let nothing = || {
        response(
            "206 Partial Content",
            "Content-Length: 60000\r\nContent-Range: bytes 40000-99999/100000\r\nETag: \"1\"\r\n",
            b"",
        )
    };
    let mut responses = vec![begun("\"1\"")];
    responses.extend((0..10).map(|_| nothing()));
    let server = RawServer::start(responses).await;
    download_from("nothing", &server).await.unwrap_err();
    assert_eq!(server.heads.lock().unwrap().len(), 4, "four attempts of the policy");
}

#[tokio::test]
async fn an_error_response_to_the_rest_is_returned() {
    let gone = response("410 Gone", "Content-Length: 2\r\n", b"{}");
    let server = RawServer::start(vec![begun("\"1\""), gone]).await;
    let error = download_from("gone", &server).await.unwrap_err();
    assert!(error.contains("410"), "{error}");
}

#[tokio::test]
async fn a_body_is_saved_completely_or_not_at_all() {
    let path = folder("downloads").join("saved");
    let body = pattern::Pattern::body(70_000);
    assert_eq!(body.save(&path).await.unwrap(), 70_000);
    assert_eq!(std::fs::read(&path).unwrap(), pattern::bytes(0, 70_000));
    std::fs::write(&path, "an older and longer file").unwrap();
    assert_eq!(matrix_api::Body::from("new").save(&path).await.unwrap(), 3);
    assert_eq!(std::fs::read(&path).unwrap(), b"new");
    body.limited(50_000).save(&path).await.unwrap_err();
    assert!(!path.with_extension("part").exists());
    assert_eq!(std::fs::read(&path).unwrap(), b"new", "the old file stays");
}
