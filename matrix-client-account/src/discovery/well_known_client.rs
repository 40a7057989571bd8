//! [`GET /.well-known/matrix/client`](https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixclient):
//! get the URL of a user's homeserver.
//!
//! Since r0.4. The request goes to the server name of the user ID, which does not need to be a
//! homeserver. A client can call it before it knows anything about the server.

use matrix_api::ruma_api;
use serde_json::{Map, Value};

use super::discovery_information::{
    DiscoveryInformation, HomeserverInformation, IdentityServerInformation,
};

ruma_api! {
    metadata {
        description: "Get the URLs of the homeserver and identity server of a server's users.",
        method: GET,
        name: "well_known_client",
        operation_id: "getWellknown",
        path: "/.well-known/matrix/client",
        rate_limited: false,
        // Another party than the homeserver may serve this file, and must not learn the token.
        authentication: NoAccessToken,
    }

    request {}

    response {
        /// The homeserver.
        #[serde(rename = "m.homeserver")]
        pub homeserver: HomeserverInformation,

        /// The identity server, if one is recommended.
        #[serde(rename = "m.identity_server")]
        pub identity_server: Option<IdentityServerInformation>,

        /// All other members.
        #[serde(flatten, skip_serializing_if = "Map::is_empty")]
        pub other: Map<String, Value>,
    }

    example "a homeserver and an identity server" {
        request { GET "/.well-known/matrix/client" }
        response {
            200 {
                "m.homeserver": { "base_url": "https://matrix.example.org" },
                "m.identity_server": { "base_url": "https://id.example.org" },
                "org.example.tea": { "kettles": 2 }
            }
        }
    }

    example "a domain without a homeserver" {
        response { 404 { "errcode": "M_NOT_FOUND", "error": "Not found." } }
    }
}

impl From<Response> for DiscoveryInformation {
    fn from(response: Response) -> Self {
        let Response { homeserver, identity_server, other } = response;
        Self { homeserver, identity_server, other }
    }
}
