//! The account itself: its name, its password and its end.

use std::io;

use matrix_api::{ErrorCode, client::Session};
use matrix_client_account::{
    change_password, deactivate, get_username_availability,
    register::{self, RegistrationKind},
    uiaa::Dummy,
};

use super::{Lifecycle, LifecycleError, LoggedIn};

impl<W: io::Write + Send> Lifecycle<W> {
    pub(super) async fn ask_for_name(&self) -> Result<(), LifecycleError> {
        let username = self.owner.username.clone();
        self.console().step(&format!("Ask whether the name {username} is free"))?;
        let request = get_username_availability::Request::new(username);
        self.succeed(&self.client, &request, "a free name").await?;
        Ok(self.console().success("it is")?)
    }

    pub(super) async fn register(&self) -> Result<LoggedIn<W>, LifecycleError> {
        let sentence = format!("Register {}: the server asks for proof first", self.owner.username);
        self.console().step(&sentence)?;
        let request = register::Request::new()
            .kind(RegistrationKind::User)
            .username(self.owner.username.clone())
            .password(self.owner.password.to_owned())
            .initial_device_display_name("Phone".to_owned());
        let step =
            ["the server asks for m.login.dummy", "Register again, with the stage and the session"];
        let account = self.prove(&self.client, &request, Dummy::new().into(), step).await?;
        self.console().success(&format!("{} is registered", account.user_id))?;
        let missing = || LifecycleError::unexpected("an access token", "there is none");
        let session = Session::new(account.access_token.ok_or_else(missing)?);
        Ok(self.logged_in(account.user_id, session))
    }

    pub(super) async fn register_again(&self) -> Result<(), LifecycleError> {
        self.console().step("Register the same name again: it is taken")?;
        let request = register::Request::new()
            .username(self.owner.username.clone())
            .password(self.owner.password.to_owned());
        self.be_refused(&self.client, &request, &ErrorCode::UserInUse).await?;
        Ok(self.console().success("a name is given once")?)
    }

    pub(super) async fn change_password(
        &self,
        account: &LoggedIn<W>,
    ) -> Result<(), LifecycleError> {
        self.console().step("Change the password: the token alone is not enough")?;
        let request =
            change_password::Request::new(self.owner.new_password.to_owned()).logout_devices(false);
        let proof = self.owner.proof(account, self.owner.password);
        let step = [
            "the server asks for m.login.password, or a proven address",
            "Change the password, with the old one as proof",
        ];
        self.prove(&account.client, &request, proof, step).await?;
        Ok(self.console().success("the new password holds; the laptop stays logged in")?)
    }

    pub(super) async fn deactivate(&self, account: &LoggedIn<W>) -> Result<(), LifecycleError> {
        self.console().step("Deactivate the account: this needs the password as well")?;
        let proof = self.owner.proof(account, self.owner.new_password);
        let step = [
            "the server asks for m.login.password",
            "Deactivate the account, with the new password as proof",
        ];
        self.prove(&account.client, &deactivate::Request::new(), proof, step).await?;
        Ok(self.console().success("the account is gone, and its name stays taken")?)
    }
}
