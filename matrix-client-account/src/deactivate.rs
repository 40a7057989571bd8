//! [`POST /_matrix/client/v3/account/deactivate`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountdeactivate):
//! deactivate an account for good.
//!
//! Since the first version. Without an access token the proof of an address says whose account it is.

use matrix_api::ruma_api;

use crate::{
    identity_server_unbind_result::IdentityServerUnbindResult,
    uiaa::{AuthData, UiaaResponse},
};

ruma_api! {
    metadata {
        description: "Deactivate a user's account for good.",
        method: POST,
        name: "deactivate",
        history: {
            1.0 => "/_matrix/client/r0/account/deactivate",
            1.1 => "/_matrix/client/v3/account/deactivate",
        },
        rate_limited: true,
        authentication: AccessTokenOptional,
    }

    request {
        /// What the client knows so far for user-interactive authentication.
        ///
        /// The first request goes without it; the answer 401 says what is to be proven.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub auth: Option<AuthData>,

        /// The identity server to unbind the account's addresses from, the one that bound them when it
        /// is absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id_server: Option<String>,

        /// Whether the user wishes what was sent to be hidden from those who join later: `false` when
        /// it is absent. Since 1.10.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub erase: Option<bool>,
    }

    response {
        /// Whether the addresses were unbound. Absent before r0.5.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id_server_unbind_result: Option<IdentityServerUnbindResult>,
    }

    error: UiaaResponse
}
