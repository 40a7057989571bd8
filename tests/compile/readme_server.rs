//! The README's server runs and answers over TCP.

#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::OnceLock,
    thread,
    time::Duration,
};

/// As the README shows it, but for its port; see build.rs.
mod server {
    include!(concat!(env!("OUT_DIR"), "/readme_server.rs"));
}

static ADDRESS: OnceLock<SocketAddr> = OnceLock::new();

fn serves_at(address: SocketAddr) {
    ADDRESS.set(address).unwrap();
}

#[test]
fn the_readme_server_answers() {
    let server = thread::spawn(|| server::main().unwrap());
    let address = loop {
        if let Some(address) = ADDRESS.get() {
            break address;
        }
        assert!(!server.is_finished(), "the server ended");
        thread::sleep(Duration::from_millis(1));
    };
    let ask = |username: &str| {
        let mut connection = TcpStream::connect(address).unwrap();
        let path = format!("/_matrix/client/v3/register/available?username={username}");
        let head = "Host: localhost\r\nConnection: close\r\n\r\n";
        connection.write_all(format!("GET {path} HTTP/1.1\r\n{head}").as_bytes()).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        answer
    };
    let free = ask("bob");
    assert!(free.starts_with("HTTP/1.1 200 ") && free.ends_with("{\"available\":true}"), "{free}");
    let taken = ask("ann");
    assert!(taken.starts_with("HTTP/1.1 400 ") && taken.contains("M_USER_IN_USE"), "{taken}");
}
