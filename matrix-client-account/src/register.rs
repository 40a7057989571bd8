//! [`POST /_matrix/client/v3/register`](https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3register):
//! create an account.
//!
//! Since the first version. An application service registers its users with its own token, and with
//! the `type` [`ApplicationService`](LoginType::ApplicationService).

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
        /// The kind of account. Defaults to [`User`](RegistrationKind::User).
        #[ruma_api(query)]
        pub kind: Option<RegistrationKind>,

        /// The data for a stage of user-interactive authentication.
        ///
        /// Absent in the first request, to which the server responds with 401 and the flows it accepts.
        pub auth: Option<AuthData>,

        /// The localpart of the new user ID. If absent, the homeserver chooses one.
        pub username: Option<String>,

        /// The password of the account.
        ///
        /// Required unless an application service registers the account, or the account is a guest's.
        pub password: Option<String>,

        /// The ID of the client device. An unknown ID creates a new device. If absent, the homeserver
        /// generates one.
        pub device_id: Option<DeviceId>,

        /// The display name of a new device. Ignored if the device exists.
        pub initial_device_display_name: Option<String>,

        /// Whether to create the account without a device and an access token. Defaults to `false`.
        /// Since r0.4.
        pub inhibit_login: Option<bool>,

        /// Whether the client supports refresh tokens.
        #[ruma_api(public, since = "1.3")]
        pub refresh_token: Option<bool>,

        /// The type of registration. Application services set it, see
        /// [Server admin style permissions](https://spec.matrix.org/v1.19/application-service-api/#server-admin-style-permissions).
        #[serde(rename = "type")]
        pub login_type: Option<LoginType>,

        /// The access token of a guest account that this registration turns into a regular one, with
        /// the guest's localpart as the `username`. See
        /// [Guest access](https://spec.matrix.org/v1.19/client-server-api/#guest-access).
        pub guest_access_token: Option<String>,

        /// Whether to bind the email address that authenticated the registration to the user ID at the
        /// identity server. Until r0.5.
        pub bind_email: Option<bool>,
    }

    response {
        /// The user ID of the new account.
        pub user_id: UserId,

        /// The access token for further requests. Absent if `inhibit_login` was `true`.
        pub access_token: Option<String>,

        /// The token for getting a new access token.
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

        /// The ID of the device that the access token belongs to. Absent if `inhibit_login` was `true`.
        #[serde(deserialize_with = "crate::lenient::optional")]
        pub device_id: Option<DeviceId>,
    }

    error: UiaaResponse

    example "an account with a password" {
        request {
            POST "/_matrix/client/v3/register?kind=user" {
                "auth": { "type": "m.login.dummy", "session": "dkr9ZK" },
                "username": "alice",
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

    example "the stages that the server asks for" {
        request { POST "/_matrix/client/v3/register" { "username": "alice" } }
        response {
            401 {
                "flows": [
                    { "stages": ["m.login.recaptcha", "m.login.terms"] },
                    { "stages": ["m.login.dummy"] }
                ],
                "params": { "m.login.recaptcha": { "public_key": "6Lc_rabbit" } },
                "session": "dkr9ZK"
            }
        }
    }

    example "a guest who becomes a user, without logging in" {
        request {
            POST "/_matrix/client/v3/register" {
                "auth": { "type": "m.login.dummy", "session": "dkr9ZK" },
                "username": "alice",
                "password": "through-the-looking-glass",
                "inhibit_login": true,
                "guest_access_token": "syt_guest_1"
            }
        }
        response { 200 { "user_id": "@alice:example.org" } }
    }

    example "a version before r0.6" {
        request {
            POST "/_matrix/client/r0/register" {
                "password": "through-the-looking-glass",
                "device_id": "TEAPOT",
                "bind_email": true
            }
        }
        response {
            200 {
                "user_id": "@alice:example.org",
                "access_token": "syt_alice_1",
                "home_server": "example.org",
                "device_id": "TEAPOT"
            }
        }
    }

    example "a user of an application service" {
        request {
            POST "/_matrix/client/v3/register" {
                "type": "m.login.application_service",
                "username": "bridge_alice",
                "inhibit_login": true
            }
        }
        response { 200 { "user_id": "@bridge_alice:example.org" } }
    }

    example "a name that is taken" {
        response { 400 { "errcode": "M_USER_IN_USE", "error": "That name is taken." } }
    }
}

string_enum! {
    /// The kind of account to register.
    pub enum RegistrationKind {
        /// A guest account: without a password, and with limited permissions.
        Guest = "guest",
        /// A regular account.
        User = "user",
    }
}
