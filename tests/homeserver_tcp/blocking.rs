//! The example of the blocking client.

use crate::server::Server;

#[path = "../../examples/blocking.rs"]
#[allow(dead_code)]
mod example;

#[tokio::test(flavor = "multi_thread")]
async fn the_blocking_example_walks_an_account() {
    let server = Server::start().await;
    let url = server.running.base_url();
    let walk = tokio::task::spawn_blocking(move || example::walk(&url, "ann"));
    let lines = walk.await.unwrap().unwrap();
    assert_eq!(lines[0], "supports 1.1: true");
    assert!(lines[1].starts_with("registered @ann:"), "{lines:?}");
    for line in &lines[2..6] {
        assert!(line.starts_with("I am @ann:"), "{lines:?}");
    }
    assert!(lines[6].starts_with("after logout: whoami: [401 M_UNKNOWN_TOKEN]"), "{lines:?}");
}
