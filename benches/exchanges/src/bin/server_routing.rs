//! Routes requests among 32, 235 and 1,000 endpoints, and builds these routers, for callgrind. With an argument, runs only the
//! measurements whose names start with it.

use axum::{Router, extract::Request};
use http_body_util::BodyExt as _;
use matrix_api_exchanges::{
    counting::Counting,
    server::{
        app::App,
        by_hand, cases, ours,
        routes::{Generated, Table},
    },
};
use tokio::runtime::{Builder, Runtime};
use tower::Service;

struct Routing {
    runtime: Runtime,
    counting: Counting,
}

/// Two endpoints are those of cases.
fn main() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let routing = Routing { runtime, counting: Counting::from_arguments() };
    routing.measure_among::<Generated<30>>(32);
    routing.measure_among::<Generated<233>>(235);
    routing.measure_among::<Generated<998>>(1_000);
}

impl Routing {
    fn measure_among<T: Table>(&self, endpoints: usize) {
        self.measure(endpoints, "ours", || ours::router_among::<T>(App::new()));
        self.measure(endpoints, "by hand", || by_hand::router_among::<T>(App::new()));
    }

    fn measure(&self, endpoints: usize, party: &str, build: impl Fn() -> Router) {
        let mut router = build();
        for case in cases::all() {
            if !["whoami", "set display name", "404"].contains(&case.name) {
                continue;
            }
            let exchange = |request| {
                self.runtime.block_on(async {
                    let Ok(response) = Service::<Request>::call(&mut router, request).await;
                    let (head, body) = response.into_parts();
                    (head.status, body.collect().await.expect("a body in memory"))
                })
            };
            let name = format!("{} among {endpoints}/{party}", case.name);
            let check = |(status, _): &(_, _)| assert_eq!(*status, case.status, "{name}");
            self.counting.measure(&name, 50, || case.request(), exchange, check);
        }
        let name = format!("building a router of {endpoints}/{party}");
        self.counting.measure(&name, 2, || (), |()| build(), |_| ());
    }
}
