//! A handler's future is `Send`.

include!("../handlers_shared.rs");

use matrix_api::{MatrixError, server::Api};
#[allow(unused_imports)]
use shared::{App, User, ping, whoami};

use std::rc::Rc;

async fn handler(_: ping::Request) -> Result<ping::Response, MatrixError> {
    let shared = Rc::new(());
    std::future::ready(()).await;
    drop(shared);
    Ok(ping::Response::new())
}

fn main() {
    let _ = Api::new().endpoint(handler).into_router(App);
}
