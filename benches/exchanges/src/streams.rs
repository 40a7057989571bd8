//! Bodies that are streams: servers and clients by this project and by hand, and raw ones, which compare either side
//! with the same partner.
//!
//! Every party sends chunks of 64 KiB with `Content-Length`, and counts the bytes that it receives. What a party
//! does beyond that is said where it is written.

mod endpoints;
pub mod raw;
mod source;

pub mod client;
pub mod server;

pub use self::source::Source;

/// The media type of all streams.
const OCTETS: &str = "application/octet-stream";

/// The largest body that a server accepts.
const LIMIT: usize = 4 << 30;

/// The author of the measured code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// `Api` and `Client`.
    Ours,
    /// axum and reqwest.
    ByHand,
    /// The sockets of tokio.
    Raw,
}

impl Party {
    /// The party of this name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        match name {
            "ours" => Self::Ours,
            "by-hand" => Self::ByHand,
            "raw" => Self::Raw,
            _ => panic!("`{name}` is not a party"),
        }
    }
}
