//! [`POST /_matrix/client/v3/logout/all`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3logoutall):
//! end every session of a user.
//!
//! Since r0.4.

use matrix_api::ruma_api;

ruma_api! {
    metadata {
        description: "End every session of the user.",
        method: POST,
        name: "logout_all",
        history: {
            1.0 => "/_matrix/client/r0/logout/all",
            1.1 => "/_matrix/client/v3/logout/all",
        },
        rate_limited: false,
        requires_authentication: true,
    }

    request {}

    response {}
}
