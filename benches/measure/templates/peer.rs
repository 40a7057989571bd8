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

    /// The localpart of the Matrix ID that is wished for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,

    /// The client device that the account is to be used with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<OwnedDeviceId>,

    /// The display name of a new device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_device_display_name: Option<String>,

    /// What the client submits for user-interactive authentication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth: Option<AuthenticationData>,

    /// The kind of account.
    #[ruma_api(query)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<RegistrationKind>,
}

/// The answer.
#[response]
pub struct Response {
    /// The token that authenticates further requests.
    pub access_token: String,

    /// The homeserver that the account is at.
    pub home_server: OwnedServerName,

    /// The Matrix ID of the account.
    pub user_id: OwnedUserId,

    /// The device that the access token belongs to.
    pub device_id: OwnedDeviceId,
}

impl Request {
    /// An empty request.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Response {
    /// An answer.
    pub fn new(
        access_token: String,
        home_server: OwnedServerName,
        user_id: OwnedUserId,
        device_id: OwnedDeviceId,
    ) -> Self {
        Self { access_token, home_server, user_id, device_id }
    }
}
