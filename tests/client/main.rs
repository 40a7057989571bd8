//! The client on the mock with a paused clock, and on reqwest over TCP.

mod blocking;
mod discovery;
mod endpoints;
mod interactive;
mod metrics;
mod over_tcp;
mod recorded;
mod refreshes;
mod responses;
mod retries;
mod scripted;
mod sending;
mod sessions;
mod settings;
mod tokens;
mod tower;
mod traces;
mod urls;
mod versions;
