//! Bodies that are streams: files, events and JSON lines, between `Client` and `Api` over TCP.

mod cut_connections;
mod directions;
mod downloads;
mod endpoints;
mod events;
mod json_lines;
mod limits;
mod memory;
mod pattern;
mod raw_server;
mod retries;
mod server;
mod slow_readers;
mod transfers;
