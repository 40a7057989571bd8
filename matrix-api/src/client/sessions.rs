//! The session of a client.

use std::sync::Arc;

use super::{
    account::Account,
    call::Client,
    error::{CallError, Error},
    session_store::{SessionStore, SessionStoreError},
    shared_session::SharedSession,
    token_scheme::TokenScheme,
    transport::Transport,
};
use crate::{
    endpoint::OutgoingRequest,
    platform::MaybeSync,
    session::{LoginResponse, Session},
};

/// # Session
///
/// ```no_run
/// # #[cfg(feature = "reqwest-no-tls")]
/// # async fn example(store: impl matrix_api::client::SessionStore) -> Result<(), Box<dyn std::error::Error>> {
/// # mod login { matrix_api::ruma_api! { metadata { description: "Log in.", method: POST, name: "login",
/// #     path: "/login", rate_limited: true, requires_authentication: false, }
/// #     request { pub password: String }
/// #     response { pub user_id: matrix_api::identifiers::UserId, pub access_token: String } } }
/// # impl matrix_api::LoginResponse for login::Response {
/// #     fn session(&self) -> Option<matrix_api::client::Session> { None }
/// # }
/// use matrix_api::client::Client;
///
/// let client = Client::builder().session_store(store).build("https://matrix.example.org")?;
/// // When the program starts:
/// client.restore_session().await?;
/// if client.session().is_none() {
///     // This keeps and saves the session, and each refresh saves the new tokens.
///     client.log_in(&login::Request::new("wonderland".to_owned())).await?;
/// }
/// # Ok(())
/// # }
/// ```
impl<T: Transport> Client<T> {
    /// The session with the current tokens.
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        self.account.session.get()
    }

    /// Replaces the session of this client and its clones. `None` removes it. It is not
    /// [saved](Self::save_session).
    ///
    /// Running requests keep the old session. If the server rejects its token, they are not sent again
    /// with that of the new session, which may belong to another user.
    pub fn set_session(&self, session: impl Into<Option<Session>>) {
        self.account.session.set(session.into());
    }

    /// [Replaces](Self::set_session) the session, and saves it in the
    /// [store](super::ClientBuilder::session_store). After a logout, `save_session(None)` removes it from both.
    ///
    /// After a registration, save the session of the [response](LoginResponse):
    /// `client.save_session(registered.session())`.
    ///
    /// # Errors
    ///
    /// Fails if the session cannot be saved. The client has it all the same. Call this again with
    /// [`session`](Self::session) to try again.
    pub async fn save_session(
        &self,
        session: impl Into<Option<Session>>,
    ) -> Result<(), SessionStoreError> {
        self.account.replace(session.into()).await
    }

    /// Replaces the session by the one that the [store](super::ClientBuilder::session_store) has, if any.
    ///
    /// # Errors
    ///
    /// Fails if the session cannot be loaded. The client then keeps the session that it has.
    pub async fn restore_session(&self) -> Result<(), SessionStoreError> {
        self.account.restore().await
    }

    /// Sends a login, and [saves](Self::save_session) the session of its response.
    ///
    /// # Errors
    ///
    /// See [`send`](Self::send); [`CallError::SessionStore`] if the session cannot be saved. In that case the client
    /// has the session all the same.
    pub async fn log_in<R>(&self, request: &R) -> Result<R::Response, Error<R::Error>>
    where
        R: OutgoingRequest<Authentication: TokenScheme, Response: LoginResponse> + MaybeSync,
    {
        let response = self.send(request).await?;
        if let Some(session) = response.session() {
            let saved = self.save_session(session).await;
            let endpoint = R::METADATA.name;
            saved.map_err(|source| CallError::SessionStore { endpoint, source })?;
        }
        Ok(response)
    }

    /// Creates a client for the same server with the same settings and its own session. Both call the
    /// same [`on_refresh`](super::ClientBuilder::on_refresh), which gets the session with its user. The new client
    /// has no [session store](SessionStore), because a store has one session.
    #[must_use]
    pub fn with_session(&self, session: impl Into<Option<Session>>) -> Self {
        self.with_account(Account {
            session: SharedSession::new(session.into()),
            on_refresh: self.account.on_refresh.clone(),
            store: None,
        })
    }

    /// Creates a client for the same server with the same settings, for the session of this store. It has none
    /// until [`restore_session`](Self::restore_session) or a login.
    #[must_use]
    pub fn with_session_store(&self, store: impl SessionStore) -> Self {
        self.with_account(Account {
            session: SharedSession::new(None),
            on_refresh: self.account.on_refresh.clone(),
            store: Some(Arc::new(store)),
        })
    }

    fn with_account(&self, account: Account) -> Self {
        Self { account: Arc::new(account), ..self.clone() }
    }
}
