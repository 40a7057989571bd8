//! New tokens for an old session.

use std::{sync::Arc, time::Duration};

use super::{
    CallError, Client, Error, Session, Transport, endpoints::refresh, error, exchange::Deadline,
    session_store::RefreshFailure,
};
use crate::{Endpoint as _, MatrixError, OutgoingRequest as _};

impl<T: Transport> Client<T> {
    /// Gets new tokens for a session whose access token is of no use any more. Requests that come
    /// while another one is about it share what becomes of it.
    ///
    /// See [Refreshing access tokens](https://spec.matrix.org/v1.19/client-server-api/#refreshing-access-tokens).
    pub(super) async fn refresh(
        &self,
        used: &Session,
        deadline: Deadline,
    ) -> Result<(), Arc<Error<MatrixError>>> {
        let store = &self.account.session;
        let refreshes = store.refreshes();
        let _one_at_a_time = store.refreshing.lock().await;
        // Meanwhile there may be other tokens, or none.
        let Some(session) = store.get().filter(|it| it.access_token == used.access_token) else {
            return Ok(());
        };
        let Some(refresh_token) = session.refresh_token.clone() else { return Ok(()) };
        if let Some(failure) = store.failure_since(refreshes) {
            return Err(failure);
        }
        match self.ask_for_tokens(refresh_token, deadline).await {
            Ok(new) => {
                // Ahead of their first use, which ends the old ones: they are kept by then.
                if store.get().as_ref() == Some(&session) {
                    self.tell(&new);
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

    async fn ask_for_tokens(
        &self,
        refresh_token: String,
        deadline: Deadline,
    ) -> Result<Session, Error<MatrixError>> {
        let metadata = refresh::Request::METADATA;
        let supported = self.versions_for(metadata, deadline).await?;
        let request = refresh::Request::new(refresh_token);
        let http_request = request
            .try_into_http_request(&self.server.base_url, (), &supported)
            .map_err(CallError::Request)?;
        let response = self.exchange(metadata, &supported, http_request, deadline).await?;
        let answer: refresh::Response = error::read(&response)?;
        Ok(Session::new(answer.access_token)
            .with_refresh_token(answer.refresh_token.unwrap_or(request.refresh_token))
            .with_expires_in(answer.expires_in_ms.map(Duration::from_millis)))
    }

    fn tell(&self, session: &Session) {
        if let Some(on_refresh) = &self.account.on_refresh {
            on_refresh(session);
        }
    }
}
