//! [`POST /_matrix/client/v3/account/3pid/delete`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3piddelete):
//! remove an address from an account.
//!
//! Since r0.4. The homeserver tries to unbind the address at the
//! identity server, too.

use matrix_api::ruma_api;

use crate::{
    identity_server_unbind_result::IdentityServerUnbindResult, third_party_medium::ThirdPartyMedium,
};

ruma_api! {
    metadata {
        description: "Remove a third-party identifier from the user's account.",
        method: POST,
        name: "delete_3pid",
        history: {
            1.0 => "/_matrix/client/r0/account/3pid/delete",
            1.1 => "/_matrix/client/v3/account/3pid/delete",
        },
        rate_limited: false,
        requires_authentication: true,
    }

    request {
        /// The kind of address.
        pub medium: ThirdPartyMedium,

        /// The address.
        pub address: String,

        /// The identity server to unbind it from, the one that bound it when it is absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id_server: Option<String>,
    }

    response {
        /// Whether the identity server has unbound the address. Absent before r0.5.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id_server_unbind_result: Option<IdentityServerUnbindResult>,
    }
}
