//! Registration, password change and deactivation.

use std::io;

use matrix_api::{ErrorCode, LoginResponse as _};
use matrix_client_account::{
    change_password, deactivate, get_username_availability,
    register::{self, RegistrationKind},
    uiaa::Dummy,
};

use super::{Device, Lifecycle, LifecycleError};

impl<W: io::Write + Send + 'static> Lifecycle<W> {
    pub(super) async fn check_username(&self) -> Result<(), LifecycleError> {
        let username = self.owner.username.clone();
        self.console().step(&format!("Check whether the username {username} is available"))?;
        let request = get_username_availability::Request::new(username);
        self.expect_success(&self.client, &request, "an available username").await?;
        Ok(self.console().success("it is available")?)
    }

    pub(super) async fn register(&self) -> Result<Device<W>, LifecycleError> {
        let username = &self.owner.username;
        let sentence = format!("Register {username}: the server requires authentication");
        self.console().step(&sentence)?;
        let request = register::Request::new()
            .kind(RegistrationKind::User)
            .username(self.owner.username.clone())
            .password(self.owner.password.to_owned())
            .initial_device_display_name("Phone".to_owned());
        let step = [
            "the server requires the stage m.login.dummy",
            "Repeat the registration with this stage and the session",
        ];
        let account = self.authenticate(&self.client, &request, Dummy::new().into(), step).await?;
        self.console().success(&format!("{} is registered", account.user_id))?;
        let missing = || LifecycleError::unexpected("an access token", "it is missing");
        Ok(self.device_with(account.session().ok_or_else(missing)?))
    }

    pub(super) async fn register_again(&self) -> Result<(), LifecycleError> {
        self.console().step("Register the same username again: it is taken")?;
        let request = register::Request::new()
            .username(self.owner.username.clone())
            .password(self.owner.password.to_owned());
        self.expect_error(&self.client, &request, &ErrorCode::UserInUse).await?;
        Ok(self.console().success("the server rejects it")?)
    }

    pub(super) async fn change_password(&self, device: &Device<W>) -> Result<(), LifecycleError> {
        self.console().step("Change the password: the server requires authentication")?;
        let request =
            change_password::Request::new(self.owner.new_password.to_owned()).logout_devices(false);
        let proof = self.owner.password_auth(device, self.owner.password);
        let step = [
            "the server requires the password or a validated email address",
            "Repeat the password change with the old password",
        ];
        self.authenticate(&device.client, &request, proof, step).await?;
        Ok(self.console().success("the password is changed; the laptop stays logged in")?)
    }

    pub(super) async fn deactivate(&self, device: &Device<W>) -> Result<(), LifecycleError> {
        self.console().step("Deactivate the account: the server requires authentication")?;
        let proof = self.owner.password_auth(device, self.owner.new_password);
        let step =
            ["the server requires the password", "Repeat the deactivation with the new password"];
        self.authenticate(&device.client, &deactivate::Request::new(), proof, step).await?;
        Ok(self.console().success("the account is deactivated; its username stays taken")?)
    }
}
