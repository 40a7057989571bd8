//! Runs requests through the servers for callgrind, without sockets. With an argument, runs only the measurements whose names
//! start with it.
//!
//! `service` is the tower service alone; `connection` is a connection in memory, with hyper's parser and writer.
//!
//! The runtime is started before, but what it does to drive a request is counted: a server may spawn tasks.

use std::convert::Infallible;

use axum::{extract::Request, response::Response};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use matrix_api_exchanges::{
    counting::Counting,
    server::{app::App, by_hand, cases, connection::Connection, ours, raw_hyper},
};
use tokio::runtime::{Builder, Runtime};
use tower::Service;

const CALLS: usize = 50;

struct Instructions {
    runtime: Runtime,
    counting: Counting,
}

fn main() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let instructions = Instructions { runtime, counting: Counting::from_arguments() };
    instructions.service("ours", ours::router(App::new()));
    instructions.service("by hand", by_hand::router(App::new()));
    instructions.connection("ours", || Connection::to_router(ours::router(App::new())));
    instructions.connection("by hand", || Connection::to_router(by_hand::router(App::new())));
    let server = raw_hyper::Server::new(App::new());
    instructions.connection("hyper", || Connection::to_hyper(server.clone()));
    #[cfg(feature = "frameworks")]
    instructions.connection("poem-openapi", poem_connection);
}

/// As poem's server does it.
#[cfg(feature = "frameworks")]
fn poem_connection() -> Connection {
    use std::sync::Arc;

    use hyper::service::service_fn;
    use matrix_api_exchanges::server::frameworks;
    use poem::{
        Addr, Endpoint as _,
        web::{LocalAddr, RemoteAddr},
    };

    let endpoint = Arc::new(frameworks::poem::endpoint(App::new()));
    let (local, remote) = (
        LocalAddr(Addr::SocketAddr(([127, 0, 0, 1], 80).into())),
        RemoteAddr(Addr::SocketAddr(([127, 0, 0, 1], 5000).into())),
    );
    Connection::new(service_fn(move |request: hyper::Request<_>| {
        let (endpoint, local, remote) = (Arc::clone(&endpoint), local.clone(), remote.clone());
        async move {
            let request = (request, local, remote, http::uri::Scheme::HTTP).into();
            let response: hyper::Response<_> = endpoint.get_response(request).await.into();
            Ok::<_, Infallible>(response)
        }
    }))
}

impl Instructions {
    fn service<S>(&self, party: &str, mut service: S)
    where
        S: Service<Request, Response = Response, Error = Infallible>,
    {
        for case in cases::all() {
            let exchange = |request| {
                self.runtime.block_on(async {
                    let Ok(response) = service.call(request).await;
                    let (head, body) = response.into_parts();
                    let body = body.collect().await.expect("a body in memory");
                    http::Response::from_parts(head, body.to_bytes())
                })
            };
            let check = |response: &http::Response<Bytes>| {
                assert_eq!(response.status(), case.status, "{}", case.name);
            };
            let name = format!("{}, service/{party}", case.name);
            self.counting.measure(&name, CALLS, || case.request(), exchange, check);
        }
    }

    fn connection(&self, party: &str, connect: impl Fn() -> Connection) {
        for case in cases::all().iter().filter(|case| case.frame.is_none()) {
            let (request, mut connection) = (case.bytes(), connect());
            let response = self.runtime.block_on(connection.first_exchange(&request));
            let status_line = format!("HTTP/1.1 {} ", case.status.as_u16());
            assert!(response.starts_with(status_line.as_bytes()), "{}", response.escape_ascii());
            let exchange = |request: &[u8]| {
                self.runtime.block_on(connection.exchange(request, response.len())).len()
            };
            let check = |length: &usize| assert_eq!(*length, response.len());
            let name = format!("{}, connection/{party}", case.name);
            self.counting.measure(&name, CALLS, || &request[..], exchange, check);
        }
    }
}
