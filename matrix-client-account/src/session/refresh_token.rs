//! [`POST /_matrix/client/v3/refresh`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3refresh):
//! get a new access token for a refresh token.
//!
//! Since 1.3; before that unstable, as [MSC2918](https://github.com/matrix-org/matrix-spec-proposals/pull/2918).
//! Version r0.2 had [`token_refresh`](crate::session::token_refresh) instead.

use std::time::Duration;

use matrix_api::ruma_api;

ruma_api! {
    metadata {
        description: "Get a new access token for a refresh token.",
        method: POST,
        name: "refresh_token",
        operation_id: "refresh",
        history: {
            unstable("org.matrix.msc2918") => "/_matrix/client/unstable/org.matrix.msc2918/refresh",
            1.3 => "/_matrix/client/v3/refresh",
        },
        rate_limited: true,
        // The access token has usually expired, and the server would reject it.
        authentication: NoAccessToken,
    }

    request {
        /// The refresh token.
        pub refresh_token: String,
    }

    response {
        /// The new access token.
        pub access_token: String,

        /// The refresh token for the next refresh. If absent, the client keeps its current one.
        pub refresh_token: Option<String>,

        /// How long the access token is valid. If absent, the client has to wait until the token is
        /// rejected.
        #[serde(with = "crate::duration::milliseconds")]
        pub expires_in_ms: Option<Duration>,
    }

    example "new tokens" {
        request { POST "/_matrix/client/v3/refresh" { "refresh_token": "syr_alice_1" } }
        response {
            200 {
                "access_token": "syt_alice_2",
                "refresh_token": "syr_alice_2",
                "expires_in_ms": 300000
            }
        }
    }

    example "a token that has expired" {
        response {
            401 { "errcode": "M_UNKNOWN_TOKEN", "error": "Unknown token.", "soft_logout": true }
        }
    }
}
