//! [`POST /_matrix/client/v3/account/3pid/delete`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3piddelete):
//! remove a third-party identifier from an account.
//!
//! Since r0.4. The homeserver also tries to unbind the identifier from the identity server.

use matrix_api::ruma_api;

use crate::{
    identity_server_unbind_result::IdentityServerUnbindResult, third_party_medium::ThirdPartyMedium,
};

ruma_api! {
    metadata {
        description: "Remove a third-party identifier from the user's account.",
        method: POST,
        name: "delete_3pid",
        operation_id: "delete3pidFromAccount",
        history: {
            1.0 => "/_matrix/client/r0/account/3pid/delete",
            1.1 => "/_matrix/client/v3/account/3pid/delete",
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
        /// Whether the identity server unbound the identifier. Absent before r0.5.
        pub id_server_unbind_result: Option<IdentityServerUnbindResult>,
    }

    example "an email address" {
        request {
            POST "/_matrix/client/v3/account/3pid/delete" {
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
