//! A handler's error converts into the endpoint's error by `From`.

include!("../handlers_shared.rs");

use matrix_api::{MatrixError, server::Api};
#[allow(unused_imports)]
use shared::{App, User, ping, whoami};

struct StoreError;

async fn handler(_: ping::Request) -> Result<ping::Response, StoreError> {
    let _: Option<MatrixError> = None;
    Err(StoreError)
}

fn main() {
    let _ = Api::new().endpoint(handler).into_router(App);
}
