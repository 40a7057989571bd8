//! [`POST /_matrix/client/v3/login`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3login):
//! log in: get an access token for a device.
//!
//! Since the first version. An application service logs its users in with its own token.
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
        /// The type of login with what it takes: `type`, `identifier`, `password`, `token`, and the
        /// deprecated `user`, `medium` and `address`.
        #[serde(flatten)]
        pub login_info: LoginInfo,

        /// The device to log in.
        ///
        /// An unknown one makes a new device; the homeserver chooses one when it is absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub device_id: Option<DeviceId>,

        /// The display name of a new device, ignored for one that exists.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub initial_device_display_name: Option<String>,

        /// Whether the client supports refresh tokens: `false` when it is absent. Since 1.3.
        #[ruma_api(public)]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub refresh_token: Option<bool>,
    }

    response {
        /// The user.
        pub user_id: UserId,

        /// The token that authenticates the client's further requests.
        pub access_token: String,

        /// The token to get another access token with. Since 1.3, and in the first r0 versions.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub refresh_token: Option<String>,

        /// How long the access token is valid. Since 1.3; without it the client sees when the token
        /// is refused.
        #[serde(with = "crate::duration::milliseconds", skip_serializing_if = "Option::is_none")]
        pub expires_in_ms: Option<Duration>,

        /// The homeserver that the account is at. Deprecated: it is a part of the Matrix ID.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub home_server: Option<ServerName>,

        /// The device that the access token belongs to. The first r0 versions had none.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub device_id: Option<DeviceId>,

        /// Where the client is to go from now on, instead of what it discovered.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub well_known: Option<DiscoveryInformation>,
    }
}
