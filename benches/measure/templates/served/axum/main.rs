//! A server on axum.

#![allow(dead_code, reason = "most fields of requests are not used")]

MODULES

use axum::{Router, routing::post};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let router = Router::new()
        ENDPOINTS;
    let router = router.with_state(shared::Server::new());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}
