//! [`POST /_matrix/client/v3/logout/all`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3logoutall):
//! log out all devices of a user.
//!
//! Since r0.4.

use matrix_api::ruma_api;

ruma_api! {
    metadata {
        description: "Log out: invalidate all access tokens of the user and delete all devices.",
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

    example "all devices" {
        request { POST "/_matrix/client/v3/logout/all" {} }
        response { 200 {} }
    }

    example "a token that has expired" {
        response {
            401 { "errcode": "M_UNKNOWN_TOKEN", "error": "Unknown token.", "soft_logout": true }
        }
    }
}
