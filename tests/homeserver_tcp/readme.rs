//! The README's client runs.

mod call_it;

use crate::server::Server;

#[tokio::test]
async fn a_client_in_ten_lines() {
    let code = include_str!("readme/call_it.rs");
    assert!(include_str!("../../README.md").contains(code), "the README shows another client");
    assert!(code.lines().count() <= 10);

    let server = Server::start().await;
    call_it::register_ann(&server.running.base_url()).await.unwrap();
    server.log_in("ann", "wonderland").await.unwrap();
    let error = call_it::register_ann(&server.running.base_url()).await.unwrap_err();
    assert!(error.to_string().starts_with("register: [400 M_USER_IN_USE]"), "{error}");
}
