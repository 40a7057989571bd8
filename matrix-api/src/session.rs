//! The session of a client: its user, device and tokens.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Serialize};

use crate::{
    identifiers::{DeviceId, UserId},
    platform::system_time,
};

/// A user, a device and its access token, with an optional refresh token and expiry time.
///
/// `Debug` does not show the tokens. `Serialize` does, so that a program can save the session: keep it
/// where you keep secrets. Save it by its user and device, because a client may have several sessions in
/// turn. A [login or a registration](LoginResponse) begins one. To send a
/// request with nothing but a token, use `Client::send_with`.
///
/// ```
/// use std::time::Duration;
/// use matrix_api::{Session, identifiers::{DeviceId, UserId}};
///
/// let user_id: UserId = "@ann:example.org".parse()?;
/// let device_id: DeviceId = "PHONE".parse()?;
/// // Both setters also accept an `Option`, as login responses have it.
/// let session = Session::new(user_id, device_id, "syt_abc")
///     .with_refresh_token("syr_def".to_owned())
///     .with_expires_in(Duration::from_secs(300));
/// assert!(!format!("{session:?}").contains("sy"));
///
/// let saved = serde_json::to_string(&session)?;
/// assert_eq!(serde_json::from_str::<Session>(&saved)?, session);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Session {
    /// The user.
    pub user_id: UserId,
    /// The device. `None` if the user of an application service has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<DeviceId>,
    /// The access token.
    pub access_token: String,
    /// The token to get another access token with. Without one, the session ends when the server
    /// rejects the access token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// When the access token expires, by the local clock. `None` if unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<SystemTime>,
}

impl Session {
    /// Creates a session without a refresh token.
    #[inline]
    #[must_use]
    pub fn new(
        user_id: UserId,
        device_id: impl Into<Option<DeviceId>>,
        access_token: impl Into<String>,
    ) -> Self {
        Self {
            user_id,
            device_id: device_id.into(),
            access_token: access_token.into(),
            refresh_token: None,
            expires_at: None,
        }
    }

    /// Sets the refresh token.
    #[inline]
    #[must_use]
    pub fn with_refresh_token(mut self, refresh_token: impl Into<Option<String>>) -> Self {
        self.refresh_token = refresh_token.into();
        self
    }

    /// Sets how long from now the access token expires.
    #[inline]
    #[must_use]
    pub fn with_expires_in(mut self, expires_in: impl Into<Option<Duration>>) -> Self {
        self.expires_at = expires_in.into().and_then(|it| system_time().checked_add(it));
        self
    }

    /// Whether the access token has expired. `false` if the expiry time is unknown.
    #[inline]
    #[must_use]
    pub fn has_expired(&self) -> bool {
        self.expires_at.is_some_and(|expires_at| expires_at <= system_time())
    }
}

impl fmt::Debug for Session {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("user_id", &self.user_id)
            .field("device_id", &self.device_id)
            .field("access_token", &format_args!(".."))
            .field("refresh_token", &self.refresh_token.as_ref().map(|_| format_args!("..")))
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// A response that begins a session: that of a login, or of a registration.
///
/// An endpoint crate implements it for the responses of such endpoints. `Client::log_in` (feature
/// `http-client`) then sends a login and keeps its session.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not begin a session",
    label = "does not implement `LoginResponse`",
    note = "send the request with `send`"
)]
pub trait LoginResponse {
    /// The session. `None` if the response has no access token, because the request asked for none.
    ///
    /// The access token expires at a time that is counted from this call, so call it when the response has arrived.
    fn session(&self) -> Option<Session>;
}
