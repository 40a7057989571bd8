//! The account that a client acts for: its session, and the refresh of its tokens.

use std::{future::poll_fn, sync::Arc, time::Duration};

use super::{
    deadline::Deadline,
    endpoints::refresh,
    error::{CallError, Error},
    homeserver::Homeserver,
    response,
    session_store::{AnySessionStore, SessionStoreError},
    shared_session::{Login, RefreshFailure, RunningRefresh, SharedSession},
    transport::Transport,
};
use crate::{endpoint::Endpoint as _, matrix_error::MatrixError, session::Session};

pub(super) struct Account {
    pub(super) session: SharedSession,
    pub(super) on_refresh: Option<OnRefresh>,
    /// Where the application keeps the session.
    pub(super) store: Option<Arc<dyn AnySessionStore>>,
}

/// Called with the new tokens after a refresh.
pub(super) type OnRefresh = Arc<dyn_maybe_send_sync!(Fn(&Session))>;

impl Account {
    /// Refreshes the tokens of a login, for a call of `endpoint`.
    ///
    /// Fails if the client has another session after that: a request of one user is not sent for
    /// another.
    pub(super) async fn renew<T: Transport>(
        &self,
        homeserver: &Homeserver<T>,
        endpoint: &'static str,
        login: &Login,
        deadline: Deadline,
    ) -> Result<Arc<Login>, CallError> {
        self.refresh(homeserver, login, deadline)
            .await
            .map_err(|source| CallError::Refresh { endpoint, source })?;
        let renewed = self.session.login().filter(|renewed| renewed.number == login.number);
        renewed.ok_or(CallError::SessionReplaced { endpoint })
    }

    /// Replaces an unusable access token. Calls that wait for a running refresh share its outcome.
    ///
    /// See [Refreshing access tokens](https://spec.matrix.org/v1.19/client-server-api/#refreshing-access-tokens).
    async fn refresh<T: Transport>(
        &self,
        homeserver: &Homeserver<T>,
        login: &Login,
        deadline: Deadline,
    ) -> Result<(), Arc<Error<MatrixError>>> {
        let store = &self.session;
        let refreshes = store.refreshes();
        let mut running = store.running.lock().await;
        // Another call may have refreshed the tokens, or the session may have been replaced.
        if !store.has(login) {
            return Ok(());
        }
        let Some(refresh_token) = login.session.refresh_token.clone() else { return Ok(()) };
        if let Some(failure) = store.failure_since(refreshes) {
            return Err(failure);
        }
        let new = match store.unsaved(login) {
            Some(unsaved) => Ok(unsaved),
            None => ask_for_tokens(&mut running, homeserver, login, refresh_token, deadline).await,
        };
        let outcome = match new {
            Ok(new) => self.save_tokens(login, new).await,
            Err(error) => Err(error),
        };
        let outcome = outcome.map_err(RefreshFailure::new);
        let result = match &outcome {
            Ok(_) => Ok(()),
            Err(failure) => Err(Arc::clone(&failure.error)),
        };
        store.finish_refresh(login, outcome, |new| self.notify(new));
        result
    }

    /// Saves new tokens in the application's store. If that fails, or is dropped, they are kept for the next call.
    async fn save_tokens(
        &self,
        login: &Login,
        new: Session,
    ) -> Result<Session, Error<MatrixError>> {
        let Some(store) = &self.store else { return Ok(new) };
        self.session.keep_unsaved(login, &new);
        let _saving = self.session.saving.lock().await;
        // Another session may have been saved while this call waited.
        if self.session.has(login) {
            let saved = store.save(Some(&new)).await.map_err(SessionStoreError::Save);
            saved.map_err(|source| CallError::SessionStore {
                endpoint: refresh::Request::METADATA.name,
                source,
            })?;
        }
        Ok(new)
    }

    /// Replaces the session, and saves the new one.
    pub(super) async fn replace(&self, session: Option<Session>) -> Result<(), SessionStoreError> {
        let Some(store) = &self.store else {
            self.session.set(session);
            return Ok(());
        };
        // In this order, the last session that is set is the last one that is saved.
        let _saving = self.session.saving.lock().await;
        self.session.set(session.clone());
        store.save(session.as_ref()).await.map_err(SessionStoreError::Save)
    }

    /// Sets the session that the application's store has.
    pub(super) async fn restore(&self) -> Result<(), SessionStoreError> {
        let Some(store) = &self.store else { return Ok(()) };
        let _saving = self.session.saving.lock().await;
        self.session.set(store.load().await.map_err(SessionStoreError::Load)?);
        Ok(())
    }

    fn notify(&self, session: &Session) {
        if let Some(on_refresh) = &self.on_refresh {
            on_refresh(session);
        }
    }
}

/// Asks for new tokens, or goes on to wait for those that a dropped call has asked for.
async fn ask_for_tokens<T: Transport>(
    running: &mut Option<RunningRefresh>,
    homeserver: &Homeserver<T>,
    login: &Login,
    refresh_token: String,
    deadline: Deadline,
) -> Result<Session, Error<MatrixError>> {
    let request = refresh::Request::new(refresh_token);
    if running.as_ref().is_none_or(|running| running.login != login.number) {
        // Calls without a token also wait for the versions, so nothing in the store may lock them.
        let supported =
            homeserver.versions_for(refresh::Request::METADATA, deadline.clone()).await?;
        let outgoing = homeserver.encode(&request, (), &supported)?;
        let exchanger = Arc::clone(&homeserver.exchanger);
        let response =
            Box::pin(async move { exchanger.exchange(&|| Ok(outgoing.clone()), deadline).await });
        *running = Some(RunningRefresh { login: login.number, response });
    }
    let mut response = poll_fn(|context| RunningRefresh::poll(running, context)).await?;
    let response: refresh::Response = response::decode(&mut response)?;
    let session = Session { access_token: response.access_token, ..login.session.clone() };
    Ok(session
        .with_refresh_token(response.refresh_token.unwrap_or(request.refresh_token))
        .with_expires_in(response.expires_in_ms.map(Duration::from_millis)))
}
