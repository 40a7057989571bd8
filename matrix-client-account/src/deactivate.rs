//! [`POST /_matrix/client/r0/account/deactivate`](https://spec.matrix.org/historical/client_server/r0.2.0.html#post-matrix-client-r0-account-deactivate):
//! deactivate an account for good.

use matrix_api::ruma_api;

use crate::uiaa::{AuthData, UiaaResponse};

ruma_api! {
    metadata {
        description: "Deactivate the current user's account.",
        method: POST,
        name: "deactivate",
        path: "/_matrix/client/r0/account/deactivate",
        rate_limited: true,
        requires_authentication: true,
    }

    request {
        /// What the client knows so far for user-interactive authentication.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub auth: Option<AuthData>,
    }

    response {}

    error: UiaaResponse
}
