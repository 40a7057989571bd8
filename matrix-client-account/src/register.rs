//! [`POST /_matrix/client/r0/register`](https://spec.matrix.org/historical/client_server/r0.2.0.html#post-matrix-client-r0-register):
//! create an account.

use matrix_api::{
    identifiers::{DeviceId, ServerName, UserId},
    ruma_api, string_enum,
};

use crate::uiaa::{AuthData, UiaaResponse};

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
        /// Whether the server also binds the email address that authenticated the registration to
        /// the new Matrix ID, at the identity server.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub bind_email: Option<bool>,

        /// The password of the account.
        ///
        /// Required unless the client speaks for an application service, or registers a guest.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub password: Option<String>,

        /// The localpart of the Matrix ID that is wished for.
        ///
        /// The homeserver chooses one when it is absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub username: Option<String>,

        /// The client device that the account is to be used with.
        ///
        /// An unknown one makes a new device; the homeserver chooses one when it is absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub device_id: Option<DeviceId>,

        /// The display name of a new device, ignored for one that exists.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub initial_device_display_name: Option<String>,

        /// What the client knows so far for user-interactive authentication.
        ///
        /// The first request goes without it; the answer 401 says what is to be proven.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub auth: Option<AuthData>,

        /// The kind of account, a user's when it is absent.
        #[ruma_api(query)]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub kind: Option<RegistrationKind>,
    }

    response {
        /// The token that authenticates the client's further requests.
        pub access_token: String,

        /// The homeserver that the account is at.
        pub home_server: ServerName,

        /// The Matrix ID of the account.
        pub user_id: UserId,

        /// The device that the access token belongs to.
        pub device_id: DeviceId,
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
