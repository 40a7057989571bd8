//! [`POST /_matrix/client/v3/account/password`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpassword):
//! change the password of an account.
//!
//! Since the first version. Without an access token, the account is the one that has the email address
//! or phone number that the client proves by user-interactive authentication.

use matrix_api::ruma_api;

use crate::uiaa::{AuthData, UiaaResponse};

ruma_api! {
    metadata {
        description: "Change the password of an account.",
        method: POST,
        name: "change_password",
        operation_id: "changePassword",
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

        /// Whether to log out the user's other devices. Defaults to `true`. Since r0.6.1.
        pub logout_devices: Option<bool>,

        /// The data for a stage of user-interactive authentication.
        ///
        /// Absent in the first request, to which the server responds with 401 and the flows it accepts.
        pub auth: Option<AuthData>,
    }

    response {}

    error: UiaaResponse

    example "a new password" {
        request {
            POST "/_matrix/client/v3/account/password" {
                "new_password": "curiouser-and-curiouser",
                "logout_devices": false,
                "auth": {
                    "type": "m.login.password",
                    "identifier": { "type": "m.id.user", "user": "alice" },
                    "password": "through-the-looking-glass",
                    "session": "dkr9ZK"
                }
            }
        }
        response { 200 {} }
    }

    example "the stages that the server asks for" {
        response {
            401 { "flows": [{ "stages": ["m.login.password"] }], "params": {}, "session": "dkr9ZK" }
        }
    }
}
