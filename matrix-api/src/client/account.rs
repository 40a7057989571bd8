//! The account that a client acts for: its session, and the refresh of its tokens.

use std::{sync::Arc, time::Duration};

use super::{
    endpoints::refresh,
    error::{self, CallError, Error},
    exchange::Deadline,
    homeserver::Homeserver,
    session::Session,
    session_store::{Login, RefreshFailure, SessionStore},
    transport::Transport,
};
use crate::{endpoint::Endpoint as _, matrix_error::MatrixError};

pub(super) struct Account {
    pub(super) session: SessionStore,
    pub(super) on_refresh: Option<OnRefresh>,
}

/// Called with the new tokens after a refresh.
pub(super) type OnRefresh = Arc<dyn Fn(&Session) + Send + Sync>;

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
    ) -> Result<Login, CallError> {
        self.refresh(homeserver, &login.session, deadline)
            .await
            .map_err(|source| CallError::Refresh { endpoint, source })?;
        let renewed = self.session.login().filter(|renewed| renewed.number == login.number);
        renewed.ok_or(CallError::SessionReplaced { endpoint })
    }

    /// Replaces an unusable access token. Requests that wait for a running refresh share its outcome.
    ///
    /// See [Refreshing access tokens](https://spec.matrix.org/v1.19/client-server-api/#refreshing-access-tokens).
    async fn refresh<T: Transport>(
        &self,
        homeserver: &Homeserver<T>,
        used: &Session,
        deadline: Deadline,
    ) -> Result<(), Arc<Error<MatrixError>>> {
        let store = &self.session;
        let refreshes = store.refreshes();
        let _one_at_a_time = store.refreshing.lock().await;
        // Another request may have refreshed the tokens, or the session may have ended.
        let Some(session) = store.get().filter(|it| it.access_token == used.access_token) else {
            return Ok(());
        };
        let Some(refresh_token) = session.refresh_token.clone() else { return Ok(()) };
        if let Some(failure) = store.failure_since(refreshes) {
            return Err(failure);
        }
        match ask_for_tokens(homeserver, refresh_token, deadline).await {
            Ok(new) => {
                // The first use of the new tokens invalidates the old ones: save the new ones before.
                if store.get().as_ref() == Some(&session) {
                    self.notify(&new);
                }
                store.finish_refresh(&session, Ok(new));
                Ok(())
            }
            Err(error) => {
                let is_final = error.as_endpoint().is_some_and(error::ends_session);
                let error = Arc::new(error);
                let failure = RefreshFailure { error: Arc::clone(&error), is_final };
                store.finish_refresh(&session, Err(failure));
                Err(error)
            }
        }
    }

    fn notify(&self, session: &Session) {
        if let Some(on_refresh) = &self.on_refresh {
            on_refresh(session);
        }
    }
}

async fn ask_for_tokens<T: Transport>(
    homeserver: &Homeserver<T>,
    refresh_token: String,
    deadline: Deadline,
) -> Result<Session, Error<MatrixError>> {
    let supported = homeserver.versions_for(refresh::Request::METADATA, deadline).await?;
    let request = refresh::Request::new(refresh_token);
    let outgoing = homeserver.encode(&request, (), &supported)?;
    let response = homeserver.exchanger.exchange(outgoing, deadline).await?;
    let response: refresh::Response = error::decode(&response)?;
    Ok(Session::new(response.access_token)
        .with_refresh_token(response.refresh_token.unwrap_or(request.refresh_token))
        .with_expires_in(response.expires_in_ms.map(Duration::from_millis)))
}
