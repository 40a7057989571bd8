//! Runs requests through the servers for callgrind, without sockets. With an argument, runs only the measurements whose names
//! start with it.
//!
//! `service` is the tower service alone; `connection` is a connection in memory, with hyper's parser and writer.
//!
//! The runtime is started before, but what it does to drive a request is counted: a server may spawn tasks.

use std::convert::Infallible;

use axum::{Router, body::Body, extract::Request, response::Response};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::service::service_fn;
use hyper_util::service::TowerToHyperService;
use matrix_api_exchanges::{
    counting::Counting,
    server::{app::App, by_hand, cases, connection::Connection, ours, raw_hyper},
};
use tokio::runtime::{Builder, Runtime};
use tower::{Service, ServiceExt as _};

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
    instructions.connection("ours", || axum_connection(ours::router(App::new())));
    instructions.connection("by hand", || axum_connection(by_hand::router(App::new())));
    let server = raw_hyper::Server::new(App::new());
    instructions.connection("hyper", || {
        let server = server.clone();
        Connection::new(service_fn(move |request| server.clone().respond(request)))
    });
}

/// As `axum::serve` does it.
fn axum_connection(router: Router) -> Connection {
    let service = router.map_request(|request: hyper::Request<_>| request.map(Body::new));
    Connection::new(TowerToHyperService::new(service))
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
