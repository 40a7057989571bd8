//! An endpoint that registers an account.

use ruma_common::{
    OwnedDeviceId, OwnedServerName, OwnedUserId,
    api::{auth_scheme::NoAuthentication, request, response},
    metadata,
};

use crate::shared::{AuthenticationData, RegistrationKind};

metadata! {
    method: POST,
    rate_limited: true,
    authentication: NoAuthentication,
    history: {
        1.1 => "/_matrix/client/v3/NUMBER/register",
    }
}

/// Register an account on this homeserver.
#[request]
#[derive(Default)]
pub struct Request {
    /// The password of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,

    /// The localpart of the new user ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,

    /// The ID of the client device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<OwnedDeviceId>,

    /// The display name of a new device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_device_display_name: Option<String>,

    /// The data for a stage of user-interactive authentication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth: Option<AuthenticationData>,

    /// The kind of account.
    #[ruma_api(query)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<RegistrationKind>,
}

/// The response.
#[response]
pub struct Response {
    /// The access token for further requests.
    pub access_token: String,

    /// The name of the homeserver.
    pub home_server: OwnedServerName,

    /// The user ID of the account.
    pub user_id: OwnedUserId,

    /// The ID of the device.
    pub device_id: OwnedDeviceId,
}

impl Request {
    /// Creates an empty request.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Response {
    /// Creates a response.
    pub fn new(
        access_token: String,
        home_server: OwnedServerName,
        user_id: OwnedUserId,
        device_id: OwnedDeviceId,
    ) -> Self {
        Self { access_token, home_server, user_id, device_id }
    }
}
