//! [`POST /_matrix/client/r0/tokenrefresh`](https://spec.matrix.org/historical/client_server/r0.2.0.html#post-matrix-client-r0-tokenrefresh):
//! get another access token, as r0.2 had it.
//!
//! Until r0.2; no version since has it. What 1.3 brought is
//! [`refresh_token`](crate::session::refresh_token): another path without authentication, and no other
//! version of this one, so that no client calls this one where that one is what the server has.

use matrix_api::ruma_api;

ruma_api! {
    metadata {
        description: "Get another access token by a refresh token, as r0.2 had it.",
        method: POST,
        name: "token_refresh",
        history: {
            1.0 => "/_matrix/client/r0/tokenrefresh",
            1.0 => deprecated,
            1.1 => removed,
        },
        rate_limited: true,
        requires_authentication: true,
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
    }
}
