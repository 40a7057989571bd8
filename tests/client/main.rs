//! The client on a scripted transport with a clock of its own, and on reqwest over TCP.

mod endpoints;
mod retries;
mod scripted;
mod sending;
mod tokens;
mod versions;
