//! The account itself: its name, its password and its end.

use std::io;

use matrix_api::ErrorCode;
use matrix_client_account::{
    change_password, deactivate, get_username_availability,
    register::{self, RegistrationKind},
    uiaa::{AuthData, AuthStage, Dummy},
};

use super::{Lifecycle, LifecycleError, LoggedIn, expectation};

impl<W: io::Write> Lifecycle<W> {
    pub(super) async fn ask_for_name(&mut self) -> Result<(), LifecycleError> {
        let username = self.owner.username.clone();
        self.client.console.step(&format!("Ask whether the name {username} is free"))?;
        let request = get_username_availability::Request::new(username);
        expectation::success(self.client.call(&request, ()).await, "a free name")?;
        Ok(self.client.console.success("it is")?)
    }

    pub(super) async fn register(&mut self) -> Result<LoggedIn, LifecycleError> {
        let sentence = format!("Register {}: the server asks for proof first", self.owner.username);
        self.client.console.step(&sentence)?;
        let request = register::Request::new()
            .kind(RegistrationKind::User)
            .username(self.owner.username.clone())
            .password(self.owner.password.to_owned())
            .initial_device_display_name("Phone".to_owned());
        let answer = self.client.call(&request, None).await;
        let session = expectation::challenge(answer, &AuthStage::Dummy, "a challenge")?;
        self.client.console.success("the server asks for m.login.dummy")?;

        self.client.console.step("Register again, with the stage and the session")?;
        let request = request.auth(AuthData::from(Dummy::new()).with_session(session));
        let account = expectation::success(self.client.call(&request, None).await, "an account")?;
        self.client.console.success(&format!("{} is registered", account.user_id))?;
        let missing = || LifecycleError::unexpected("an access token", "there is none");
        let access_token = account.access_token.ok_or_else(missing)?;
        Ok(LoggedIn { user_id: account.user_id, access_token })
    }

    pub(super) async fn register_again(&mut self) -> Result<(), LifecycleError> {
        self.client.console.step("Register the same name again: it is taken")?;
        let request = register::Request::new()
            .username(self.owner.username.clone())
            .password(self.owner.password.to_owned());
        let answer = self.client.call(&request, None).await;
        expectation::error(answer, &ErrorCode::UserInUse, "M_USER_IN_USE")?;
        Ok(self.client.console.success("a name is given once")?)
    }

    pub(super) async fn change_password(
        &mut self,
        account: &LoggedIn,
    ) -> Result<(), LifecycleError> {
        self.client.console.step("Change the password: the token alone is not enough")?;
        let request =
            change_password::Request::new(self.owner.new_password.to_owned()).logout_devices(false);
        let answer = self.client.call(&request, Some(&account.access_token)).await;
        let session = expectation::challenge(answer, &AuthStage::Password, "a challenge")?;
        self.client.console.success("the server asks for m.login.password, or a proven address")?;

        self.client.console.step("Change the password, with the old one as proof")?;
        let request = request.auth(self.owner.proof(account, self.owner.password, session));
        let answer = self.client.call(&request, Some(&account.access_token)).await;
        expectation::success(answer, "a new password")?;
        Ok(self.client.console.success("the new password holds; the laptop stays logged in")?)
    }

    pub(super) async fn deactivate(&mut self, account: &LoggedIn) -> Result<(), LifecycleError> {
        self.client.console.step("Deactivate the account: this needs the password as well")?;
        let request = deactivate::Request::new();
        let answer = self.client.call(&request, Some(&account.access_token)).await;
        let session = expectation::challenge(answer, &AuthStage::Password, "a challenge")?;
        self.client.console.success("the server asks for m.login.password")?;

        self.client.console.step("Deactivate the account, with the new password as proof")?;
        let request = request.auth(self.owner.proof(account, self.owner.new_password, session));
        let answer = self.client.call(&request, Some(&account.access_token)).await;
        expectation::success(answer, "the end of the account")?;
        Ok(self.client.console.success("the account is gone, and its name stays taken")?)
    }
}
