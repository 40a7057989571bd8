//! An endpoint that registers an account.

use matrix_api::{
    identifiers::{DeviceId, ServerName, UserId},
    ruma_api,
};

use crate::shared::{AuthenticationData, RegistrationKind};

ruma_api! {
    metadata {
        description: "Register an account on this homeserver.",
        method: POST,
        name: "register_NUMBER",
        path: "/_matrix/client/v3/NUMBER/register",
        rate_limited: true,
        requires_authentication: false,
    }

    request {
        /// The password of the account.
        pub password: Option<String>,

        /// The localpart of the new user ID.
        pub username: Option<String>,

        /// The ID of the client device.
        pub device_id: Option<DeviceId>,

        /// The display name of a new device.
        pub initial_device_display_name: Option<String>,

        /// The data for a stage of user-interactive authentication.
        pub auth: Option<AuthenticationData>,

        /// The kind of account.
        #[ruma_api(query)]
        pub kind: Option<RegistrationKind>,
    }

    response {
        /// The access token for further requests.
        pub access_token: String,

        /// The name of the homeserver.
        pub home_server: ServerName,

        /// The user ID of the account.
        pub user_id: UserId,

        /// The ID of the device.
        pub device_id: DeviceId,
    }
}
