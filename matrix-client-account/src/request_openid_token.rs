//! [`POST /_matrix/client/v3/user/{userId}/openid/request_token`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3useruseridopenidrequest_token):
//! get a token that proves to a third party who the user is.
//!
//! In every version since 1.0. The third party shows the token to the homeserver and is told the
//! user's Matrix ID. The token opens nothing else.

use std::time::Duration;

use matrix_api::{
    identifiers::{ServerName, UserId},
    ruma_api,
};

ruma_api! {
    metadata {
        description: "Get a token that proves to a third party who the user is.",
        method: POST,
        name: "request_openid_token",
        history: {
            1.0 => "/_matrix/client/r0/user/{userId}/openid/request_token",
            1.1 => "/_matrix/client/v3/user/{userId}/openid/request_token",
        },
        rate_limited: true,
        requires_authentication: true,
    }

    request {
        /// The user whom the access token belongs to.
        #[ruma_api(path)]
        #[serde(rename = "userId")]
        pub user_id: UserId,
    }

    response {
        /// The token for the third party.
        pub access_token: String,

        /// How the token is used: `Bearer`.
        pub token_type: OpenIdTokenType,

        /// The homeserver to ask about the token.
        pub matrix_server_name: ServerName,

        /// How long the token is valid.
        #[serde(with = "crate::duration::seconds")]
        pub expires_in: Duration,
    }
}

matrix_api::string_enum! {
    /// How an OpenID token is used.
    pub enum OpenIdTokenType {
        /// Whoever has it may use it.
        Bearer = "Bearer",
    }
}
