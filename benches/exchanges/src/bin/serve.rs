//! Serves one party over TCP on a free port of 127.0.0.1, and prints the port: `serve PARTY`.
//!
//! All parties run on one thread: a runtime of the flavor `current_thread`. Each has the default settings of its framework for
//! connections.

use std::io::Write as _;

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
#[cfg(feature = "frameworks")]
use matrix_api_exchanges::server::frameworks;
use matrix_api_exchanges::server::{app::App, by_hand, ours, raw_hyper};
use tokio::net::TcpListener;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let party = std::env::args().nth(1).expect("the name of a party");
    match party.as_str() {
        "ours" => serve_axum(ours::router(App::new())).await,
        "by hand" => serve_axum(by_hand::router(App::new())).await,
        "hyper" => serve_hyper().await,
        #[cfg(feature = "frameworks")]
        "poem-openapi" => serve_poem().await,
        #[cfg(feature = "frameworks")]
        "dropshot" => {
            let server = frameworks::dropshot::start(App::new());
            announce(server.local_addr().port());
            server.await.expect("a socket");
        }
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

/// Without `into_make_service`, each connection has a copy of the table of routes.
async fn serve_axum(router: axum::Router) {
    axum::serve(listen().await, router.into_make_service()).await.expect("a socket");
}

#[cfg(feature = "frameworks")]
async fn serve_poem() {
    use poem::listener::{Acceptor as _, Listener as _};

    let listener = poem::listener::TcpListener::bind("127.0.0.1:0");
    let acceptor = listener.into_acceptor().await.expect("a free port");
    let address = acceptor.local_addr().remove(0);
    announce(address.as_socket_addr().expect("an address").port());
    let endpoint = frameworks::poem::endpoint(App::new());
    poem::Server::new_with_acceptor(acceptor).run(endpoint).await.expect("a socket");
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
