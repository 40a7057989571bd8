//! [`GET /_matrix/client/v3/login/sso/redirect/{idpId}`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3loginssoredirectidpid):
//! redirect a browser to single sign-on with a particular identity provider.
//!
//! Since 1.1; before that unstable, as [MSC2858](https://github.com/matrix-org/matrix-spec-proposals/pull/2858).
//! The client does not send the request, but opens its URI in a browser.

use matrix_api::ruma_api;

use super::sso_redirect_action::SsoRedirectAction;

ruma_api! {
    metadata {
        description: "Redirect the user's browser to single sign-on with an identity provider.",
        method: GET,
        name: "sso_redirect_to_idp",
        operation_id: "redirectToIdP",
        history: {
            unstable("org.matrix.msc2858") => "/_matrix/client/unstable/org.matrix.msc2858/login/sso/redirect/{idpId}",
            1.1 => "/_matrix/client/v3/login/sso/redirect/{idpId}",
        },
        rate_limited: false,
        requires_authentication: false,
        status: FOUND,
    }

    request {
        /// The `id` of an [`IdentityProvider`](crate::session::get_login_flows::IdentityProvider).
        #[ruma_api(path)]
        #[serde(rename = "idpId")]
        pub idp_id: String,

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
        request { GET "/_matrix/client/v3/login/sso/redirect/oidc-tea?redirectUrl=https%3A%2F%2Fapp.example.org%2F" }
        response { FOUND "location": "https://tea.example.org/?state=rabbit-hole" }
    }

    example "a browser that the server recognizes later" {
        request { GET "/_matrix/client/v3/login/sso/redirect/oidc-tea?redirectUrl=https%3A%2F%2Fapp.example.org%2F&action=login" }
        response {
            FOUND
                "location": "https://tea.example.org/?state=rabbit-hole",
                "set-cookie": "sso_session=1; Path=/; HttpOnly"
        }
    }

    example "a provider that does not exist" {
        response { 404 { "errcode": "M_NOT_FOUND", "error": "Unknown identity provider." } }
    }
}
