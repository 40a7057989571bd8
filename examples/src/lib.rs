//! A real account homeserver.
//!
//! `cargo run --example account_server` runs the [`homeserver`] for other clients.

pub mod command_line;
pub mod homeserver;
pub mod interrupt;
