//! [`POST /_matrix/client/r0/tokenrefresh`](https://spec.matrix.org/historical/client_server/r0.2.0.html#post-matrix-client-r0-tokenrefresh):
//! get a new access token, as in r0.2.
//!
//! Until r0.2. Since 1.3 there is [`refresh_token`](crate::session::refresh_token), a separate endpoint
//! with another path and without authentication.

use matrix_api::ruma_api;

ruma_api! {
    metadata {
        description: "Get a new access token for a refresh token, as in r0.2.",
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

        /// The refresh token for the next refresh. If absent, the client keeps its current one.
        pub refresh_token: Option<String>,
    }

    example "new tokens" {
        request { POST "/_matrix/client/r0/tokenrefresh" { "refresh_token": "syr_alice_1" } }
        response { 200 { "access_token": "syt_alice_2", "refresh_token": "syr_alice_2" } }
    }

    example "a token that was used before" {
        response { 403 { "errcode": "M_FORBIDDEN", "error": "The token was used before." } }
    }
}
