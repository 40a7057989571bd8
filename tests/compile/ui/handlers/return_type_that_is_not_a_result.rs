//! A handler returns a `Result`.

include!("../handlers_shared.rs");

use matrix_api::server::Api;
#[allow(unused_imports)]
use shared::{App, User, ping, whoami};

async fn handler(_: ping::Request) -> ping::Response {
    ping::Response::new()
}

fn main() {
    let _ = Api::new().endpoint(handler).into_router(App);
}
