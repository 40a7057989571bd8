//! Matrix identifiers: validated strings that are cheap to clone.
//!
//! Create one with `parse`, `try_from` or serde. The string is not normalised, and errors do not
//! repeat it.
//!
//! See the [grammar of identifiers](https://spec.matrix.org/v1.19/appendices/#identifier-grammar).
//!
//! ```
//! use matrix_api::identifiers::{InvalidIdentifier, ServerName, UserId};
//!
//! let user: UserId = "@alice:example.org:8448".parse()?;
//! assert_eq!(user.localpart(), "alice");
//! assert_eq!(user.server_name(), "example.org:8448");
//! assert_eq!(user.server_name().port(), Some(8448));
//!
//! assert_eq!(UserId::new("bob", &"example.org".parse()?)?, "@bob:example.org");
//! assert_eq!(
//!     "alice:example.org".parse::<UserId>().unwrap_err().to_string(),
//!     "invalid user ID: it does not start with `@`",
//! );
//! # Ok::<(), InvalidIdentifier>(())
//! ```
#![cfg_attr(feature = "ruma", doc = "")]
#![cfg_attr(feature = "ruma", doc = include_str!("identifiers/ruma.md"))]

mod grammar;
mod media;
mod newtype;
mod room;
#[cfg(feature = "ruma")]
mod ruma;
mod server_name;
mod user;
mod validation_session;

pub use self::{
    grammar::InvalidIdentifier,
    media::MxcUri,
    room::{EventId, RoomAliasId, RoomId},
    server_name::ServerName,
    user::{DeviceId, UserId},
    validation_session::{ClientSecret, SessionId},
};

#[cfg(test)]
mod tests;
