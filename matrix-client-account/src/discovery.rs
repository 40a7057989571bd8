//! Server discovery: the URL of a homeserver, and what it supports.

pub mod auth_metadata;
mod discovery_information;
pub mod versions;
pub mod well_known_client;

pub use self::discovery_information::{
    DiscoveryInformation, HomeserverInformation, IdentityServerInformation,
};
