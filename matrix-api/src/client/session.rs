//! What a client authenticates with.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use crate::__private::HIDDEN;

/// What a client authenticates with: an access token, and what gets the next one.
///
/// Its `Debug` hides the tokens.
///
/// ```
/// use std::time::Duration;
/// use matrix_api::client::Session;
///
/// // The last two may come from the answer to a login as they are, an `Option` each.
/// let session = Session::new("syt_abc")
///     .with_refresh_token("syr_def".to_owned())
///     .with_expires_in(Duration::from_secs(300));
/// assert!(!format!("{session:?}").contains("sy"));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Session {
    /// The access token.
    pub access_token: String,
    /// The token that gets another access token. Without one the session ends when the access
    /// token is refused.
    pub refresh_token: Option<String>,
    /// When the access token expires, by the clock of this machine. `None` when it is not known.
    pub expires_at: Option<SystemTime>,
}

impl Session {
    /// An access token alone.
    #[must_use]
    pub fn new(access_token: impl Into<String>) -> Self {
        Self { access_token: access_token.into(), refresh_token: None, expires_at: None }
    }

    /// The same, with a refresh token.
    #[must_use]
    pub fn with_refresh_token(mut self, refresh_token: impl Into<Option<String>>) -> Self {
        self.refresh_token = refresh_token.into();
        self
    }

    /// The same, with an access token that expires this long from now.
    #[must_use]
    pub fn with_expires_in(mut self, expires_in: impl Into<Option<Duration>>) -> Self {
        self.expires_at = expires_in.into().and_then(|it| SystemTime::now().checked_add(it));
        self
    }

    pub(super) fn token(&self) -> &str {
        &self.access_token
    }

    /// Whether the access token has expired by now, as far as is known.
    #[must_use]
    pub fn has_expired(&self) -> bool {
        self.expires_at.is_some_and(|expires_at| expires_at <= SystemTime::now())
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("access_token", &HIDDEN)
            .field("refresh_token", &self.refresh_token.as_ref().map(|_| HIDDEN))
            .field("expires_at", &self.expires_at)
            .finish()
    }
}
