//! The sessions of the account: who is logged in where.

use std::io;

use matrix_api::ErrorCode;
use matrix_client_account::{
    UserIdentifier,
    session::{PasswordLogin, login, logout_all, refresh_token},
    whoami,
};

use super::{Lifecycle, LifecycleError, LoggedIn, expectation};

/// A session whose access token expires.
pub(super) struct Refreshable {
    pub(super) account: LoggedIn,
    refresh_token: String,
}

impl<W: io::Write> Lifecycle<W> {
    pub(super) async fn ask_who_i_am(&mut self, account: &LoggedIn) -> Result<(), LifecycleError> {
        self.client.console.step("Ask whom the access token belongs to")?;
        let answer = self.client.call(&whoami::Request::new(), &account.access_token).await;
        let me = expectation::success(answer, "a user")?;
        if me.user_id != account.user_id {
            return Err(LifecycleError::unexpected("the user", me.user_id.to_string()));
        }
        Ok(self.client.console.success("it is the one that was registered")?)
    }

    pub(super) async fn log_in_on_laptop(&mut self) -> Result<Refreshable, LifecycleError> {
        self.client.console.step("Log in on a second device, which can refresh its token")?;
        let request = self
            .owner
            .login(self.owner.password)
            .initial_device_display_name("Laptop".to_owned())
            .refresh_token(true);
        let answer = self.client.call(&request, None).await;
        let session = expectation::success(answer, "a session")?;
        self.client.console.success("two devices are logged in")?;
        let missing = || LifecycleError::unexpected("a refresh token", "there is none");
        Ok(Refreshable {
            refresh_token: session.refresh_token.ok_or_else(missing)?,
            account: LoggedIn { user_id: session.user_id, access_token: session.access_token },
        })
    }

    /// Exchanges the laptop's tokens for new ones.
    pub(super) async fn refresh(
        &mut self,
        laptop: Refreshable,
    ) -> Result<LoggedIn, LifecycleError> {
        self.client.console.step("Refresh the access token of the second device")?;
        let request = refresh_token::Request::new(laptop.refresh_token);
        let answer = self.client.call(&request, ()).await;
        let refreshed = expectation::success(answer, "new tokens")?;
        self.client.console.success("there is a new access token")?;

        self.client.console.step("Use the access token of before: it opens nothing")?;
        let old = &laptop.account.access_token;
        let answer = self.client.call(&whoami::Request::new(), old).await;
        expectation::error(answer, &ErrorCode::UnknownToken, "M_UNKNOWN_TOKEN")?;
        self.client.console.success("the old token is dead")?;
        Ok(LoggedIn { access_token: refreshed.access_token, ..laptop.account })
    }

    pub(super) async fn log_out_everywhere(
        &mut self,
        phone: &LoggedIn,
        laptop: &LoggedIn,
    ) -> Result<(), LifecycleError> {
        self.client.console.step("Log out everywhere, from the second device")?;
        let answer = self.client.call(&logout_all::Request::new(), &laptop.access_token).await;
        expectation::success(answer, "the end of all sessions")?;
        self.client.console.success("all sessions have ended")?;

        self.client.console.step("Use the access token of the first device")?;
        let answer = self.client.call(&whoami::Request::new(), &phone.access_token).await;
        expectation::error(answer, &ErrorCode::UnknownToken, "M_UNKNOWN_TOKEN")?;
        Ok(self.client.console.success("it opens nothing either")?)
    }

    pub(super) async fn log_in_again(&mut self) -> Result<LoggedIn, LifecycleError> {
        self.client.console.step("Log in with the old password: it is the wrong one")?;
        let answer = self.client.call(&self.owner.login(self.owner.password), None).await;
        expectation::error(answer, &ErrorCode::Forbidden, "M_FORBIDDEN")?;
        self.client.console.success("the old password is worth nothing")?;

        self.client.console.step("Log in with the new password")?;
        let answer = self.client.call(&self.owner.login(self.owner.new_password), None).await;
        let session = expectation::success(answer, "a session")?;
        self.client.console.success(&format!("{} is back", session.user_id))?;
        Ok(LoggedIn { user_id: session.user_id, access_token: session.access_token })
    }

    pub(super) async fn use_dead_token(
        &mut self,
        account: &LoggedIn,
    ) -> Result<(), LifecycleError> {
        self.client.console.step("Use the access token once more: it opens nothing")?;
        let answer = self.client.call(&whoami::Request::new(), &account.access_token).await;
        expectation::error(answer, &ErrorCode::UnknownToken, "M_UNKNOWN_TOKEN")?;
        Ok(self.client.console.success("the token is dead")?)
    }
}

impl super::Owner {
    fn login(&self, password: &str) -> login::Request {
        let identifier = UserIdentifier::user(&self.username);
        login::Request::new(PasswordLogin::new(identifier, password).into())
    }
}
