//! New tokens for an old session.

use std::time::Duration;

use super::{
    CallError, Client, Error, Session, Transport, endpoints::refresh, error, exchange::Deadline,
};
use crate::{Endpoint as _, MatrixError, OutgoingRequest as _};

impl<T: Transport> Client<T> {
    /// Gets new tokens for a session whose access token is of no use any more, unless another
    /// request has got them meanwhile.
    ///
    /// See [Refreshing access tokens](https://spec.matrix.org/v1.19/client-server-api/#refreshing-access-tokens).
    pub(super) async fn refresh(
        &self,
        used: &Session,
        deadline: Deadline,
    ) -> Result<(), Error<MatrixError>> {
        let store = &self.account.session;
        let _one_at_a_time = store.refreshing.lock().await;
        let Some(session) = store.get() else { return Ok(()) };
        if session.access_token != used.access_token {
            return Ok(());
        }
        let Some(refresh_token) = session.refresh_token.clone() else { return Ok(()) };
        if let Some(error) = store.refusal() {
            let endpoint = refresh::Request::METADATA.name;
            return Err(Error::Endpoint { endpoint, status: error.status, error });
        }
        let refreshed = self.ask_for_tokens(refresh_token, deadline).await;
        match refreshed {
            Ok(new) => {
                if store.replace(&session, Ok(new.clone())) {
                    self.tell(&new);
                }
                Ok(())
            }
            Err(error) => {
                if let Some(refusal) = error.as_endpoint().filter(|it| error::ends_session(it)) {
                    store.replace(&session, Err(refusal.clone()));
                }
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
