//! [`GET /_matrix/client/v3/login`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3login):
//! ask which ways there are to log in.
//!
//! Since r0.4.

use matrix_api::{identifiers::MxcUri, ruma_api, string_enum};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::login_type::LoginType;

ruma_api! {
    metadata {
        description: "Ask which ways to log in the homeserver supports.",
        method: GET,
        name: "get_login_flows",
        history: {
            1.0 => "/_matrix/client/r0/login",
            1.1 => "/_matrix/client/v3/login",
        },
        rate_limited: true,
        requires_authentication: false,
    }

    request {}

    response {
        /// The ways to log in. An answer that lacks the list is read as an empty one.
        #[serde(default)]
        pub flows: Vec<LoginFlow>,
    }
}

/// A way to log in.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct LoginFlow {
    /// The type of login.
    #[serde(rename = "type")]
    pub kind: LoginType,

    /// For [`LoginType::Token`]: whether users can make tokens by
    /// [`get_login_token`](crate::session::get_login_token), `false` when it is absent. Since 1.7.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub get_login_token: Option<bool>,

    /// For [`LoginType::Sso`]: the providers to choose from, for
    /// [`sso_redirect_to_idp`](crate::session::sso_redirect_to_idp).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_providers: Option<Vec<IdentityProvider>>,

    /// For [`LoginType::Sso`]: whether clients that know the OAuth 2.0 API should use this flow and
    /// no other, because the server has that API behind it. `false` when it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oauth_aware_preferred: Option<bool>,

    /// Every other member.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl LoginFlow {
    /// A way to log in of which no more is to be said.
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

/// A provider that logs users in.
///
/// See [Client login via SSO](https://spec.matrix.org/v1.19/client-server-api/#client-login-via-sso).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct IdentityProvider {
    /// Names the provider to the homeserver.
    pub id: String,

    /// Names the provider to people.
    pub name: String,

    /// An image of the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<MxcUri>,

    /// What the provider is known as, so that clients can style their buttons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand: Option<IdentityProviderBrand>,
}

impl IdentityProvider {
    /// A provider without an image.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), icon: None, brand: None }
    }
}

string_enum! {
    /// What a provider is known as.
    ///
    /// The [list of brands] is kept apart from the specification.
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
