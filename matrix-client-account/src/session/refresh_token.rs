//! [`POST /_matrix/client/v3/refresh`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3refresh):
//! get another access token.
//!
//! Since 1.3, before that by [MSC2918](https://github.com/matrix-org/matrix-spec-proposals/pull/2918).
//! What r0.2 had instead is [`token_refresh`](crate::session::token_refresh).

use std::time::Duration;

use matrix_api::ruma_api;

ruma_api! {
    metadata {
        description: "Get another access token for the session, by its refresh token.",
        method: POST,
        name: "refresh_token",
        history: {
            unstable("org.matrix.msc2918") => "/_matrix/client/unstable/org.matrix.msc2918/refresh",
            1.3 => "/_matrix/client/v3/refresh",
        },
        rate_limited: true,
        // The access token has expired as a rule, and would be refused.
        authentication: NoAccessToken,
    }

    request {
        /// The refresh token.
        pub refresh_token: String,
    }

    response {
        /// The new access token.
        pub access_token: String,

        /// The refresh token for the next time. The client keeps the one it has when it is absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub refresh_token: Option<String>,

        /// How long the access token is valid. Without it the client sees when the token is refused.
        #[serde(with = "crate::duration::milliseconds", skip_serializing_if = "Option::is_none")]
        pub expires_in_ms: Option<Duration>,
    }
}
