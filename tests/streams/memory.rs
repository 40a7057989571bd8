//! The memory of client and server while a large body passes through both, each in a process of its own.
//!
//! The test is quick. `tests/streams/memory` measures 1 GiB.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, Command, Stdio},
    time::Instant,
};

use crate::{
    endpoints::{download, upload},
    pattern::{self, Pattern},
    server::{Server, client, folder},
};

/// Which of the two processes this is; with the URL of the server for the client.
const ROLE: &str = "MATRIX_API_STREAMS_ROLE";
/// The size of the body in MiB.
const SIZE: &str = "MATRIX_API_STREAMS_MIB";

/// Maximum resident memory of each process.
const LIMIT_MIB: u64 = 32;

fn size() -> u64 {
    env::var(SIZE).map_or(64, |size| size.parse().unwrap()) * 1024 * 1024
}

/// The most memory that this process has had resident.
fn peak_mib() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib = line.trim().strip_suffix(" kB")?.parse::<f64>().ok()?;
    Some(kib / 1024.0)
}

/// Runs this test again in another process.
fn spawn(role: &str) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "memory::large_bodies_need_little_memory", "--nocapture"])
        .env(ROLE, role)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The rest of the line that begins with a word.
fn line(output: &mut impl std::io::BufRead, word: &str) -> String {
    for line in output.lines() {
        if let Some((_, rest)) = line.unwrap().split_once(word) {
            return rest.trim().to_owned();
        }
    }
    panic!("the process ended without `{word}`");
}

#[test]
fn large_bodies_need_little_memory() {
    if peak_mib().is_none() {
        return; // Only Linux says it.
    }
    match env::var(ROLE).as_deref() {
        Ok("server") => serve(),
        Ok(url) => transfer(url),
        Err(_) => measure(),
    }
}

fn measure() {
    let mut server = spawn("server");
    let mut output = BufReader::new(server.stdout.take().unwrap());
    let url = line(&mut output, "url=");
    let mut client = spawn(&url);
    let mut answers = BufReader::new(client.stdout.take().unwrap());
    let mut rows = Vec::new();
    for transfer in ["upload", "upload of a file", "download", "download to a file"] {
        rows.push((transfer, line(&mut answers, "seconds=").parse::<f64>().unwrap()));
    }
    let of_client = line(&mut answers, "peak=").parse::<f64>().unwrap();
    assert!(client.wait().unwrap().success());
    // The server ends when its input does.
    drop(server.stdin.take());
    let of_server = line(&mut output, "peak=").parse::<f64>().unwrap();
    assert!(server.wait().unwrap().success());

    let mib = size() / (1024 * 1024);
    println!("| transfer of {mib} MiB | MiB/s |\n|---|---|");
    for (transfer, seconds) in rows {
        println!("| {transfer} | {:.0} |", mib as f64 / seconds);
    }
    println!("\n| process | resident, MiB |\n|---|---|");
    println!("| client | {of_client:.1} |\n| server | {of_server:.1} |");
    let limit = LIMIT_MIB as f64;
    assert!(of_client < limit && of_server < limit, "{of_client} and {of_server} MiB");
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn report(line: &str) {
    println!("\n{line}");
    std::io::stdout().flush().unwrap();
}

fn serve() {
    runtime().block_on(async {
        let server = Server::start().await;
        report(&format!("url={}", server.url));
        let ended = || std::io::stdin().lines().for_each(drop);
        tokio::task::spawn_blocking(ended).await.unwrap();
    });
    report(&format!("peak={}", peak_mib().unwrap()));
}

fn transfer(url: &str) {
    let size = size();
    let path = folder("memory").join("file");
    runtime().block_on(async {
        let client = client(url);
        Pattern::body(size).save(&path).await.unwrap();
        let file = matrix_api::Body::file(&path).await.unwrap();
        for body in [Pattern::body(size), file] {
            let start = Instant::now();
            assert_eq!(client.send(&upload::Request::new(body)).await.unwrap().size, size);
            report(&format!("seconds={}", start.elapsed().as_secs_f64()));
        }
        let request = download::Request::new(size.to_string());
        let start = Instant::now();
        let response = client.send(&request).await.unwrap();
        assert_eq!(pattern::read(&response.content).await.unwrap(), size);
        report(&format!("seconds={}", start.elapsed().as_secs_f64()));
        let start = Instant::now();
        let response = client.download(&request, &path).await.unwrap();
        assert_eq!(response.content.size(), Some(size));
        report(&format!("seconds={}", start.elapsed().as_secs_f64()));
    });
    fs::remove_file(&path).unwrap();
    report(&format!("peak={}", peak_mib().unwrap()));
}
