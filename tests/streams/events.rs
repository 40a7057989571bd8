//! Server-sent events.

use std::{sync::atomic::Ordering, time::Duration};

use axum::body::Body;
use matrix_api::{EventStream, MatrixError, http::Request, server::Api, wire::Event};
use tower::ServiceExt as _;

use crate::{
    endpoints::{
        chat::{self, Delta, Piece},
        ticks,
    },
    raw_server::{RawServer, response},
    server::{Server, client, soon},
};

#[tokio::test]
async fn a_chat_completion_arrives_piece_by_piece() {
    let server = Server::start().await;
    let request = chat::Request::new("two words".to_owned());
    let response = server.client().send(&request).await.unwrap();
    let mut events = response.events.open().unwrap();
    let mut pieces = Vec::new();
    while let Some(event) = soon(events.next()).await.unwrap() {
        pieces.push(event.data);
    }
    let delta = |content: &str| Piece::Delta(Delta { content: content.to_owned() });
    assert_eq!(pieces, [delta("two"), delta("words"), Piece::Done]);
}

#[tokio::test]
async fn a_wrong_event_names_its_place_and_does_not_end_the_stream() {
    let body = b"data: {\"content\": \"a\"}\n\ndata: {\"content\": 5}\n\ndata: [DONE]\n\n";
    let headers = format!("Content-Length: {}\r\n", body.len());
    let server = RawServer::start(vec![response("200 OK", &headers, body)]).await;
    let request = chat::Request::new(String::new());
    let response = client(&server.url).send(&request).await.unwrap();
    let mut events = response.events.open().unwrap();
    assert!(matches!(events.next().await.unwrap().unwrap().data, Piece::Delta(_)));
    let error = events.next().await.unwrap_err();
    let expected = "malformed stream: event: chat: response body: `content`: expected a string, found an \
                    integer";
    assert_eq!(error.to_string(), expected);
    assert_eq!(events.next().await.unwrap().unwrap().data, Piece::Done);
}

#[tokio::test]
async fn the_client_reconnects_with_the_last_event_id() {
    let server = Server::start().await;
    let response = server.client().events(&ticks::Request::new()).await.unwrap();
    let mut events = response.events.open().unwrap();
    let mut counts = Vec::new();
    let error = loop {
        match soon(events.next()).await {
            Ok(event) => {
                let event = event.unwrap();
                assert_eq!(event.id, Some(event.data.to_string()));
                counts.push(event.data);
            }
            Err(error) => break error,
        }
    };
    assert!(error.to_string().contains("404"), "{error}");
    assert_eq!(counts, (1..=8).collect::<Vec<_>>());
    assert_eq!(server.app.streams.load(Ordering::Relaxed), 4);
}

#[tokio::test]
async fn a_half_event_is_discarded_when_the_connection_is_lost() {
    let first = response(
        "200 OK",
        "Content-Length: 1000\r\n",
        b"retry: 1\nid: 7\ndata: 1\n\nid: 8\ndata: 2\n",
    );
    let second = response("200 OK", "Content-Length: 10\r\n", b"data: 3\n\n\n");
    let forbidden = response("403 Forbidden", "Content-Length: 2\r\n", b"{}");
    let server = RawServer::start(vec![first, second, forbidden]).await;
    let response = client(&server.url).events(&ticks::Request::new()).await.unwrap();
    let mut events = response.events.open().unwrap();
    for expected in [1, 3] {
        let event = soon(events.next()).await.unwrap().unwrap();
        assert_eq!(event.data, expected);
        assert_eq!(event.id.as_deref(), Some("7"), "an event that was not complete has no ID");
    }
    let error = soon(events.next()).await.unwrap_err();
    assert!(error.to_string().contains("403"), "{error}");
    assert!(events.next().await.unwrap().is_none());
    assert_eq!(server.header(0, "last-event-id"), None);
    assert_eq!(server.header(1, "last-event-id").unwrap(), "7");
}

#[tokio::test]
async fn a_server_ends_a_stream_with_204() {
    let first = response("200 OK", "Content-Length: 9\r\n", b"data: 1\n\n");
    let end = response("204 No Content", "", b"");
    let server = RawServer::start(vec![first, end]).await;
    let response = client(&server.url).events(&ticks::Request::new()).await.unwrap();
    let mut events = response.events.open().unwrap();
    assert_eq!(soon(events.next()).await.unwrap().unwrap().data, 1);
    assert_eq!(soon(events.next()).await.unwrap(), None);
    assert_eq!(server.heads.lock().unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_silent_stream_is_kept_alive() {
    async fn silent(_: ticks::Request) -> Result<ticks::Response, MatrixError> {
        let events = EventStream::unfold(0, |count| async move {
            if count > 0 {
                tokio::time::sleep(Duration::from_secs(40)).await;
            }
            Some((Event::new(count), count + 1))
        });
        Ok(ticks::Response::new(events))
    }
    let router = Api::new().endpoint(silent).into_router(()).unwrap();
    let request = Request::get("/ticks").body(Body::empty()).unwrap();
    let response = router.oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["cache-control"], "no-cache");
    let mut body = response.into_body();
    let start = tokio::time::Instant::now();
    let mut seen = Vec::new();
    for _ in 0..5 {
        let frame = std::future::poll_fn(|context| {
            http_body::Body::poll_frame(std::pin::Pin::new(&mut body), context)
        });
        let data = frame.await.unwrap().unwrap().into_data().unwrap();
        seen.push((start.elapsed().as_secs(), String::from_utf8(data.to_vec()).unwrap()));
    }
    let comment = || ":\n\n".to_owned();
    let expected = [
        (0, "data: 0\n\n".to_owned()),
        (15, comment()),
        (30, comment()),
        (40, "data: 1\n\n".to_owned()),
        (55, comment()),
    ];
    assert_eq!(seen, expected);
}
