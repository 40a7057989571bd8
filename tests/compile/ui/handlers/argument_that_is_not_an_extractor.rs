//! Every argument before the request is an extractor.

include!("../handlers_shared.rs");

use matrix_api::{MatrixError, server::Api};
#[allow(unused_imports)]
use shared::{App, User, ping, whoami};

async fn handler(_: App, _: ping::Request) -> Result<ping::Response, MatrixError> {
    Ok(ping::Response::new())
}

fn main() {
    let _ = Api::new().endpoint(handler).into_router(App);
}
