//! [`POST /_matrix/client/v3/login`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3login):
//! log in and get an access token for a device.
//!
//! Since the first version. An application service logs in its users with its own token.
//!
//! `Client::log_in` of `matrix_api` sends the request and keeps the session. In other programs,
//! [`LoginResponse::session`](matrix_api::LoginResponse::session) is the session of a response.
//!
//! ```
//! use matrix_api::{OutgoingRequest, SupportedVersions};
//! use matrix_client_account::{UserIdentifier, session::{PasswordLogin, login}};
//!
//! let password = PasswordLogin::new(UserIdentifier::user("alice"), "wonderland");
//! let request = login::Request::new(password.into());
//! let http_request = request.try_into_http_request(
//!     "https://matrix.example.org",
//!     None,
//!     &SupportedVersions::unknown(),
//! )?;
//! assert_eq!(
//!     serde_json::from_slice::<serde_json::Value>(http_request.body())?,
//!     serde_json::json!({
//!         "type": "m.login.password",
//!         "identifier": { "type": "m.id.user", "user": "alice" },
//!         "password": "wonderland",
//!     }),
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::time::Duration;

use matrix_api::{
    identifiers::{DeviceId, ServerName, UserId},
    ruma_api,
};

use super::login_info::LoginInfo;
use crate::discovery::DiscoveryInformation;

ruma_api! {
    metadata {
        description: "Log a user in and get an access token.",
        method: POST,
        name: "login",
        history: {
            1.0 => "/_matrix/client/r0/login",
            1.1 => "/_matrix/client/v3/login",
        },
        rate_limited: true,
        authentication: AppserviceTokenOptional,
    }

    request {
        /// The type of login and its members: `type`, `identifier`, `password`, `token`, and the
        /// deprecated `user`, `medium` and `address`.
        #[serde(flatten)]
        pub login_info: LoginInfo,

        /// The ID of the device to log in. An unknown ID creates a new device. If absent, the
        /// homeserver generates one.
        pub device_id: Option<DeviceId>,

        /// The display name of a new device. Ignored if the device exists.
        pub initial_device_display_name: Option<String>,

        /// Whether the client supports refresh tokens. Defaults to `false`.
        #[ruma_api(public, since = "1.3")]
        pub refresh_token: Option<bool>,
    }

    response {
        /// The user ID.
        pub user_id: UserId,

        /// The access token for further requests.
        pub access_token: String,

        /// The token for getting a new access token. The first r0 versions have it, too.
        #[ruma_api(since = "1.3")]
        pub refresh_token: Option<String>,

        /// How long the access token is valid. If absent, the client has to wait until the token is
        /// rejected.
        #[ruma_api(since = "1.3")]
        #[serde(with = "crate::duration::milliseconds")]
        pub expires_in_ms: Option<Duration>,

        /// The name of the homeserver. Deprecated: the user ID contains it.
        #[serde(deserialize_with = "crate::lenient::optional")]
        pub home_server: Option<ServerName>,

        /// The ID of the device that the access token belongs to. The first r0 versions had none.
        #[serde(deserialize_with = "crate::lenient::optional")]
        pub device_id: Option<DeviceId>,

        /// Replaces the information that the client discovered, if present. Malformed information is read
        /// as absent.
        #[serde(deserialize_with = "crate::lenient::optional")]
        pub well_known: Option<DiscoveryInformation>,
    }

    example "a password" {
        request {
            POST "/_matrix/client/v3/login" {
                "type": "m.login.password",
                "identifier": { "type": "m.id.user", "user": "alice" },
                "password": "through-the-looking-glass",
                "initial_device_display_name": "Teapot in the kitchen",
                "refresh_token": true
            }
        }
        response {
            200 {
                "user_id": "@alice:example.org",
                "access_token": "syt_alice_1",
                "refresh_token": "syr_alice_1",
                "expires_in_ms": 300000,
                "device_id": "TEAPOT"
            }
        }
    }

    example "a token of single sign-on" {
        request {
            POST "/_matrix/client/v3/login" { "type": "m.login.token", "token": "short-lived" }
        }
        response {
            200 {
                "user_id": "@alice:example.org",
                "access_token": "syt_alice_1",
                "device_id": "TEAPOT",
                "well_known": { "m.homeserver": { "base_url": "https://matrix.example.org" } }
            }
        }
    }

    example "a device that exists" {
        request {
            POST "/_matrix/client/v3/login" {
                "type": "m.login.token",
                "token": "short-lived",
                "device_id": "TEAPOT"
            }
        }
    }

    example "a server of a version before the user ID was enough" {
        response {
            200 {
                "user_id": "@alice:example.org",
                "access_token": "syt_alice_1",
                "home_server": "example.org"
            }
        }
    }

    example "a wrong password" {
        response { 403 { "errcode": "M_FORBIDDEN", "error": "Wrong name or password." } }
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
