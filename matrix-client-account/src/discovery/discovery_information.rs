//! The URLs of a user's homeserver and identity server.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{json_struct::json_struct, lenient};

/// The URLs of a user's homeserver and identity server.
///
/// See [`getWellknown`](https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixclient).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct DiscoveryInformation {
    /// The homeserver.
    #[serde(rename = "m.homeserver")]
    pub homeserver: HomeserverInformation,

    /// The identity server, if the user's server recommends one.
    #[serde(rename = "m.identity_server", skip_serializing_if = "Option::is_none")]
    pub identity_server: Option<IdentityServerInformation>,

    /// All other members.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

lenient::object!(DiscoveryInformation);

impl DiscoveryInformation {
    /// Creates the information for a homeserver, without an identity server.
    #[must_use]
    pub fn new(homeserver: HomeserverInformation) -> Self {
        Self { homeserver, identity_server: None, other: Map::new() }
    }
}

json_struct! {
    /// The URL of a homeserver.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    #[non_exhaustive]
    pub struct HomeserverInformation {
        /// The URL that the paths of the client-server API are appended to.
        pub base_url: String,
    }
}

impl HomeserverInformation {
    /// Creates the information for a homeserver with this base URL.
    #[must_use]
    pub fn new(base_url: impl Into<String>) -> Self {
        Self { base_url: base_url.into() }
    }
}

json_struct! {
    /// The URL of an identity server.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    #[non_exhaustive]
    pub struct IdentityServerInformation {
        /// The URL that the paths of the identity service API are appended to.
        pub base_url: String,
    }
}

impl IdentityServerInformation {
    /// Creates the information for an identity server with this base URL.
    #[must_use]
    pub fn new(base_url: impl Into<String>) -> Self {
        Self { base_url: base_url.into() }
    }
}
