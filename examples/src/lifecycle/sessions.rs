//! The sessions of the account: who is logged in where.

use std::io;

use matrix_api::{ErrorCode, client::Session, identifiers::UserId};
use matrix_client_account::{
    UserIdentifier,
    session::{PasswordLogin, login, logout_all, refresh_token},
    whoami,
};

use super::{Lifecycle, LifecycleError, LoggedIn};

impl<W: io::Write + Send> Lifecycle<W> {
    /// A client of its own for a session.
    pub(super) fn logged_in(&self, user_id: UserId, session: Session) -> LoggedIn<W> {
        LoggedIn { user_id, client: self.client.with_session(session) }
    }

    pub(super) async fn ask_who_i_am(&self, account: &LoggedIn<W>) -> Result<(), LifecycleError> {
        self.console().step("Ask whom the access token belongs to")?;
        let me = self.succeed(&account.client, &whoami::Request::new(), "a user").await?;
        if me.user_id != account.user_id {
            return Err(LifecycleError::unexpected("the user", me.user_id.to_string()));
        }
        Ok(self.console().success("it is the one that was registered")?)
    }

    pub(super) async fn log_in_on_laptop(&self) -> Result<LoggedIn<W>, LifecycleError> {
        self.console().step("Log in on a second device, which can refresh its token")?;
        let request = self
            .owner
            .login(self.owner.password)
            .initial_device_display_name("Laptop".to_owned())
            .refresh_token(true);
        let login = self.succeed(&self.client, &request, "a session").await?;
        self.console().success("two devices are logged in")?;
        let session = Session::new(login.access_token)
            .with_refresh_token(login.refresh_token)
            .with_expires_in(login.expires_in_ms);
        Ok(self.logged_in(login.user_id, session))
    }

    /// Exchanges the laptop's tokens for new ones.
    ///
    /// A client does so by itself when its token is refused. Here it is shown.
    pub(super) async fn refresh(&self, laptop: &LoggedIn<W>) -> Result<(), LifecycleError> {
        self.console().step("Refresh the access token of the second device")?;
        let missing = || LifecycleError::unexpected("a refresh token", "there is none");
        let old = laptop.client.session().ok_or_else(missing)?;
        let request = refresh_token::Request::new(old.refresh_token.ok_or_else(missing)?);
        let refreshed = self.succeed(&self.client, &request, "new tokens").await?;
        laptop.client.set_session(Session::new(refreshed.access_token));
        self.console().success("there is a new access token")?;

        self.console().step("Use the access token of before: it opens nothing")?;
        let old = self.client.with_session(Session::new(old.access_token));
        self.be_refused(&old, &whoami::Request::new(), &ErrorCode::UnknownToken).await?;
        Ok(self.console().success("the old token is dead")?)
    }

    pub(super) async fn log_out_everywhere(
        &self,
        phone: &LoggedIn<W>,
        laptop: &LoggedIn<W>,
    ) -> Result<(), LifecycleError> {
        self.console().step("Log out everywhere, from the second device")?;
        let request = logout_all::Request::new();
        self.succeed(&laptop.client, &request, "the end of all sessions").await?;
        self.console().success("all sessions have ended")?;

        self.console().step("Use the access token of the first device")?;
        self.be_refused(&phone.client, &whoami::Request::new(), &ErrorCode::UnknownToken).await?;
        Ok(self.console().success("it opens nothing either")?)
    }

    pub(super) async fn log_in_again(&self) -> Result<LoggedIn<W>, LifecycleError> {
        self.console().step("Log in with the old password: it is the wrong one")?;
        let request = self.owner.login(self.owner.password);
        self.be_refused(&self.client, &request, &ErrorCode::Forbidden).await?;
        self.console().success("the old password is worth nothing")?;

        self.console().step("Log in with the new password")?;
        let request = self.owner.login(self.owner.new_password);
        let login = self.succeed(&self.client, &request, "a session").await?;
        self.console().success(&format!("{} is back", login.user_id))?;
        Ok(self.logged_in(login.user_id, Session::new(login.access_token)))
    }

    pub(super) async fn use_dead_token(&self, account: &LoggedIn<W>) -> Result<(), LifecycleError> {
        self.console().step("Use the access token once more: it opens nothing")?;
        self.be_refused(&account.client, &whoami::Request::new(), &ErrorCode::UnknownToken).await?;
        Ok(self.console().success("the token is dead")?)
    }
}

impl super::Owner {
    fn login(&self, password: &str) -> login::Request {
        let identifier = UserIdentifier::user(&self.username);
        login::Request::new(PasswordLogin::new(identifier, password).into())
    }
}
