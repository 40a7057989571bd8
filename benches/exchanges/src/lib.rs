//! Whole exchanges, by this project, by hand and by other frameworks.

pub mod client;
pub mod counting;
pub mod server;
#[cfg(feature = "peers")]
pub mod streams;
