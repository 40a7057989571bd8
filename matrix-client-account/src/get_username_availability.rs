//! [`GET /_matrix/client/v3/register/available`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3registeravailable):
//! ask whether a name is free.
//!
//! Since r0.4. A name that is not free, or no name at all, is an error that says why.

use matrix_api::ruma_api;

ruma_api! {
    metadata {
        description: "Check whether a username is available and valid.",
        method: GET,
        name: "get_username_availability",
        history: {
            1.0 => "/_matrix/client/r0/register/available",
            1.1 => "/_matrix/client/v3/register/available",
        },
        rate_limited: true,
        requires_authentication: false,
    }

    request {
        /// The localpart that is wished for.
        #[ruma_api(query)]
        pub username: String,
    }

    response {
        /// Whether the name is free: always `true` where it is there.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub available: Option<bool>,
    }
}
