//! The servers.

use axum::{
    Json, Router,
    body::Body,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use futures_util::StreamExt as _;
use http_body_util::Limited;
use matrix_api::{MatrixError, server::Api};
use serde::Serialize;
use tokio::net::TcpListener;

use super::{
    LIMIT, OCTETS, Party, Source,
    endpoints::{download, upload},
    raw,
};

/// Serves downloads from a source, and uploads, until the process ends.
pub async fn serve(listener: TcpListener, party: Party, source: Source) {
    let router = match party {
        Party::Ours => ours(source),
        Party::ByHand => by_hand(source),
        Party::Raw => return raw::serve(listener).await,
    };
    axum::serve(listener, router.into_make_service()).await.expect("a server");
}

/// It also ends a request whose body pauses for a minute, or arrives with less than 512 bytes a second; checks that
/// a source has as many bytes as it announced; finishes a handler whose client has left; and logs.
fn ours(source: Source) -> Router {
    Api::new()
        .endpoint(send)
        .endpoint(receive)
        .body_limit(LIMIT)
        .into_router(source)
        .expect("a router")
}

async fn send(
    State(source): State<Source>,
    request: download::Request,
) -> Result<download::Response, MatrixError> {
    Ok(download::Response::new(source.body(request.size).await))
}

async fn receive(request: upload::Request) -> Result<upload::Response, MatrixError> {
    let (mut reader, mut size) = (request.content.open()?, 0);
    while let Some(chunk) = reader.chunk().await? {
        size += chunk.len() as u64;
    }
    Ok(upload::Response::new(size))
}

/// It has the limit of the size. It has no timeout, and no check of the source.
fn by_hand(source: Source) -> Router {
    Router::new()
        .route("/objects/{size}", get(send_by_hand).put(receive_by_hand))
        .with_state(source)
}

async fn send_by_hand(State(source): State<Source>, Path(size): Path<u64>) -> Response {
    let headers =
        [(header::CONTENT_TYPE, OCTETS.to_owned()), (header::CONTENT_LENGTH, size.to_string())];
    (headers, Body::from_stream(source.stream(size).await)).into_response()
}

#[derive(Serialize)]
struct Received {
    size: u64,
}

async fn receive_by_hand(Path(_): Path<u64>, body: Body) -> Result<Json<Received>, StatusCode> {
    let mut stream = Body::new(Limited::new(body, LIMIT)).into_data_stream();
    let mut size = 0;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| StatusCode::BAD_REQUEST)?;
        size += chunk.len() as u64;
    }
    Ok(Json(Received { size }))
}
