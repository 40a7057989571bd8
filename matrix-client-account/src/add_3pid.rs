//! [`POST /_matrix/client/v3/account/3pid/add`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidadd):
//! add a third-party identifier to an account.
//!
//! Since r0.6. Validate the identifier first, with [`request_3pid_token`](crate::request_3pid_token) or
//! [`request_3pid_token_via_msisdn`](crate::request_3pid_token_via_msisdn).

use matrix_api::{
    identifiers::{ClientSecret, SessionId},
    ruma_api,
};

use crate::uiaa::{AuthData, UiaaResponse};

ruma_api! {
    metadata {
        description: "Add a third-party identifier that the homeserver has validated to the user's account.",
        method: POST,
        name: "add_3pid",
        operation_id: "add3PID",
        history: {
            1.0 => "/_matrix/client/r0/account/3pid/add",
            1.1 => "/_matrix/client/v3/account/3pid/add",
        },
        rate_limited: true,
        requires_authentication: true,
    }

    request {
        /// The ID of the validation session.
        pub sid: SessionId,

        /// The secret that the client generated for the validation.
        pub client_secret: ClientSecret,

        /// The data for a stage of user-interactive authentication.
        ///
        /// Absent in the first request, to which the server responds with 401 and the flows it accepts.
        pub auth: Option<AuthData>,
    }

    response {}

    error: UiaaResponse

    example "an address that was validated" {
        request {
            POST "/_matrix/client/v3/account/3pid/add" {
                "client_secret": "march_hare=MAD",
                "sid": "tea.at-six",
                "auth": { "type": "m.login.dummy", "session": "dkr9ZK" }
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
