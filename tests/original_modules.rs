//! The first five definitions ever written compile unchanged: the original keys, no colon or comma
//! after a section, supporting types declared after the block.

#![allow(missing_docs, dead_code)]

use matrix_api::{Endpoint, http::Method};

/// [POST /_matrix/client/r0/register]
pub mod register {
    use matrix_api::{identifiers::UserId, ruma_api};
    use serde::{Deserialize, Serialize};

    ruma_api! {
        metadata {
            description: "Register an account on this homeserver.",
            method: POST,
            name: "register",
            path: "/_matrix/client/r0/register",
            rate_limited: true,
            requires_authentication: false,
        }

        request {
            /// If true, the server binds the email used for authentication
            /// to the Matrix ID with the ID Server.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub bind_email: Option<bool>,
            /// The desired password for the account.
            ///
            /// Should only be empty for guest accounts.
            // The compiler does not know this.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub password: Option<String>,
            /// Local part of the desired Matrix ID.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub username: Option<String>,
            /// ID of the client device.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub device_id: Option<String>,
            /// A display name to assign to the newly-created device.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub initial_device_display_name: Option<String>,
            /// Additional authentication information.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub auth: Option<AuthenticationData>,
            /// Kind of account to register.
            #[ruma_api(query)]
            #[serde(skip_serializing_if = "Option::is_none")]
            pub kind: Option<RegistrationKind>,
        }

        response {
            /// An access token for the account.
            pub access_token: String,
            /// The hostname of the homeserver.
            pub home_server: String,
            /// The fully-qualified Matrix ID.
            pub user_id: UserId,
            /// ID of the registered device.
            pub device_id: String,
        }
    }

    /// Additional authentication information for the user-interactive authentication API.
    #[derive(Clone, Debug, Deserialize, Serialize)]
    pub struct AuthenticationData {
        /// The login type that the client is attempting to complete.
        #[serde(rename = "type")]
        kind: String,
        /// The value of the session key given by the homeserver.
        session: Option<String>,
    }

    /// The kind of account being registered.
    #[derive(Clone, Copy, Debug, Deserialize, Serialize)]
    pub enum RegistrationKind {
        /// A guest account
        #[serde(rename = "guest")]
        Guest,
        /// A regular user account
        #[serde(rename = "user")]
        User,
    }
}

/// [POST /_matrix/client/r0/account/password/email/requestToken]
pub mod request_password_change_token {
    use matrix_api::ruma_api;

    ruma_api! {
        metadata {
            description: "Request that a password change token is sent to the given email address.",
            method: POST,
            name: "request_password_change_token",
            path: "/_matrix/client/r0/account/password/email/requestToken",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            /// Client-generated secret string used to protect this session.
            pub client_secret: String,
            /// The email address.
            pub email: String,
            /// The ID server to send the onward request to as a hostname with an appended colon
            /// and port number if the port is not the default.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub id_server: Option<String>,
            /// Used to distinguish protocol level retries from requests to re-send the email.
            pub send_attempt: u64,
        }

        response {}
    }
}

/// [POST /_matrix/client/r0/account/deactivate]
pub mod deactivate {
    use matrix_api::ruma_api;

    ruma_api! {
        metadata {
            description: "Deactivate the current user's account.",
            method: POST,
            name: "deactivate",
            path: "/_matrix/client/r0/account/deactivate",
            rate_limited: true,
            requires_authentication: true,
        }

        request {
            // Nothing yet but a comment.
        }

        response {}
    }
}

/// [POST /_matrix/client/r0/account/password]
pub mod change_password {
    use matrix_api::ruma_api;

    ruma_api! {
        metadata {
            description: "Change the password of the current user's account.",
            method: POST,
            name: "change_password",
            path: "/_matrix/client/r0/account/password",
            rate_limited: true,
            requires_authentication: true,
        }

        request {
            /// The new password for the account.
            pub new_password: String,
            // A comment may be the last thing.
        }

        response {}
    }
}

/// [POST /_matrix/client/r0/register/email/requestToken]
pub mod request_register_token {
    use matrix_api::ruma_api;

    ruma_api! {
        metadata {
            description: "Request a register token with a 3rd party email.",
            method: POST,
            name: "request_register_token",
            path: "/_matrix/client/r0/register/email/requestToken",
            rate_limited: true,
            requires_authentication: false,
        }

        request {
            /// Client-generated secret string used to protect this session.
            pub client_secret: String,
            /// The email address.
            pub email: String,
            /// The ID server to send the onward request to as a hostname with an appended colon
            /// and port number if the port is not the default.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub id_server: Option<String>,
            /// Used to distinguish protocol level retries from requests to re-send the email.
            pub send_attempt: u64,
        }

        response {}
    }
}

#[test]
fn the_original_keys_fill_the_metadata() {
    let found = [
        register::Request::METADATA,
        request_password_change_token::Request::METADATA,
        deactivate::Request::METADATA,
        change_password::Request::METADATA,
        request_register_token::Request::METADATA,
    ]
    .map(|metadata| {
        assert_eq!(metadata.method, Method::POST);
        let path = metadata.path.templates().map(|path| path.as_str()).collect::<String>();
        (metadata.name, path, metadata.rate_limited, metadata.authentication)
    });
    let expected = [
        ("register", "register", true, "NoAuthentication"),
        (
            "request_password_change_token",
            "account/password/email/requestToken",
            false,
            "NoAuthentication",
        ),
        ("deactivate", "account/deactivate", true, "AccessToken"),
        ("change_password", "account/password", true, "AccessToken"),
        ("request_register_token", "register/email/requestToken", true, "NoAuthentication"),
    ]
    .map(|(name, path, rate_limited, authentication)| {
        (name, format!("/_matrix/client/r0/{path}"), rate_limited, authentication)
    });
    assert_eq!(found, expected);
}
