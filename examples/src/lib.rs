//! An account homeserver, and a client that walks an account through its lifecycle.
//!
//! Two programs use this library:
//!
//! - `cargo run --example account_lifecycle` registers, changes and deactivates an account, and
//!   prints each call (see [`lifecycle`], which uses [`client`] and [`console`]).
//! - `cargo run --example account_server` runs the [`homeserver`] for other clients.

pub mod client;
pub mod command_line;
pub mod console;
pub mod homeserver;
pub mod interrupt;
pub mod lifecycle;
pub mod log;
