//! [`POST /_matrix/client/r0/account/password`](https://spec.matrix.org/historical/client_server/r0.2.0.html#post-matrix-client-r0-account-password):
//! change the password of an account.

use matrix_api::ruma_api;

use crate::uiaa::{AuthData, UiaaResponse};

ruma_api! {
    metadata {
        description: "Change the password of the current user's account.",
        method: POST,
        name: "change_password",
        path: "/_matrix/client/r0/account/password",
        rate_limited: true,
        requires_authentication: true,
    }

    request {
        /// The new password.
        pub new_password: String,

        /// What the client knows so far for user-interactive authentication.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub auth: Option<AuthData>,
    }

    response {}

    error: UiaaResponse
}
