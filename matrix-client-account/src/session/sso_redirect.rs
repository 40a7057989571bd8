//! [`GET /_matrix/client/v3/login/sso/redirect`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3loginssoredirect):
//! redirect a browser to single sign-on.
//!
//! Since r0.5. The client does not send the request, but opens its URI in a browser.

use matrix_api::ruma_api;

use super::sso_redirect_action::SsoRedirectAction;

ruma_api! {
    metadata {
        description: "Redirect the user's browser to single sign-on.",
        method: GET,
        name: "sso_redirect",
        operation_id: "redirectToSSO",
        history: {
            1.0 => "/_matrix/client/r0/login/sso/redirect",
            1.1 => "/_matrix/client/v3/login/sso/redirect",
        },
        rate_limited: false,
        requires_authentication: false,
        status: FOUND,
    }

    request {
        /// The URL that the homeserver redirects the user to after the login. It adds the query
        /// parameter `loginToken`, for a [`TokenLogin`](crate::session::TokenLogin).
        #[ruma_api(query)]
        #[serde(rename = "redirectUrl")]
        pub redirect_url: String,

        /// The purpose of the sign-on, which the homeserver can show to the user. Defaults to `login`.
        #[ruma_api(query)]
        pub action: Option<SsoRedirectAction>,
    }

    response {
        /// The URL that the browser is redirected to.
        #[ruma_api(header = LOCATION)]
        pub location: String,

        /// Cookies by which the homeserver recognizes the browser when the user returns.
        #[ruma_api(header = SET_COOKIE, secret)]
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub cookies: Vec<String>,
    }

    example "a redirect to the provider" {
        request {
            GET "/_matrix/client/v3/login/sso/redirect?redirectUrl=https%3A%2F%2Fapp.example.org%2F&action=register"
        }
        response {
            FOUND
                "location": "https://sso.example.org/?state=rabbit-hole",
                "set-cookie": "sso_session=1; Path=/; HttpOnly"
        }
    }

    example "a server without single sign-on" {
        response { 404 { "errcode": "M_UNRECOGNIZED", "error": "This server has passwords only." } }
    }
}
