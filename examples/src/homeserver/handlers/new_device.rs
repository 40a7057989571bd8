//! The device that a registration or a login creates, and its tokens.

use std::time::{Duration, SystemTime};

use matrix_api::{ErrorCode, MatrixError, identifiers::DeviceId};

use crate::homeserver::{
    app::App,
    errors::bad_request,
    hidden_characters::has_hidden_characters,
    random,
    store::NewDevice,
    tokens::{self, SessionTokens},
};

/// The maximum length of a device ID in bytes, as in Synapse.
const MAX_DEVICE_ID_LENGTH: usize = 512;

/// The number of characters of a device's display name that are kept.
const MAX_DISPLAY_NAME_LENGTH: usize = 100;

/// A new login: the device and its tokens.
pub(super) struct Login {
    pub(super) device_id: DeviceId,
    pub(super) device: NewDevice,
    pub(super) tokens: SessionTokens,
}

impl Login {
    /// Creates a login for the device with the given ID, or a generated one. The access token expires
    /// if the client can refresh it.
    pub(super) fn new(
        app: &App,
        device_id: Option<DeviceId>,
        can_refresh: Option<bool>,
        display_name: Option<String>,
    ) -> Result<Self, MatrixError> {
        let device_id = match device_id {
            Some(device_id) => device_id,
            None => DeviceId::try_from(random::device_id()?).map_err(MatrixError::internal)?,
        };
        let display_name =
            display_name.map(|name| name.chars().take(MAX_DISPLAY_NAME_LENGTH).collect());
        let lifetime = lifetime(app, can_refresh);
        let (tokens, hashes) = tokens::issue_session(lifetime, None, SystemTime::now())?;
        let device = NewDevice { device_id: device_id.to_string(), display_name, tokens: hashes };
        Ok(Self { device_id, device, tokens })
    }
}

/// Checks a device ID that a client chose. The specification has no grammar for it.
pub(super) fn check_device_id(device_id: Option<&DeviceId>) -> Result<(), MatrixError> {
    let Some(device_id) = device_id else { return Ok(()) };
    if device_id.as_str().len() > MAX_DEVICE_ID_LENGTH {
        let message = format!("`device_id` must not be longer than {MAX_DEVICE_ID_LENGTH} bytes");
        return Err(bad_request(ErrorCode::InvalidParam, message));
    }
    if has_hidden_characters(device_id.as_str()) {
        let message = "`device_id` must not contain control characters";
        return Err(bad_request(ErrorCode::InvalidParam, message));
    }
    Ok(())
}

/// The lifetime of an access token. `None`, unlimited, if the client cannot refresh it.
fn lifetime(app: &App, can_refresh: Option<bool>) -> Option<Duration> {
    (can_refresh == Some(true)).then_some(app.config.access_token_lifetime)
}
