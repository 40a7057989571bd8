//! [`POST /_matrix/client/v3/user/{userId}/openid/request_token`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3useruseridopenidrequest_token):
//! get a token that proves the user's identity to a third party.
//!
//! Since the first version. The third party exchanges the token for the user ID at the homeserver. The
//! token gives access to nothing else.

use std::time::Duration;

use matrix_api::{
    identifiers::{ServerName, UserId},
    ruma_api,
};

ruma_api! {
    metadata {
        description: "Get a token that proves the user's identity to a third party.",
        method: POST,
        name: "request_openid_token",
        operation_id: "requestOpenIdToken",
        history: {
            1.0 => "/_matrix/client/r0/user/{userId}/openid/request_token",
            1.1 => "/_matrix/client/v3/user/{userId}/openid/request_token",
        },
        rate_limited: true,
        requires_authentication: true,
    }

    request {
        /// The user that the access token belongs to.
        #[ruma_api(path)]
        #[serde(rename = "userId")]
        pub user_id: UserId,
    }

    response {
        /// The token for the third party.
        pub access_token: String,

        /// The type of the token: `Bearer`.
        pub token_type: OpenIdTokenType,

        /// The homeserver at which the third party verifies the token.
        pub matrix_server_name: ServerName,

        /// How long the token is valid.
        #[serde(with = "crate::duration::seconds")]
        pub expires_in: Duration,
    }

    example "a token for an integration manager" {
        request { POST "/_matrix/client/v3/user/@alice:example.org/openid/request_token" {} }
        response {
            200 {
                "access_token": "openid_alice_1",
                "token_type": "Bearer",
                "matrix_server_name": "example.org",
                "expires_in": 3600
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

matrix_api::string_enum! {
    /// The type of an OpenID token.
    pub enum OpenIdTokenType {
        /// A bearer token: whoever has it can use it.
        Bearer = "Bearer",
    }
}
