//! [`POST /_matrix/client/v3/account/3pid/unbind`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidunbind):
//! have an identity server forget whose an address is.
//!
//! Since r0.6. The address stays with the account.

use matrix_api::ruma_api;

use crate::{
    identity_server_unbind_result::IdentityServerUnbindResult, third_party_medium::ThirdPartyMedium,
};

ruma_api! {
    metadata {
        description: "Remove a third-party identifier of the user from an identity server.",
        method: POST,
        name: "unbind_3pid",
        history: {
            1.0 => "/_matrix/client/r0/account/3pid/unbind",
            1.1 => "/_matrix/client/v3/account/3pid/unbind",
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
        /// Whether the identity server has unbound the address.
        pub id_server_unbind_result: IdentityServerUnbindResult,
    }
}
