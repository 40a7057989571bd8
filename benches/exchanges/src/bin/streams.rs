//! One side of transfers, in a process of its own.
//!
//! ```text
//! streams serve PARTY SOURCE                    prints the URL, and serves until the input ends
//! streams download PARTY URL SIZE               prints the seconds of a download
//! streams save PARTY URL SIZE PATH              the same of a download to a file
//! streams upload PARTY URL SIZE SOURCE          prints the seconds of an upload
//! ```
//!
//! A party is `ours`, `by-hand` or `raw`; a source is `memory`, or the path of a file. The last line of each is
//! the most memory that the process had resident, in KiB.

use std::{env, fs, io::Write as _, net::Ipv4Addr, path::Path, time::Instant};

use matrix_api_exchanges::streams::{Party, Source, client, server};
use tokio::{io::AsyncReadExt as _, net::TcpListener};

#[tokio::main]
async fn main() {
    let arguments = env::args().skip(1).collect::<Vec<_>>();
    match &*arguments.iter().map(String::as_str).collect::<Vec<_>>() {
        ["serve", party, source] => serve(Party::of(party), Source::of(source)).await,
        ["download", party, url, size] => {
            report_time(client::download(Party::of(party), url, size.parse().expect("a size")))
                .await;
        }
        ["save", party, url, size, path] => {
            let (path, size) = (Path::new(path), size.parse().expect("a size"));
            report_time(client::save(Party::of(party), url, path, size)).await;
        }
        ["upload", party, url, size, source] => {
            let (source, size) = (Source::of(source), size.parse().expect("a size"));
            report_time(client::upload(Party::of(party), url, &source, size)).await;
        }
        _ => panic!("see the documentation of this program"),
    }
    println!("{}", peak_kib());
}

async fn serve(party: Party, source: Source) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    println!("http://{}", listener.local_addr().expect("an address"));
    std::io::stdout().flush().expect("an output");
    let (mut input, mut rest) = (tokio::io::stdin(), Vec::new());
    tokio::select! {
        () = server::serve(listener, party, source) => {}
        _ = input.read_to_end(&mut rest) => {}
    }
}

async fn report_time(transfer: impl Future<Output = ()>) {
    let start = Instant::now();
    transfer.await;
    println!("{}", start.elapsed().as_secs_f64());
}

fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    line.trim().strip_suffix(" kB").and_then(|kib| kib.parse().ok()).expect("KiB")
}
