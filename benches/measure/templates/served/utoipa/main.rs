//! A server on axum that documents its endpoints with utoipa.

#![allow(dead_code, reason = "most fields of requests are not used")]

MODULES

use axum::{Json, routing::get};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The document, without the endpoints.
#[derive(OpenApi)]
#[openapi(info(title = "Accounts", version = "1"))]
struct Document;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let router = OpenApiRouter::with_openapi(Document::openapi())
        ENDPOINTS;
    let (router, document) = router.with_state(shared::Server::new()).split_for_parts();
    let router = router.route("/docs/openapi.json", get(async move || Json(document)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}
