//! The session that all clones of a client share, and the outcome of its refreshes.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tokio::sync::Mutex;

use super::{error::Error, session::Session};
use crate::matrix_error::MatrixError;

#[derive(Default)]
pub(super) struct SessionStore {
    state: RwLock<State>,
    /// Held by the request that refreshes the tokens.
    pub(super) refreshing: Mutex<()>,
}

#[derive(Default)]
struct State {
    session: Option<Session>,
    /// How many sessions were set. A refresh does not count: it is the same login.
    logins: u64,
    /// How many refreshes have ended.
    refreshes: u64,
    /// The last refresh of this session, if it failed.
    failure: Option<RefreshFailure>,
}

/// A session, and the number of the login that it belongs to.
pub(super) struct Login {
    pub(super) session: Session,
    pub(super) number: u64,
}

impl Login {
    pub(super) const fn can_refresh(&self) -> bool {
        self.session.refresh_token.is_some()
    }
}

/// A failed refresh.
pub(super) struct RefreshFailure {
    /// Shared by all requests that waited for the refresh.
    pub(super) error: Arc<Error<MatrixError>>,
    /// Whether another refresh would fail as well.
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

    pub(super) fn login(&self) -> Option<Login> {
        let state = self.read();
        let session = state.session.clone()?;
        Some(Login { session, number: state.logins })
    }

    pub(super) fn set(&self, session: Option<Session>) {
        let mut state = self.write();
        state.session = session;
        state.logins += 1;
        state.failure = None;
    }

    /// How many refreshes have ended.
    pub(super) fn refreshes(&self) -> u64 {
        self.read().refreshes
    }

    /// The error of a refresh that makes another one pointless: it is final, or it happened after
    /// `refreshes` had ended.
    pub(super) fn failure_since(&self, refreshes: u64) -> Option<Arc<Error<MatrixError>>> {
        let state = self.read();
        let failure = state.failure.as_ref()?;
        (failure.is_final || state.refreshes != refreshes).then(|| Arc::clone(&failure.error))
    }

    /// Stores the outcome of a refresh, unless the session has been replaced.
    pub(super) fn finish_refresh(&self, old: &Session, outcome: Result<Session, RefreshFailure>) {
        let mut state = self.write();
        state.refreshes += 1;
        if state.session.as_ref() == Some(old) {
            state.failure = None;
            match outcome {
                Ok(new) => state.session = Some(new),
                Err(failure) => state.failure = Some(failure),
            }
        }
    }

    // Nothing panics while it holds the lock, so a poisoned lock has a consistent state.

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}
