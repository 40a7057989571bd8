//! A server of this project.

#![allow(dead_code, reason = "most fields of requests are not used")]

MODULES

use matrix_api::server::Api;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let api = Api::new()
        ENDPOINTS;
    let router = api.into_router(shared::Server::new())?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    Ok(axum::serve(listener, router.into_make_service()).await?)
}
