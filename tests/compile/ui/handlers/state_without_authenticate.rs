//! An endpoint with an authentication scheme needs a state that implements `Authenticate`.

include!("../handlers_shared.rs");

use matrix_api::{MatrixError, server::Api};
#[allow(unused_imports)]
use shared::{App, User, ping, whoami};

async fn handler(_: whoami::Request) -> Result<whoami::Response, MatrixError> {
    Ok(whoami::Response::new())
}

#[derive(Clone)]
struct Stranger;

fn main() {
    let _ = Api::new().endpoint(handler).into_router(Stranger);
}
