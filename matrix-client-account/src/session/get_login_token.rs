//! [`POST /_matrix/client/v1/login/get_token`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv1loginget_token):
//! get a token that logs another device in.
//!
//! Since 1.7; before that unstable, as [MSC3882](https://github.com/matrix-org/matrix-spec-proposals/pull/3882).
//! The other device sends it in a [`TokenLogin`](crate::session::TokenLogin).

use std::time::Duration;

use matrix_api::ruma_api;

use crate::uiaa::{AuthData, UiaaResponse};

ruma_api! {
    metadata {
        description: "Get a short-lived token that logs in another device of the user.",
        method: POST,
        name: "get_login_token",
        operation_id: "generateLoginToken",
        history: {
            unstable("org.matrix.msc3882") => "/_matrix/client/unstable/org.matrix.msc3882/login/get_token",
            1.7 => "/_matrix/client/v1/login/get_token",
        },
        rate_limited: true,
        requires_authentication: true,
    }

    request {
        /// The data for a stage of user-interactive authentication.
        ///
        /// Absent in the first request, to which the server responds with 401 and the flows it accepts.
        pub auth: Option<AuthData>,
    }

    response {
        /// The login token. It can be used once.
        pub login_token: String,

        /// How long the token is valid.
        #[serde(with = "crate::duration::milliseconds")]
        pub expires_in_ms: Duration,
    }

    error: UiaaResponse

    example "a token for another device" {
        request {
            POST "/_matrix/client/v1/login/get_token" {
                "auth": {
                    "type": "m.login.password",
                    "identifier": { "type": "m.id.user", "user": "alice" },
                    "password": "through-the-looking-glass",
                    "session": "dkr9ZK"
                }
            }
        }
        response { 200 { "login_token": "short-lived", "expires_in_ms": 120000 } }
    }

    example "the stages that the server asks for" {
        response {
            401 { "flows": [{ "stages": ["m.login.password"] }], "params": {}, "session": "dkr9ZK" }
        }
    }
}
