//! [`GET /_matrix/client/v3/capabilities`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3capabilities):
//! ask what the user may do at the homeserver.
//!
//! Since r0.5.

use matrix_api::ruma_api;

use crate::capabilities::Capabilities;

ruma_api! {
    metadata {
        description: "Ask what the homeserver lets its users do, and how.",
        method: GET,
        name: "get_capabilities",
        history: {
            1.0 => "/_matrix/client/r0/capabilities",
            1.1 => "/_matrix/client/v3/capabilities",
        },
        rate_limited: true,
        requires_authentication: true,
    }

    request {}

    response {
        /// The capabilities.
        pub capabilities: Capabilities,
    }
}
