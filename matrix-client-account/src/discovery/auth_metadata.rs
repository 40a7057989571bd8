//! [`GET /_matrix/client/v1/auth_metadata`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1auth_metadata):
//! ask how the homeserver's OAuth 2.0 API is reached.
//!
//! Since 1.15, before that by [MSC2965](https://github.com/matrix-org/matrix-spec-proposals/pull/2965).
//! A homeserver without that API answers `M_UNRECOGNIZED`.

use matrix_api::{ruma_api, string_enum};
use serde_json::{Map, Value};

ruma_api! {
    metadata {
        description: "Get the metadata of the homeserver's OAuth 2.0 authorization server.",
        method: GET,
        name: "auth_metadata",
        history: {
            unstable("org.matrix.msc2965") => "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
            1.15 => "/_matrix/client/v1/auth_metadata",
        },
        rate_limited: false,
        requires_authentication: false,
    }

    request {}

    response {
        /// The URL that names the authorization server.
        pub issuer: String,

        /// Where the user grants access.
        pub authorization_endpoint: String,

        /// Where the client gets tokens.
        #[ruma_api(public)]
        pub token_endpoint: String,

        /// Where the client revokes tokens.
        pub revocation_endpoint: String,

        /// Where the client registers itself.
        pub registration_endpoint: String,

        /// The response types, among them [`ResponseType::Code`].
        pub response_types_supported: Vec<ResponseType>,

        /// The grant types, among them the first two of [`GrantType`].
        pub grant_types_supported: Vec<GrantType>,

        /// The response modes, among them both of [`ResponseMode`].
        pub response_modes_supported: Vec<ResponseMode>,

        /// How a code challenge is made of its verifier, among them [`CodeChallengeMethod::S256`].
        pub code_challenge_methods_supported: Vec<CodeChallengeMethod>,

        /// What the client can ask for in the way the user is prompted.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub prompt_values_supported: Option<Vec<PromptValue>>,

        /// The page where the user manages the account. Since 1.18.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub account_management_uri: Option<String>,

        /// What a link to that page can be for. Since 1.18.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub account_management_actions_supported: Option<Vec<AccountManagementAction>>,

        /// Where a device without a browser asks for access. Since 1.18.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub device_authorization_endpoint: Option<String>,

        /// Every other member, such as those of [RFC 8414](https://datatracker.ietf.org/doc/html/rfc8414).
        #[serde(flatten, skip_serializing_if = "Map::is_empty")]
        pub other: Map<String, Value>,
    }
}

string_enum! {
    /// What an authorization request asks for.
    pub enum ResponseType {
        /// A code to get tokens with.
        Code = "code",
    }
}

string_enum! {
    /// What a client gets tokens with.
    pub enum GrantType {
        /// The code of an authorization.
        AuthorizationCode = "authorization_code",
        /// A refresh token.
        RefreshToken = "refresh_token",
        /// The code of a device. Since 1.18.
        DeviceCode = "urn:ietf:params:oauth:grant-type:device_code",
    }
}

string_enum! {
    /// Where the answer to an authorization request stands in the URL that the user is sent back to.
    pub enum ResponseMode {
        /// In the query.
        Query = "query",
        /// In the fragment.
        Fragment = "fragment",
    }
}

string_enum! {
    /// How a code challenge is made of its verifier.
    pub enum CodeChallengeMethod {
        /// By SHA-256.
        S256 = "S256",
    }
}

string_enum! {
    /// What a client can ask for in the way the user is prompted.
    pub enum PromptValue {
        /// The user makes an account.
        Create = "create",
    }
}

string_enum! {
    /// What a link to the page for the management of an account is for.
    ///
    /// See [Account management URL discovery](https://spec.matrix.org/v1.19/client-server-api/#oauth-20-account-management).
    pub enum AccountManagementAction {
        /// To change the profile.
        Profile = "org.matrix.profile",
        /// To list the devices.
        DevicesList = "org.matrix.devices_list",
        /// To see one device.
        DeviceView = "org.matrix.device_view",
        /// To log a device out.
        DeviceDelete = "org.matrix.device_delete",
        /// To deactivate the account.
        AccountDeactivate = "org.matrix.account_deactivate",
        /// To reset the cross-signing identity.
        CrossSigningReset = "org.matrix.cross_signing_reset",
    }
}
