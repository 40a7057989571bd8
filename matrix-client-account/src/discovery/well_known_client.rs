//! [`GET /.well-known/matrix/client`](https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixclient):
//! ask the server of a Matrix ID where the user's homeserver is.
//!
//! Since r0.4. The request goes to the server name in the Matrix ID, which need not be a
//! homeserver. It can be called before anything is known of the server.

use matrix_api::ruma_api;
use serde_json::{Map, Value};

use super::discovery_information::{
    DiscoveryInformation, HomeserverInformation, IdentityServerInformation,
};

ruma_api! {
    metadata {
        description: "Ask where the homeserver of a server's users is.",
        method: GET,
        name: "well_known_client",
        path: "/.well-known/matrix/client",
        rate_limited: false,
        // Whoever serves the file need not be the homeserver, and is not to learn its tokens.
        authentication: NoAccessToken,
    }

    request {}

    response {
        /// The homeserver.
        #[serde(rename = "m.homeserver")]
        pub homeserver: HomeserverInformation,

        /// The identity server, where one is recommended.
        #[serde(rename = "m.identity_server", skip_serializing_if = "Option::is_none")]
        pub identity_server: Option<IdentityServerInformation>,

        /// Every other member.
        #[serde(flatten, skip_serializing_if = "Map::is_empty")]
        pub other: Map<String, Value>,
    }
}

impl From<Response> for DiscoveryInformation {
    fn from(response: Response) -> Self {
        let Response { homeserver, identity_server, other } = response;
        Self { homeserver, identity_server, other }
    }
}
