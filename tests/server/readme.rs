//! The README's server for one endpoint runs, and answers over TCP.

use std::{fs, path::Path};

/// Sends a request to the server, and ends the program: well if the answer is right.
const CLIENT: &str = r#"
fn call(address: std::net::SocketAddr) {
    use std::io::{Read as _, Write as _};
    std::thread::spawn(move || {
        let ask = |username: &str| {
            let mut answer = String::new();
            let mut connection = std::net::TcpStream::connect(address).unwrap();
            let path = format!("/_matrix/client/v3/register/available?username={username}");
            let head = "Host: localhost\r\nConnection: close\r\n\r\n";
            connection.write_all(format!("GET {path} HTTP/1.1\r\n{head}").as_bytes()).unwrap();
            connection.read_to_string(&mut answer).unwrap();
            answer
        };
        let (free, taken) = (ask("bob"), ask("ann"));
        let is_right = free.starts_with("HTTP/1.1 200 ")
            && free.ends_with("{\"available\":true}")
            && taken.starts_with("HTTP/1.1 400 ")
            && taken.contains("M_USER_IN_USE");
        std::process::exit(if is_right { 0 } else { 1 });
    });
}
"#;

#[test]
fn the_server_of_the_readme_answers() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let blocks = readme.split("```rust,no_run\n").skip(1);
    let code = blocks
        .filter_map(|block| block.split("\n```").next())
        .find(|code| code.contains("axum::serve"))
        .expect("a server");
    assert!(code.lines().count() <= 25, "{} lines", code.lines().count());

    let serve = "Ok(axum::serve";
    let address = "127.0.0.1:8008";
    assert!(code.contains(serve) && code.contains(address));
    let program = code
        .replace(address, "127.0.0.1:0")
        .replace(serve, "call(listener.local_addr()?);\n    Ok(axum::serve");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme_server.rs");
    fs::write(&file, program + CLIENT).unwrap();
    // It passes if the program ends well.
    trybuild::TestCases::new().pass(file);
}
