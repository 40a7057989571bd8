//! [`GET /_matrix/client/v1/auth_metadata`](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1auth_metadata):
//! get the metadata of the homeserver's OAuth 2.0 authorization server.
//!
//! Since 1.15; before that unstable, as [MSC2965](https://github.com/matrix-org/matrix-spec-proposals/pull/2965).
//! A homeserver without the OAuth 2.0 API responds with `M_UNRECOGNIZED`.

use matrix_api::{ruma_api, string_enum};
use serde_json::{Map, Value};

ruma_api! {
    metadata {
        description: "Get the metadata of the homeserver's OAuth 2.0 authorization server.",
        method: GET,
        name: "auth_metadata",
        operation_id: "getAuthMetadata",
        history: {
            unstable("org.matrix.msc2965") => "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
            1.15 => "/_matrix/client/v1/auth_metadata",
        },
        rate_limited: false,
        requires_authentication: false,
    }

    request {}

    response {
        /// The issuer: the URL that identifies the authorization server.
        pub issuer: String,

        /// The URL at which the user grants access.
        pub authorization_endpoint: String,

        /// The URL at which the client gets tokens.
        #[ruma_api(public)]
        pub token_endpoint: String,

        /// The URL at which the client revokes tokens.
        pub revocation_endpoint: String,

        /// The URL at which the client registers itself.
        pub registration_endpoint: String,

        /// The supported response types. They include [`ResponseType::Code`].
        pub response_types_supported: Vec<ResponseType>,

        /// The supported grant types. They include [`GrantType::AuthorizationCode`] and
        /// [`GrantType::RefreshToken`].
        pub grant_types_supported: Vec<GrantType>,

        /// The supported response modes. They include both of [`ResponseMode`].
        pub response_modes_supported: Vec<ResponseMode>,

        /// The supported code challenge methods. They include [`CodeChallengeMethod::S256`].
        pub code_challenge_methods_supported: Vec<CodeChallengeMethod>,

        /// The supported values of the `prompt` parameter.
        pub prompt_values_supported: Option<Vec<PromptValue>>,

        /// The URL of the page at which the user manages the account.
        #[ruma_api(since = "1.18")]
        pub account_management_uri: Option<String>,

        /// The actions that links to that page can name.
        #[ruma_api(since = "1.18")]
        pub account_management_actions_supported: Option<Vec<AccountManagementAction>>,

        /// The URL at which a device without a browser requests access.
        #[ruma_api(since = "1.18")]
        pub device_authorization_endpoint: Option<String>,

        /// All other members, such as those of [RFC 8414](https://datatracker.ietf.org/doc/html/rfc8414).
        #[serde(flatten, skip_serializing_if = "Map::is_empty")]
        pub other: Map<String, Value>,
    }

    example "a server with OAuth 2.0" {
        request { GET "/_matrix/client/v1/auth_metadata" }
        response {
            200 {
                "issuer": "https://account.example.org/",
                "authorization_endpoint": "https://account.example.org/oauth2/auth",
                "token_endpoint": "https://account.example.org/oauth2/token",
                "revocation_endpoint": "https://account.example.org/oauth2/revoke",
                "registration_endpoint": "https://account.example.org/oauth2/clients/register",
                "device_authorization_endpoint": "https://account.example.org/oauth2/device",
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code", "refresh_token"],
                "response_modes_supported": ["query", "fragment"],
                "code_challenge_methods_supported": ["S256"],
                "prompt_values_supported": ["create"],
                "account_management_uri": "https://account.example.org/manage",
                "account_management_actions_supported": ["org.matrix.profile"]
            }
        }
    }

    example "a server without OAuth 2.0" {
        response { 404 { "errcode": "M_UNRECOGNIZED", "error": "This server has passwords." } }
    }
}

string_enum! {
    /// What an authorization request asks for.
    pub enum ResponseType {
        /// An authorization code, for which the client gets tokens.
        Code = "code",
    }
}

string_enum! {
    /// What a client gets tokens for.
    pub enum GrantType {
        /// An authorization code.
        AuthorizationCode = "authorization_code",
        /// A refresh token.
        RefreshToken = "refresh_token",
        /// A device code. Since 1.18.
        DeviceCode = "urn:ietf:params:oauth:grant-type:device_code",
    }
}

string_enum! {
    /// Which part of the redirect URL contains the response to an authorization request.
    pub enum ResponseMode {
        /// The query.
        Query = "query",
        /// The fragment.
        Fragment = "fragment",
    }
}

string_enum! {
    /// How a code challenge is derived from its code verifier.
    pub enum CodeChallengeMethod {
        /// With SHA-256.
        S256 = "S256",
    }
}

string_enum! {
    /// A value of the `prompt` parameter of an authorization request.
    pub enum PromptValue {
        /// The user registers an account.
        Create = "create",
    }
}

string_enum! {
    /// An action that a link to the account management page can name.
    ///
    /// See [Account management URL discovery](https://spec.matrix.org/v1.19/client-server-api/#oauth-20-account-management).
    pub enum AccountManagementAction {
        /// Change the profile.
        Profile = "org.matrix.profile",
        /// List the devices.
        DevicesList = "org.matrix.devices_list",
        /// View one device.
        DeviceView = "org.matrix.device_view",
        /// Log a device out.
        DeviceDelete = "org.matrix.device_delete",
        /// Deactivate the account.
        AccountDeactivate = "org.matrix.account_deactivate",
        /// Reset the cross-signing identity.
        CrossSigningReset = "org.matrix.cross_signing_reset",
    }
}
