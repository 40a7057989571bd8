//! [`GET /_matrix/client/v3/capabilities`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3capabilities):
//! get the capabilities of the homeserver.
//!
//! Since r0.5.

use matrix_api::ruma_api;

use crate::capabilities::Capabilities;

ruma_api! {
    metadata {
        description: "Get the capabilities of the homeserver: what its users can do.",
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
