//! [`POST /_matrix/client/v3/account/3pid/add`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidadd):
//! add an address to an account.
//!
//! Since r0.6. [`request_3pid_token`](crate::request_3pid_token) comes first.

use matrix_api::{
    identifiers::{ClientSecret, SessionId},
    ruma_api,
};

use crate::uiaa::{AuthData, UiaaResponse};

ruma_api! {
    metadata {
        description: "Add an address that the homeserver has validated to the user's account.",
        method: POST,
        name: "add_3pid",
        history: {
            1.0 => "/_matrix/client/r0/account/3pid/add",
            1.1 => "/_matrix/client/v3/account/3pid/add",
        },
        rate_limited: true,
        requires_authentication: true,
    }

    request {
        /// The session of the validation.
        pub sid: SessionId,

        /// The secret that the client made up for the validation.
        pub client_secret: ClientSecret,

        /// What the client knows so far for user-interactive authentication.
        ///
        /// The first request goes without it; the answer 401 says what is to be proven.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub auth: Option<AuthData>,
    }

    response {}

    error: UiaaResponse
}
