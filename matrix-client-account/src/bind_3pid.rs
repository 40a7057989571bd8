//! [`POST /_matrix/client/v3/account/3pid/bind`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidbind):
//! bind a third-party identifier to the user ID at an identity server.
//!
//! Since r0.6. The homeserver remembers the identity server for [`unbind_3pid`](crate::unbind_3pid).

use matrix_api::{
    identifiers::{ClientSecret, SessionId},
    ruma_api,
};

ruma_api! {
    metadata {
        description: "Bind a third-party identifier to the user's account at an identity server.",
        method: POST,
        name: "bind_3pid",
        operation_id: "bind3PID",
        history: {
            1.0 => "/_matrix/client/r0/account/3pid/bind",
            1.1 => "/_matrix/client/v3/account/3pid/bind",
        },
        rate_limited: true,
        requires_authentication: true,
    }

    request {
        /// The ID of the validation session at the identity server.
        pub sid: SessionId,

        /// The secret that the client generated for the validation.
        pub client_secret: ClientSecret,

        /// The identity server, with its port unless that is 443.
        pub id_server: String,

        /// The client's access token for the identity server.
        pub id_access_token: String,
    }

    response {}

    example "an address that was validated" {
        request {
            POST "/_matrix/client/v3/account/3pid/bind" {
                "client_secret": "march_hare=MAD",
                "id_server": "id.example.org",
                "id_access_token": "id_alice_1",
                "sid": "tea.at-six"
            }
        }
        response { 200 {} }
    }

    example "too many requests" {
        response {
            429 "retry-after": "2" {
                "errcode": "M_LIMIT_EXCEEDED",
                "error": "Too many requests.",
                "retry_after_ms": 2000
            }
        }
    }
}
