//! [`POST /_matrix/client/v3/account/password`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpassword):
//! change the password of an account.
//!
//! Since the first version. Without an access token the proof of an address says whose password it is.

use matrix_api::ruma_api;

use crate::uiaa::{AuthData, UiaaResponse};

ruma_api! {
    metadata {
        description: "Change the password of an account.",
        method: POST,
        name: "change_password",
        history: {
            1.0 => "/_matrix/client/r0/account/password",
            1.1 => "/_matrix/client/v3/account/password",
        },
        rate_limited: true,
        authentication: AccessTokenOptional,
    }

    request {
        /// The new password.
        pub new_password: String,

        /// Whether the user's other devices are logged out: `true` when it is absent. Since
        /// r0.6.1.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub logout_devices: Option<bool>,

        /// What the client knows so far for user-interactive authentication.
        ///
        /// The first request goes without it; the answer 401 says what is to be proven.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub auth: Option<AuthData>,
    }

    response {}

    error: UiaaResponse
}
