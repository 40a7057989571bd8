//! [`POST /_matrix/client/v3/logout`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3logout):
//! log out: invalidate an access token.
//!
//! Since the first version.

use matrix_api::ruma_api;

ruma_api! {
    metadata {
        description: "Log out: invalidate the access token and delete its device.",
        method: POST,
        name: "logout",
        history: {
            1.0 => "/_matrix/client/r0/logout",
            1.1 => "/_matrix/client/v3/logout",
        },
        rate_limited: false,
        requires_authentication: true,
    }

    request {}

    response {}

    example "a device" {
        request { POST "/_matrix/client/v3/logout" {} }
        response { 200 {} }
    }

    example "a token that has expired" {
        response {
            401 { "errcode": "M_UNKNOWN_TOKEN", "error": "Unknown token.", "soft_logout": true }
        }
    }
}
