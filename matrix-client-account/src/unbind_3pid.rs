//! [`POST /_matrix/client/v3/account/3pid/unbind`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidunbind):
//! unbind a third-party identifier from the user ID at an identity server.
//!
//! Since r0.6. The account keeps the identifier.

use matrix_api::ruma_api;

use crate::{
    identity_server_unbind_result::IdentityServerUnbindResult, third_party_medium::ThirdPartyMedium,
};

ruma_api! {
    metadata {
        description: "Unbind a third-party identifier of the user from an identity server.",
        method: POST,
        name: "unbind_3pid",
        operation_id: "unbind3pidFromAccount",
        history: {
            1.0 => "/_matrix/client/r0/account/3pid/unbind",
            1.1 => "/_matrix/client/v3/account/3pid/unbind",
        },
        rate_limited: false,
        requires_authentication: true,
    }

    request {
        /// The type of the identifier.
        pub medium: ThirdPartyMedium,

        /// The email address or phone number.
        pub address: String,

        /// The identity server to unbind the identifier from. Defaults to the one that bound it.
        pub id_server: Option<String>,
    }

    response {
        /// Whether the identity server unbound the identifier.
        pub id_server_unbind_result: IdentityServerUnbindResult,
    }

    example "an email address" {
        request {
            POST "/_matrix/client/v3/account/3pid/unbind" {
                "id_server": "id.example.org",
                "medium": "email",
                "address": "alice@example.org"
            }
        }
        response { 200 { "id_server_unbind_result": "success" } }
    }

    example "a token that has expired" {
        response {
            401 { "errcode": "M_UNKNOWN_TOKEN", "error": "Unknown token.", "soft_logout": true }
        }
    }
}
