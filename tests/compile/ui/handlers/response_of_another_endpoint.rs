//! A handler returns its endpoint's response.

include!("../handlers_shared.rs");

use matrix_api::{MatrixError, server::Api};
#[allow(unused_imports)]
use shared::{App, User, ping, whoami};

async fn handler(_: ping::Request) -> Result<whoami::Response, MatrixError> {
    Ok(whoami::Response::new())
}

fn main() {
    let _ = Api::new().endpoint(handler).into_router(App);
}
