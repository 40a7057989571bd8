//! The type of `Caller` is the state's `Identity`.

include!("../handlers_shared.rs");

use matrix_api::{MatrixError, server::Api};
#[allow(unused_imports)]
use shared::{App, User, ping, whoami};

use matrix_api::server::Caller;

async fn handler(
    _: Caller<String>,
    _: whoami::Request,
) -> Result<whoami::Response, MatrixError> {
    Ok(whoami::Response::new())
}

fn main() {
    let _ = Api::new().endpoint(handler).into_router(App);
}
