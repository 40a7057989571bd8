//! Runs requests through the servers for callgrind, without sockets, and prints their names in order. With an argument, runs
//! only those whose names start with it.
//!
//! `measure/callgrind.py` makes callgrind count only inside of `measured_call`, and write a total whenever
//! `measurement_ends` returns. The runtime is started before, but what it does to drive a request is counted: a server may
//! spawn tasks.

use std::{convert::Infallible, hint::black_box};

use axum::{extract::Request, response::Response};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use matrix_api_exchanges::server::{app::App, by_hand, cases, ours};
use tokio::runtime::{Builder, Runtime};
use tower::Service;

/// The number of calls before counting, and while counting.
///
/// The allocator is fastest for sizes that it has freed before.
const WARM_UP: usize = 20;
const CALLS: usize = 50;

fn main() {
    let prefix = std::env::args().nth(1).unwrap_or_default();
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    measure(&runtime, &prefix, "ours", ours::router(App::new()));
    measure(&runtime, &prefix, "by hand", by_hand::router(App::new()));
}

fn measure<S>(runtime: &Runtime, prefix: &str, party: &str, mut service: S)
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    for case in cases::all() {
        let name = format!("{}/{party}", case.name);
        if !name.starts_with(prefix) {
            continue;
        }
        for _ in 0..WARM_UP {
            let (parts, body) = exchange(runtime, &mut service, case.request()).into_parts();
            assert_eq!(parts.status, case.status, "{name}: {}", body.escape_ascii());
        }
        for _ in 0..CALLS {
            drop(black_box(measured_call(runtime, &mut service, case.request())));
        }
        measurement_ends(&name);
    }
}

#[inline(never)]
fn measured_call<S>(runtime: &Runtime, service: &mut S, request: Request) -> http::Response<Bytes>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    black_box(exchange(runtime, service, black_box(request)))
}

/// Sends a request, and waits for the whole response.
fn exchange<S>(runtime: &Runtime, service: &mut S, request: Request) -> http::Response<Bytes>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    runtime.block_on(async {
        let Ok(response) = service.call(request).await;
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("a body in memory");
        http::Response::from_parts(head, body.to_bytes())
    })
}

#[inline(never)]
fn measurement_ends(name: &str) {
    println!("{name}\t{CALLS}");
}
