//! A real account homeserver, and a client that lives an account's life on it.
//!
//! Two programs stand on this library:
//!
//! - `cargo run --example account_lifecycle` registers, changes and deactivates an account, and
//!   shows each call: [`lifecycle`], on the typed [`client`] and the [`console`];
//! - `cargo run --example account_server` runs the [`homeserver`] for other clients.

pub mod client;
pub mod command_line;
pub mod console;
pub mod homeserver;
pub mod interrupt;
pub mod lifecycle;
pub mod log;
