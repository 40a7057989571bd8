//! The endpoints that the client calls itself, with the fields that it needs.

#[cfg(feature = "record")]
use crate::endpoints::EndpointEntry;

/// All of them.
#[cfg(feature = "record")]
pub(crate) const OWN_ENDPOINTS: &[EndpointEntry] = &[
    EndpointEntry::of::<versions::Request>(),
    EndpointEntry::of::<well_known::Request>(),
    EndpointEntry::of::<refresh::Request>(),
];

/// Finds the homeserver of a server name.
pub(super) mod well_known {
    use serde::{Deserialize, Serialize};

    crate::ruma_api! {
        metadata {
            description: "Find the homeserver of a server name.",
            method: GET,
            name: "well_known_client",
            path: "/.well-known/matrix/client",
            rate_limited: false,
            authentication: NoAccessToken,
        }

        request {}

        response {
            /// The homeserver.
            #[serde(rename = "m.homeserver")]
            pub homeserver: ServerInformation,
            /// The identity server. Without a URL, the response is invalid.
            #[allow(dead_code, reason = "it is only validated")]
            #[serde(rename = "m.identity_server")]
            pub identity_server: Option<ServerInformation>,
        }
    }

    /// The location of a server.
    #[derive(Clone, Debug, Deserialize, Serialize)]
    pub(crate) struct ServerInformation {
        /// The URL that paths are appended to.
        pub(crate) base_url: String,
    }
}

/// Gets the versions that a server supports.
pub(super) mod versions {
    use serde_json::Value;

    crate::ruma_api! {
        metadata {
            description: "Get the versions and unstable features that the homeserver supports.",
            method: GET,
            name: "versions",
            path: "/_matrix/client/versions",
            rate_limited: false,
            authentication: AccessTokenOptional,
        }

        request {}

        response {
            /// The versions of the specification.
            pub versions: Vec<String>,
            /// Unstable features, and whether they are enabled.
            pub unstable_features: Option<Value>,
        }
    }
}

/// Refreshes the tokens of a session.
pub(super) mod refresh {
    crate::ruma_api! {
        metadata {
            description: "Get a new access token with a refresh token.",
            method: POST,
            name: "refresh_token",
            history: {
                unstable("org.matrix.msc2918") => "/_matrix/client/unstable/org.matrix.msc2918/refresh",
                1.3 => "/_matrix/client/v3/refresh",
            },
            rate_limited: true,
            authentication: NoAccessToken,
        }

        request {
            /// The refresh token.
            pub refresh_token: String,
        }

        response {
            /// The new access token.
            pub access_token: String,
            /// The new refresh token. If absent, the old one stays valid.
            pub refresh_token: Option<String>,
            /// Milliseconds until the access token expires.
            pub expires_in_ms: Option<u64>,
        }
    }
}
