//! The sessions of the account: login, token refresh and logout.

use std::io;

use matrix_api::{ErrorCode, client::Session};
use matrix_client_account::{
    UserIdentifier,
    session::{PasswordLogin, login, logout_all, refresh_token},
    whoami,
};

use super::{Device, Lifecycle, LifecycleError};

impl<W: io::Write + Send + 'static> Lifecycle<W> {
    /// Creates a device with a client for its session.
    pub(super) fn device_with(&self, session: Session) -> Device<W> {
        Device { user_id: session.user_id.clone(), client: self.client.with_session(session) }
    }

    pub(super) async fn whoami(&self, device: &Device<W>) -> Result<(), LifecycleError> {
        self.console().step("Get the user that the access token belongs to")?;
        let me = self.expect_success(&device.client, &whoami::Request::new(), "a user").await?;
        if me.user_id != device.user_id {
            return Err(LifecycleError::unexpected("the user", me.user_id.to_string()));
        }
        Ok(self.console().success("it is the registered user")?)
    }

    pub(super) async fn log_in_on_laptop(&self) -> Result<Device<W>, LifecycleError> {
        self.console().step("Log in on a second device, which supports refresh tokens")?;
        let request = self
            .owner
            .login(self.owner.password)
            .initial_device_display_name("Laptop".to_owned())
            .refresh_token(true);
        let login = self.expect_success(&self.client, &request, "a session").await?;
        self.console().success("two devices are logged in")?;
        let session = Session::new(login.user_id, login.device_id, login.access_token)
            .with_refresh_token(login.refresh_token)
            .with_expires_in(login.expires_in_ms);
        Ok(self.device_with(session))
    }

    /// Exchanges the laptop's tokens for new ones.
    ///
    /// The client does this automatically when its token is rejected; here the request is shown.
    pub(super) async fn refresh(&self, laptop: &Device<W>) -> Result<(), LifecycleError> {
        self.console().step("Refresh the access token of the second device")?;
        let missing = || LifecycleError::unexpected("a refresh token", "it is missing");
        let old = laptop.client.session().ok_or_else(missing)?;
        let token = old.refresh_token.clone().ok_or_else(missing)?;
        let request = refresh_token::Request::new(token);
        let refreshed = self.expect_success(&self.client, &request, "new tokens").await?;
        let new = Session::new(old.user_id.clone(), old.device_id.clone(), refreshed.access_token);
        laptop.client.set_session(new);
        self.console().success("the device has a new access token")?;

        self.console().step("Use the previous access token: it is no longer valid")?;
        let old = self.client.with_session(old.with_refresh_token(None));
        self.expect_error(&old, &whoami::Request::new(), &ErrorCode::UnknownToken).await?;
        Ok(self.console().success("the server rejects it")?)
    }

    pub(super) async fn log_out_all(
        &self,
        phone: &Device<W>,
        laptop: &Device<W>,
    ) -> Result<(), LifecycleError> {
        self.console().step("Log out all devices, from the second one")?;
        let request = logout_all::Request::new();
        self.expect_success(&laptop.client, &request, "a logout").await?;
        self.console().success("all devices are logged out")?;

        self.console().step("Use the access token of the first device: it is no longer valid")?;
        self.expect_error(&phone.client, &whoami::Request::new(), &ErrorCode::UnknownToken).await?;
        Ok(self.console().success("the server rejects it")?)
    }

    pub(super) async fn log_in_again(&self) -> Result<Device<W>, LifecycleError> {
        self.console().step("Log in with the old password: it is no longer valid")?;
        let request = self.owner.login(self.owner.password);
        self.expect_error(&self.client, &request, &ErrorCode::Forbidden).await?;
        self.console().success("the server rejects it")?;

        self.console().step("Log in with the new password")?;
        let request = self.owner.login(self.owner.new_password);
        let login = self.expect_success(&self.client, &request, "a session").await?;
        self.console().success(&format!("{} is logged in", login.user_id))?;
        Ok(self.device_with(Session::new(login.user_id, login.device_id, login.access_token)))
    }

    pub(super) async fn use_revoked_token(&self, device: &Device<W>) -> Result<(), LifecycleError> {
        self.console().step("Use the access token again: it is no longer valid")?;
        self.expect_error(&device.client, &whoami::Request::new(), &ErrorCode::UnknownToken)
            .await?;
        Ok(self.console().success("the server rejects it")?)
    }
}

impl super::Owner {
    fn login(&self, password: &str) -> login::Request {
        let identifier = UserIdentifier::user(&self.username);
        login::Request::new(PasswordLogin::new(identifier, password).into())
    }
}
