//! A handler is an `async` function.

include!("../handlers_shared.rs");

use matrix_api::{MatrixError, server::Api};
#[allow(unused_imports)]
use shared::{App, User, ping, whoami};

fn handler(_: ping::Request) -> Result<ping::Response, MatrixError> {
    Ok(ping::Response::new())
}

fn main() {
    let _ = Api::new().endpoint(handler).into_router(App);
}
