//! [`POST /_matrix/client/v1/login/get_token`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv1loginget_token):
//! make a token by which another device can log in.
//!
//! Since 1.7, before that by [MSC3882](https://github.com/matrix-org/matrix-spec-proposals/pull/3882).
//! The other device uses it in a [`TokenLogin`](crate::session::TokenLogin).

use std::time::Duration;

use matrix_api::ruma_api;

use crate::uiaa::{AuthData, UiaaResponse};

ruma_api! {
    metadata {
        description: "Get a short-lived token by which another device of the user can log in.",
        method: POST,
        name: "get_login_token",
        history: {
            unstable("org.matrix.msc3882") => "/_matrix/client/unstable/org.matrix.msc3882/login/get_token",
            1.7 => "/_matrix/client/v1/login/get_token",
        },
        rate_limited: true,
        requires_authentication: true,
    }

    request {
        /// What the client knows so far for user-interactive authentication.
        ///
        /// The first request goes without it; the answer 401 says what is to be proven.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub auth: Option<AuthData>,
    }

    response {
        /// The token. It can be used once.
        pub login_token: String,

        /// How long the token is valid.
        #[serde(with = "crate::duration::milliseconds")]
        pub expires_in_ms: Duration,
    }

    error: UiaaResponse
}
