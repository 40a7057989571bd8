//! The tokens of a client.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    time::{Duration, SystemTime},
};

use tokio::sync::Mutex;

use super::Error;
use crate::{__private::HIDDEN, MatrixError};

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

/// The session that all clones of a client share.
#[derive(Default)]
pub(super) struct SessionStore {
    state: RwLock<State>,
    /// Held by the request that gets new tokens for all.
    pub(super) refreshing: Mutex<()>,
}

#[derive(Default)]
struct State {
    session: Option<Session>,
    /// How many refreshes have come to an end.
    refreshes: u64,
    /// What became of the last refresh of this session, if it failed.
    failure: Option<RefreshFailure>,
}

/// A refresh that failed.
#[derive(Clone)]
pub(super) struct RefreshFailure {
    /// Shared by all requests that waited for it.
    pub(super) error: Arc<Error<MatrixError>>,
    /// Whether another one would fail as well.
    pub(super) is_final: bool,
}

impl SessionStore {
    pub(super) fn new(session: Option<Session>) -> Self {
        let store = Self::default();
        store.set(session);
        store
    }

    pub(super) fn get(&self) -> Option<Session> {
        self.read().session.clone()
    }

    pub(super) fn set(&self, session: Option<Session>) {
        let mut state = self.write();
        state.session = session;
        state.failure = None;
    }

    /// How many refreshes have come to an end.
    pub(super) fn refreshes(&self) -> u64 {
        self.read().refreshes
    }

    /// Why there is no use in another refresh of the session: one has failed for good, or since
    /// there were only so many `refreshes`.
    pub(super) fn failure_since(&self, refreshes: u64) -> Option<Arc<Error<MatrixError>>> {
        let state = self.read();
        let failure = state.failure.as_ref()?;
        (failure.is_final || state.refreshes != refreshes).then(|| Arc::clone(&failure.error))
    }

    /// Notes what a refresh came to. Returns whether that matters: the client may have another
    /// session by now.
    pub(super) fn finish_refresh(
        &self,
        old: &Session,
        outcome: Result<Session, RefreshFailure>,
    ) -> bool {
        let mut state = self.write();
        state.refreshes += 1;
        let is_current = state.session.as_ref() == Some(old);
        if is_current {
            state.failure = None;
            match outcome {
                Ok(new) => state.session = Some(new),
                Err(failure) => state.failure = Some(failure),
            }
        }
        is_current
    }

    // Nothing panics while it holds the lock, so that the state of a poisoned one is whole.

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}
