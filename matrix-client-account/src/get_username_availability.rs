//! [`GET /_matrix/client/v3/register/available`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3registeravailable):
//! check whether a username is available.
//!
//! Since r0.4. If the username is taken or invalid, the response is an error that says why.

use matrix_api::ruma_api;

ruma_api! {
    metadata {
        description: "Check whether a username is available and valid.",
        method: GET,
        name: "get_username_availability",
        operation_id: "checkUsernameAvailability",
        history: {
            1.0 => "/_matrix/client/r0/register/available",
            1.1 => "/_matrix/client/v3/register/available",
        },
        rate_limited: true,
        requires_authentication: false,
    }

    request {
        /// The username: the localpart of the future user ID.
        #[ruma_api(query)]
        pub username: String,
    }

    response {
        /// Whether the username is available: `true` if present.
        pub available: Option<bool>,
    }

    example "a name that is free" {
        request { GET "/_matrix/client/v3/register/available?username=alice" }
        response { 200 { "available": true } }
    }

    example "a name that is taken" {
        response { 400 { "errcode": "M_USER_IN_USE", "error": "That name is taken." } }
    }
}
