//! What a client asks by itself, as far as it looks at the answers.

/// Where the homeserver of a server's users is.
pub(super) mod well_known {
    use serde::{Deserialize, Serialize};

    crate::ruma_api! {
        metadata {
            description: "Ask where the homeserver of a server's users is.",
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
            /// The identity server. One without a URL makes the answer invalid.
            #[allow(dead_code, reason = "it only has to be well-formed")]
            #[serde(rename = "m.identity_server", skip_serializing_if = "Option::is_none")]
            pub identity_server: Option<ServerInformation>,
        }
    }

    /// Where a server is.
    #[derive(Clone, Debug, Deserialize, Serialize)]
    pub(crate) struct ServerInformation {
        /// What paths are appended to.
        pub(crate) base_url: String,
    }
}

/// Which versions a server supports.
pub(super) mod versions {
    use std::collections::BTreeMap;

    crate::ruma_api! {
        metadata {
            description: "Ask which versions and unstable features the homeserver supports.",
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
            /// Experimental features, and whether they are on.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub unstable_features: Option<BTreeMap<String, bool>>,
        }
    }
}

/// New tokens for an old session.
pub(super) mod refresh {
    crate::ruma_api! {
        metadata {
            description: "Get another access token for the session, by its refresh token.",
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
            /// The new refresh token. The old one stays when it is absent.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub refresh_token: Option<String>,
            /// How many milliseconds the access token is valid.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub expires_in_ms: Option<u64>,
        }
    }
}
