//! The clients.

use std::{fs, path::Path, time::Duration};

use futures_util::StreamExt as _;
use matrix_api::client::{Client, RetryPolicy};
use reqwest::{Body, header, redirect};
use serde::Deserialize;
use tokio::io::AsyncWriteExt as _;

use super::{
    OCTETS, Party, Source,
    endpoints::{download, upload},
    raw,
};

/// Downloads as many bytes.
pub async fn download(party: Party, url: &str, size: u64) {
    let received = match party {
        Party::Ours => download_by_ours(url, size).await,
        Party::ByHand => download_by_hand(url, size).await,
        Party::Raw => raw::download(url, size).await,
    };
    assert_eq!(received, size);
}

/// Uploads as many bytes.
pub async fn upload(party: Party, url: &str, source: &Source, size: u64) {
    let received = match party {
        Party::Ours => upload_by_ours(url, source, size).await,
        Party::ByHand => upload_by_hand(url, source, size).await,
        Party::Raw => raw::upload(url, size).await,
    };
    assert_eq!(received, size);
}

/// Downloads as many bytes to a file.
pub async fn save(party: Party, url: &str, path: &Path, size: u64) {
    match party {
        Party::Ours => save_by_ours(url, path, size).await,
        Party::ByHand => save_by_hand(url, path, size).await,
        Party::Raw => panic!("nothing to compare with"),
    }
    assert_eq!(fs::metadata(path).expect("a file").len(), size);
}

/// It also limits the time of a pause and of the whole wait for a response, ends a transfer that is too slow, and
/// checks the sizes.
fn ours(url: &str) -> Client {
    Client::builder().retry_policy(RetryPolicy::none()).build(url).expect("a client")
}

async fn download_by_ours(url: &str, size: u64) -> u64 {
    let response = ours(url).send(&download::Request::new(size)).await.expect("a response");
    let (mut reader, mut received) = (response.content.open().expect("a reader"), 0);
    while let Some(chunk) = reader.chunk().await.expect("a chunk") {
        received += chunk.len() as u64;
    }
    received
}

/// It also continues a download whose connection is lost.
async fn save_by_ours(url: &str, path: &Path, size: u64) {
    ours(url).download(&download::Request::new(size), path).await.expect("a response");
}

async fn upload_by_ours(url: &str, source: &Source, size: u64) -> u64 {
    let request = upload::Request::new(size, source.body(size).await);
    ours(url).send(&request).await.expect("a response").size
}

/// It has the same time to connect, and no other timeout.
fn by_hand() -> reqwest::Client {
    reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(10))
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .build()
        .expect("a client")
}

async fn get_by_hand(url: &str, size: u64) -> reqwest::Response {
    let response = by_hand().get(format!("{url}/objects/{size}")).send().await.expect("a response");
    response.error_for_status().expect("a success")
}

async fn download_by_hand(url: &str, size: u64) -> u64 {
    let (mut stream, mut received) = (get_by_hand(url, size).await.bytes_stream(), 0);
    while let Some(chunk) = stream.next().await {
        received += chunk.expect("a chunk").len() as u64;
    }
    received
}

async fn save_by_hand(url: &str, path: &Path, size: u64) {
    let mut stream = get_by_hand(url, size).await.bytes_stream();
    let part = path.with_extension("part");
    let mut file = tokio::fs::File::create(&part).await.expect("a file");
    while let Some(chunk) = stream.next().await {
        file.write_all(&chunk.expect("a chunk")).await.expect("space");
    }
    file.sync_all().await.expect("space");
    tokio::fs::rename(part, path).await.expect("a file");
}

#[derive(Deserialize)]
struct Received {
    size: u64,
}

async fn upload_by_hand(url: &str, source: &Source, size: u64) -> u64 {
    let response = by_hand()
        .put(format!("{url}/objects/{size}"))
        .header(header::CONTENT_TYPE, OCTETS)
        .header(header::CONTENT_LENGTH, size)
        .body(Body::wrap_stream(source.stream(size).await))
        .send()
        .await
        .expect("a response");
    let body = response.error_for_status().expect("a success").bytes().await.expect("a body");
    serde_json::from_slice::<Received>(&body).expect("a size").size
}
