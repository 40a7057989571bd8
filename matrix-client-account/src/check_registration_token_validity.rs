//! [`GET /_matrix/client/v1/register/m.login.registration_token/validity`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1registermloginregistration_tokenvalidity):
//! check whether a registration token is valid.
//!
//! Since 1.2; before that unstable, as [MSC3231](https://github.com/matrix-org/matrix-spec-proposals/pull/3231).

use matrix_api::ruma_api;

ruma_api! {
    metadata {
        description: "Check whether a registration token is valid, without using it.",
        method: GET,
        name: "check_registration_token_validity",
        operation_id: "registrationTokenValidity",
        history: {
            unstable("org.matrix.msc3231") => "/_matrix/client/unstable/org.matrix.msc3231/register/org.matrix.msc3231.login.registration_token/validity",
            1.2 => "/_matrix/client/v1/register/m.login.registration_token/validity",
        },
        rate_limited: true,
        requires_authentication: false,
    }

    request {
        /// The registration token.
        #[ruma_api(query)]
        pub token: String,
    }

    response {
        /// Whether the server accepts the token now. A later registration with it may still fail.
        pub valid: bool,
    }

    example "a valid token" {
        request {
            GET "/_matrix/client/v1/register/m.login.registration_token/validity?token=rabbit-hole"
        }
        response { 200 { "valid": true } }
    }

    example "a server without registration" {
        response { 403 { "errcode": "M_FORBIDDEN", "error": "Registration is closed." } }
    }
}
