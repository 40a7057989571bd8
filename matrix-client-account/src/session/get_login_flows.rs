//! [`GET /_matrix/client/v3/login`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3login):
//! get the types of login that the homeserver supports.
//!
//! Since r0.4.

use matrix_api::{identifiers::MxcUri, ruma_api, string_enum};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    json_object::{Checked, JsonShape},
    json_struct::json_struct,
    login_type::LoginType,
};

ruma_api! {
    metadata {
        description: "Get the types of login that the homeserver supports.",
        method: GET,
        name: "get_login_flows",
        operation_id: "getLoginFlows",
        history: {
            1.0 => "/_matrix/client/r0/login",
            1.1 => "/_matrix/client/v3/login",
        },
        rate_limited: true,
        requires_authentication: false,
    }

    request {}

    response {
        /// The login flows. Empty if the response has no list.
        #[serde(default)]
        pub flows: Vec<LoginFlow>,
    }

    example "passwords and single sign-on" {
        request { GET "/_matrix/client/v3/login" }
        response {
            200 {
                "flows": [
                    { "type": "m.login.password" },
                    { "type": "m.login.token", "get_login_token": true },
                    {
                        "type": "m.login.sso",
                        "identity_providers": [
                            {
                                "id": "oidc-tea",
                                "name": "Tea party",
                                "icon": "mxc://example.org/teapot",
                                "brand": "org.example.tea"
                            }
                        ]
                    }
                ]
            }
        }
    }

    example "too many requests" {
        response {
            429 "retry-after": "2" {
                "errcode": "M_LIMIT_EXCEEDED",
                "error": "Too many requests.",
                "retry_after_ms": 2000
            }
        }
    }
}

/// A login flow.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct LoginFlow {
    /// The type of login.
    #[serde(rename = "type")]
    pub kind: LoginType,

    /// For [`LoginType::Token`]: whether users can get tokens from
    /// [`get_login_token`](crate::session::get_login_token). Defaults to `false`. Since 1.7.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub get_login_token: Option<bool>,

    /// For [`LoginType::Sso`]: the identity providers to choose from, for
    /// [`sso_redirect_to_idp`](crate::session::sso_redirect_to_idp).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_providers: Option<Vec<IdentityProvider>>,

    /// For [`LoginType::Sso`]: whether clients that support the OAuth 2.0 API should use only this
    /// flow, because the server implements it with that API. Defaults to `false`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oauth_aware_preferred: Option<bool>,

    /// All other members.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl LoginFlow {
    /// Creates a flow without further details.
    #[must_use]
    pub fn new(kind: LoginType) -> Self {
        Self {
            kind,
            get_login_token: None,
            identity_providers: None,
            oauth_aware_preferred: None,
            other: Map::new(),
        }
    }
}

json_struct! {
    /// An identity provider for single sign-on.
    ///
    /// See [Client login via SSO](https://spec.matrix.org/v1.19/client-server-api/#client-login-via-sso).
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    #[non_exhaustive]
    pub struct IdentityProvider {
        /// The ID of the provider at the homeserver.
        pub id: String,

        /// The human-readable name of the provider.
        pub name: String,

        /// The icon of the provider. A URI of another scheme is read as absent.
        #[serde(
            default,
            deserialize_with = "crate::lenient::optional",
            skip_serializing_if = "Option::is_none"
        )]
        pub icon: Option<MxcUri>,

        /// The brand of the provider, with which clients can style their buttons.
        #[serde(
            default,
            deserialize_with = "crate::lenient::optional",
            skip_serializing_if = "Option::is_none"
        )]
        pub brand: Option<IdentityProviderBrand>,
    }
}

impl IdentityProvider {
    /// Creates a provider without an icon and a brand.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), icon: None, brand: None }
    }
}

string_enum! {
    /// The brand of an identity provider.
    ///
    /// The [list of brands] is not a part of the specification.
    ///
    /// [list of brands]: https://github.com/matrix-org/matrix-spec/blob/main/informal/idp-brands.md
    pub enum IdentityProviderBrand {
        /// Apple.
        Apple = "apple",
        /// Facebook.
        Facebook = "facebook",
        /// GitHub.
        GitHub = "github",
        /// GitLab.
        GitLab = "gitlab",
        /// Google.
        Google = "google",
        /// Twitter.
        Twitter = "twitter",
    }
}

impl JsonShape<'_> for IdentityProviderBrand {
    const EXPECTED: &'static str = "a string";

    fn from_string(text: &str) -> Checked<Self> {
        Ok(text.into())
    }
}
