//! [`GET /_matrix/client/v1/register/m.login.registration_token/validity`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1registermloginregistration_tokenvalidity):
//! ask whether a token opens the registration.
//!
//! Since 1.2, before that by [MSC3231](https://github.com/matrix-org/matrix-spec-proposals/pull/3231).

use matrix_api::ruma_api;

ruma_api! {
    metadata {
        description: "Check whether a registration token is valid, without using it up.",
        method: GET,
        name: "check_registration_token_validity",
        history: {
            unstable("org.matrix.msc3231") => "/_matrix/client/unstable/org.matrix.msc3231/register/org.matrix.msc3231.login.registration_token/validity",
            1.2 => "/_matrix/client/v1/register/m.login.registration_token/validity",
        },
        rate_limited: true,
        requires_authentication: false,
    }

    request {
        /// The token.
        #[ruma_api(query)]
        pub token: String,
    }

    response {
        /// Whether the server would accept the token now. A registration may still fail with it
        /// later.
        pub valid: bool,
    }
}
