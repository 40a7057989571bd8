//! Serves one party over TCP on a free port of 127.0.0.1, and prints the port: `serve PARTY`.
//!
//! All parties run on one thread: a runtime of the flavor `current_thread`. Each has the default settings of its framework for
//! connections.

use std::io::Write as _;

use axum::Router;
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use matrix_api_exchanges::server::{app::App, by_hand, ours, raw_hyper};
use tokio::net::TcpListener;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let party = std::env::args().nth(1).expect("the name of a party");
    match party.as_str() {
        "ours" => serve_axum(ours::router(App::new())).await,
        "by hand" => serve_axum(by_hand::router(App::new())).await,
        "hyper" => serve_hyper().await,
        _ => panic!("there is no party `{party}`"),
    }
}

async fn listen() -> TcpListener {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    announce(listener.local_addr().expect("an address").port());
    listener
}

fn announce(port: u16) {
    println!("{port}");
    std::io::stdout().flush().expect("a reader");
}

async fn serve_axum(router: Router) {
    axum::serve(listen().await, router).await.expect("a socket");
}

async fn serve_hyper() {
    let (listener, server) = (listen().await, raw_hyper::Server::new(App::new()));
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        let server = server.clone();
        let service = service_fn(move |request| server.clone().respond(request));
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        // It ends with an error if the client disconnects.
        tokio::spawn(async move { drop(connection.await) });
    }
}
