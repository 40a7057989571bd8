//! Where a client goes for a user.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Where a client goes for a user: the homeserver, and the identity server.
///
/// See [`getWellknown`](https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixclient).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct DiscoveryInformation {
    /// The homeserver.
    #[serde(rename = "m.homeserver")]
    pub homeserver: HomeserverInformation,

    /// The identity server, where the user's server recommends one.
    #[serde(rename = "m.identity_server", skip_serializing_if = "Option::is_none")]
    pub identity_server: Option<IdentityServerInformation>,

    /// Every other member.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl DiscoveryInformation {
    /// The homeserver alone.
    #[must_use]
    pub fn new(homeserver: HomeserverInformation) -> Self {
        Self { homeserver, identity_server: None, other: Map::new() }
    }
}

/// Where a homeserver is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct HomeserverInformation {
    /// The URL that the paths of the client-server API are appended to.
    pub base_url: String,
}

impl HomeserverInformation {
    /// A homeserver with this base URL.
    #[must_use]
    pub fn new(base_url: impl Into<String>) -> Self {
        Self { base_url: base_url.into() }
    }
}

/// Where an identity server is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct IdentityServerInformation {
    /// The URL that the paths of the identity service API are appended to.
    pub base_url: String,
}

impl IdentityServerInformation {
    /// An identity server with this base URL.
    #[must_use]
    pub fn new(base_url: impl Into<String>) -> Self {
        Self { base_url: base_url.into() }
    }
}
