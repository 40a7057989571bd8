//! A server on poem-openapi.

#![allow(dead_code, reason = "most fields of requests are not used")]

MODULES

use poem::{
    EndpointExt as _, Route, Server,
    listener::{Acceptor as _, Listener as _, TcpListener},
};
use poem_openapi::OpenApiService;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let endpoints = (
        ENDPOINTS
    );
    let service = OpenApiService::new(endpoints, "Accounts", "1");
    let router = Route::new()
        .at("/docs/openapi.json", service.spec_endpoint())
        .nest("/", service)
        .data(shared::Server::new());
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await?;
    for address in acceptor.local_addr() {
        println!("{}", address.as_socket_addr().ok_or("no socket")?);
    }
    Ok(Server::new_with_acceptor(acceptor).run(router).await?)
}
