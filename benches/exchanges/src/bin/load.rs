//! Loads a server on 127.0.0.1.
//!
//! - `load`: prints the names of the cases.
//! - `load PORT CASE CONNECTIONS REQUESTS`: sends the requests of a case over a number of connections, and checks the status and
//!   the length of each response.
//! - `load PORT hold PATH CONNECTIONS`: opens connections and sends a GET request over each, reads the responses unless the path
//!   is that of the request that gets none, prints `held`, and holds the connections until its input ends.
//!
//! The requests of all connections but one are under way while it reads the next response, so that the server always has work,
//! but there is one request at a time on each connection. It calls the kernel twice for each request, and no runtime, so that it
//! takes less CPU time than any server.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use http::{Method, StatusCode};
use matrix_api_exchanges::server::cases::{self, WAIT, case};

fn main() {
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    let arguments = arguments.iter().map(String::as_str).collect::<Vec<_>>();
    match arguments[..] {
        [] => all_cases().for_each(|case| println!("{}", case.name)),
        [port, "hold", path, connections] => {
            hold(number(port), path, usize::from(number(connections)));
        }
        [port, name, connections, requests] => {
            let case = all_cases().find(|case| case.name == name).expect("the name of a case");
            let requests = requests.parse().expect("a number");
            load(number(port), &case, usize::from(number(connections)), requests);
        }
        _ => panic!("see the documentation of this program"),
    }
}

/// Frames are those of the kernel.
fn all_cases() -> impl Iterator<Item = cases::Case> {
    cases::all().into_iter().filter(|case| case.frame.is_none())
}

fn number(text: &str) -> u16 {
    text.parse().expect("a number")
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("a server");
    stream.set_nodelay(true).expect("a socket");
    stream
}

fn load(port: u16, case: &cases::Case, connections: usize, requests: usize) {
    let request = case.bytes();
    let mut streams = (0..connections).map(|_| connect(port)).collect::<Vec<_>>();
    let length = first_response(&mut streams[0], &request, case.status).len();
    let mut buffer = vec![0; length.max(64 * 1024)];
    let mut sent = 0;
    for stream in &mut streams {
        stream.write_all(&request).expect("an open connection");
        sent += 1;
    }
    let status_line = status_line(case.status);
    for received in 0..requests.max(connections) {
        let stream = &mut streams[received % connections];
        let mut read = 0;
        while read < length {
            let more = stream.read(&mut buffer[read..]).expect("an open connection");
            assert_ne!(more, 0, "the server closed the connection");
            read += more;
        }
        assert_eq!(read, length, "the responses have different lengths");
        assert!(buffer.starts_with(&status_line), "{}", buffer[..read].escape_ascii());
        if sent < requests {
            stream.write_all(&request).expect("an open connection");
            sent += 1;
        }
    }
}

fn status_line(status: StatusCode) -> Vec<u8> {
    format!("HTTP/1.1 {} ", status.as_u16()).into_bytes()
}

/// Sends a request, and returns its response, whose body is not chunked.
fn first_response(stream: &mut TcpStream, request: &[u8], status: StatusCode) -> Vec<u8> {
    stream.write_all(request).expect("an open connection");
    let mut response = Vec::new();
    let mut buffer = [0; 4096];
    while !cases::is_complete(&response) {
        let read = stream.read(&mut buffer).expect("an open connection");
        assert_ne!(read, 0, "the server closed the connection");
        response.extend_from_slice(&buffer[..read]);
    }
    assert!(response.starts_with(&status_line(status)), "{}", response.escape_ascii());
    response
}

fn hold(port: u16, path: &str, connections: usize) {
    let request = case("hold", Method::GET, path).bytes();
    let streams = (0..connections).map(|_| {
        let mut stream = connect(port);
        match path {
            WAIT => stream.write_all(&request).expect("an open connection"),
            _ => drop(first_response(&mut stream, &request, StatusCode::OK)),
        }
        stream
    });
    let streams = streams.collect::<Vec<_>>();
    println!("held");
    std::io::stdin().read_to_end(&mut Vec::new()).expect("an input");
    drop(streams);
}
