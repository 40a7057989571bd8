//! [`POST /_matrix/client/v3/account/deactivate`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountdeactivate):
//! deactivate an account permanently.
//!
//! Since the first version. Without an access token, the account is the one that the client proves by
//! user-interactive authentication.

use matrix_api::ruma_api;

use crate::{
    identity_server_unbind_result::IdentityServerUnbindResult,
    uiaa::{AuthData, UiaaResponse},
};

ruma_api! {
    metadata {
        description: "Deactivate a user's account permanently.",
        method: POST,
        name: "deactivate",
        operation_id: "deactivateAccount",
        history: {
            1.0 => "/_matrix/client/r0/account/deactivate",
            1.1 => "/_matrix/client/v3/account/deactivate",
        },
        rate_limited: true,
        authentication: AccessTokenOptional,
    }

    request {
        /// The data for a stage of user-interactive authentication.
        ///
        /// Absent in the first request, to which the server responds with 401 and the flows it accepts.
        pub auth: Option<AuthData>,

        /// The identity server to unbind the account's third-party identifiers from. Defaults to the
        /// one that bound them.
        pub id_server: Option<String>,

        /// Whether the user wants the content they sent to be hidden from users who join later.
        /// Defaults to `false`.
        #[ruma_api(since = "1.10")]
        pub erase: Option<bool>,
    }

    response {
        /// Whether the identity server unbound the identifiers. Absent before r0.5.
        pub id_server_unbind_result: Option<IdentityServerUnbindResult>,
    }

    error: UiaaResponse

    example "an account without a trace" {
        request {
            POST "/_matrix/client/v3/account/deactivate" {
                "auth": {
                    "type": "m.login.password",
                    "identifier": { "type": "m.id.user", "user": "alice" },
                    "password": "through-the-looking-glass",
                    "session": "dkr9ZK"
                },
                "erase": true
            }
        }
        response { 200 { "id_server_unbind_result": "success" } }
    }

    example "addresses that an identity server forgets" {
        request { POST "/_matrix/client/v3/account/deactivate" { "id_server": "id.example.org" } }
        response { 200 { "id_server_unbind_result": "no-support" } }
    }

    example "the stages that the server asks for" {
        response {
            401 { "flows": [{ "stages": ["m.login.password"] }], "params": {}, "session": "dkr9ZK" }
        }
    }
}
