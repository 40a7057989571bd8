//! A client that calls a router over TCP.

use axum::Router;
use matrix_api::client::Client;
use tokio::net::TcpListener;

/// A client of a router that is served on a free port until the test ends.
pub(super) async fn client_over_tcp(router: Router) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, router).into_future());
    Client::new(&url).unwrap()
}
