//! The session that all clones of a client share, and its refreshes.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    task::{Context, Poll},
};

use bytes::Bytes;
use http::Response;

use super::error::{self, CallError, Error};
use crate::{matrix_error::MatrixError, session::Session};

#[derive(Default)]
pub(super) struct SharedSession {
    state: RwLock<State>,
    /// Held to replace the session: saving new tokens and storing them is one step.
    replacing: Mutex<()>,
    /// Held by the call that refreshes the tokens.
    pub(super) running: tokio::sync::Mutex<Option<RunningRefresh>>,
    /// Held to save a session in the application's store, so that one is saved after the other.
    pub(super) saving: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    login: Option<Arc<Login>>,
    /// Its session with new tokens, which are not saved in the application's store yet.
    unsaved: Option<Session>,
    /// How many sessions were set. A refresh does not count: it is the same login.
    logins: u64,
    /// How many refreshes have ended.
    refreshes: u64,
    /// The last refresh of this login, if it failed.
    failure: Option<RefreshFailure>,
}

/// A session, and the number of the login that it belongs to.
#[derive(PartialEq)]
pub(super) struct Login {
    pub(super) session: Session,
    pub(super) number: u64,
}

impl Login {
    pub(super) const fn can_refresh(&self) -> bool {
        self.session.refresh_token.is_some()
    }
}

type RefreshResponse = Result<Response<Bytes>, CallError>;

/// A refresh that was sent.
///
/// It stays in the store if its call is dropped, and the next call gets its response: the server may have
/// invalidated the old refresh token already.
pub(super) struct RunningRefresh {
    /// The number of the login.
    pub(super) login: u64,
    pub(super) response: Pin<Box<dyn_maybe_send!(Future<Output = RefreshResponse>)>>,
}

impl RunningRefresh {
    /// Polls the refresh, and removes it when it is ready or panics.
    pub(super) fn poll(
        running: &mut Option<Self>,
        context: &mut Context<'_>,
    ) -> Poll<RefreshResponse> {
        let Some(mut refresh) = running.take() else { return Poll::Pending };
        let response = refresh.response.as_mut().poll(context);
        if response.is_pending() {
            *running = Some(refresh);
        }
        response
    }
}

/// A failed refresh.
pub(super) struct RefreshFailure {
    /// Shared by all requests that waited for the refresh.
    pub(super) error: Arc<Error<MatrixError>>,
    /// Whether another refresh would fail as well.
    is_final: bool,
}

impl RefreshFailure {
    pub(super) fn new(error: Error<MatrixError>) -> Self {
        let is_final = error.as_endpoint().is_some_and(error::ends_session);
        Self { error: Arc::new(error), is_final }
    }
}

impl SharedSession {
    pub(super) fn new(session: Option<Session>) -> Self {
        let store = Self::default();
        store.set(session);
        store
    }

    pub(super) fn get(&self) -> Option<Session> {
        self.read().login.as_ref().map(|login| login.session.clone())
    }

    pub(super) fn login(&self) -> Option<Arc<Login>> {
        self.read().login.clone()
    }

    /// Whether this is the current session with its current tokens.
    pub(super) fn has(&self, login: &Login) -> bool {
        self.read().login.as_deref() == Some(login)
    }

    pub(super) fn set(&self, session: Option<Session>) {
        let _replacing = self.replacing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.write();
        state.logins += 1;
        let number = state.logins;
        state.login = session.map(|session| Arc::new(Login { session, number }));
        state.unsaved = None;
        state.failure = None;
    }

    /// The new tokens of a login that are not saved yet.
    pub(super) fn unsaved(&self, login: &Login) -> Option<Session> {
        let state = self.read();
        state.unsaved.clone().filter(|_| state.logins == login.number)
    }

    /// Keeps new tokens until they are saved, unless the session has been replaced.
    pub(super) fn keep_unsaved(&self, login: &Login, new: &Session) {
        let mut state = self.write();
        if state.logins == login.number {
            state.unsaved = Some(new.clone());
        }
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

    /// Reports and stores the outcome of a refresh, unless the session has been replaced.
    ///
    /// The first use of new tokens invalidates the old ones, so no call gets them before they are saved.
    pub(super) fn finish_refresh(
        &self,
        old: &Login,
        outcome: Result<Session, RefreshFailure>,
        save: impl FnOnce(&Session),
    ) {
        let _replacing = self.replacing.lock().unwrap_or_else(PoisonError::into_inner);
        let is_current = self.has(old);
        let saved = match &outcome {
            // A panic must not lose the tokens.
            Ok(new) if is_current => catch_unwind(AssertUnwindSafe(|| save(new))),
            _ => Ok(()),
        };
        let mut state = self.write();
        state.refreshes += 1;
        if is_current {
            state.failure = None;
            match outcome {
                Ok(new) => {
                    state.login = Some(Arc::new(Login { session: new, number: old.number }));
                    state.unsaved = None;
                }
                Err(failure) => state.failure = Some(failure),
            }
        }
        drop(state);
        saved.unwrap_or_else(|panic| resume_unwind(panic));
    }

    // Nothing panics while it holds a lock, so a poisoned lock has a consistent state.

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}
