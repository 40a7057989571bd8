//! [`POST /_matrix/client/v3/register`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3register):
//! create an account.
//!
//! Since the first version. An application service registers its users with its own token and the
//! `type` [`ApplicationService`](LoginType::ApplicationService).

use std::time::Duration;

use matrix_api::{
    identifiers::{DeviceId, ServerName, UserId},
    ruma_api, string_enum,
};

use crate::{
    login_type::LoginType,
    uiaa::{AuthData, UiaaResponse},
};

ruma_api! {
    metadata {
        description: "Register an account on this homeserver.",
        method: POST,
        name: "register",
        history: {
            1.0 => "/_matrix/client/r0/register",
            1.1 => "/_matrix/client/v3/register",
        },
        rate_limited: true,
        authentication: AppserviceTokenOptional,
    }

    request {
        /// The kind of account, a user's when it is absent.
        #[ruma_api(query)]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub kind: Option<RegistrationKind>,

        /// What the client knows so far for user-interactive authentication.
        ///
        /// The first request goes without it; the answer 401 says what is to be proven.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub auth: Option<AuthData>,

        /// The localpart of the Matrix ID that is wished for.
        ///
        /// The homeserver chooses one when it is absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub username: Option<String>,

        /// The password of the account.
        ///
        /// Required unless the client speaks for an application service, or registers a guest.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub password: Option<String>,

        /// The client device that the account is to be used with.
        ///
        /// An unknown one makes a new device; the homeserver chooses one when it is absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub device_id: Option<DeviceId>,

        /// The display name of a new device, ignored for one that exists.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub initial_device_display_name: Option<String>,

        /// Whether to do without a device and an access token: `false` when it is absent. Since r0.4.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub inhibit_login: Option<bool>,

        /// Whether the client supports refresh tokens. Since 1.3.
        #[ruma_api(public)]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub refresh_token: Option<bool>,

        /// That the registration is an application service's. See
        /// [Server admin style permissions](https://spec.matrix.org/v1.19/application-service-api/#server-admin-style-permissions).
        #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
        pub login_type: Option<LoginType>,

        /// Whether the server also binds the email address that authenticated the registration to
        /// the new Matrix ID, at the identity server. Up to r0.5.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub bind_email: Option<bool>,
    }

    response {
        /// The Matrix ID of the account.
        pub user_id: UserId,

        /// The token that authenticates the client's further requests, unless the login was
        /// inhibited.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub access_token: Option<String>,

        /// The token to get another access token with. Since 1.3.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub refresh_token: Option<String>,

        /// How long the access token is valid. Since 1.3; without it the client sees when the token
        /// is refused.
        #[serde(with = "crate::duration::milliseconds", skip_serializing_if = "Option::is_none")]
        pub expires_in_ms: Option<Duration>,

        /// The homeserver that the account is at. Deprecated: it is a part of the Matrix ID.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub home_server: Option<ServerName>,

        /// The device that the access token belongs to, unless the login was inhibited.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub device_id: Option<DeviceId>,
    }

    error: UiaaResponse
}

string_enum! {
    /// The kind of account to register.
    pub enum RegistrationKind {
        /// An account without a password, with few rights.
        Guest = "guest",
        /// The account of a person.
        User = "user",
    }
}
