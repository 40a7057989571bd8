//! [`GET /_matrix/client/v3/login/sso/redirect`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3loginssoredirect):
//! send a browser to where the user logs in.
//!
//! Since r0.5. The client opens the URI of the request in a browser instead of sending it.

use matrix_api::ruma_api;

use super::sso_redirect_action::SsoRedirectAction;

ruma_api! {
    metadata {
        description: "Redirect the user's browser to the login by single sign-on.",
        method: GET,
        name: "sso_redirect",
        history: {
            1.0 => "/_matrix/client/r0/login/sso/redirect",
            1.1 => "/_matrix/client/v3/login/sso/redirect",
        },
        rate_limited: false,
        requires_authentication: false,
        status: FOUND,
    }

    request {
        /// Where the homeserver sends the user back to in the end, with the query parameter
        /// `loginToken` for a [`TokenLogin`](crate::session::TokenLogin).
        #[ruma_api(query)]
        #[serde(rename = "redirectUrl")]
        pub redirect_url: String,

        /// What the user is about to do, so that the homeserver can show it. `login` when it is
        /// absent.
        #[ruma_api(query)]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub action: Option<SsoRedirectAction>,
    }

    response {
        /// Where the browser goes next.
        #[ruma_api(header = LOCATION)]
        pub location: String,

        /// Cookies by which the homeserver knows the browser again when the user comes back.
        #[ruma_api(header = SET_COOKIE, secret)]
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub cookies: Vec<String>,
    }
}
