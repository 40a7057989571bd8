//! Accounts for the walk.

use matrix_api::{
    ErrorCode,
    client::Session,
    identifiers::{ClientSecret, DeviceId, UserId},
};
use matrix_client_account::{
    UserIdentifier, register,
    session::{PasswordLogin, login},
    uiaa::{AuthData, Dummy, Password, UiaaInfo},
};

use crate::{
    check::{Outcome, equal},
    peer::{Interactive, Peer},
};

pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// An account with a logged-in device.
pub(crate) struct Account<'w> {
    pub(crate) user_id: UserId,
    pub(crate) device_id: DeviceId,
    /// The homeserver, with the device's session.
    pub(crate) device: Peer<'w>,
}

impl<'w> Account<'w> {
    /// Registers an account with the common password.
    pub(crate) async fn register(homeserver: &Peer<'w>, username: &str) -> Outcome<Self> {
        let request = registration(username);
        let dummy = |_: &UiaaInfo| Some(Dummy::new().into());
        let answer = homeserver.call_interactively(&request, dummy).await?;
        Ok(Self {
            user_id: answer.user_id,
            device_id: answer.device_id.ok_or("no device")?,
            device: homeserver.with_token(&answer.access_token.ok_or("no access token")?),
        })
    }

    /// The password stage.
    pub(crate) fn proof(&self, password: &str) -> AuthData {
        Password::new(UserIdentifier::user(self.user_id.as_str()), password).into()
    }

    /// Sends a request that needs the password: with a wrong one, which fails, and with the right one.
    pub(crate) async fn call_with_password<R: Interactive>(
        &self,
        request: &R,
        password: &str,
    ) -> Outcome<R::Response> {
        let mut failures = Vec::new();
        let mut passwords = ["a guess", password].into_iter();
        let prove = |info: &UiaaInfo| {
            failures.push(failure(info));
            Some(self.proof(passwords.next()?))
        };
        let answer = self.device.call_interactively(request, prove).await?;
        equal(failures, [None, Some(ErrorCode::Forbidden)])?;
        Ok(answer)
    }
}

/// The reason why the last stage failed.
pub(crate) fn failure(info: &UiaaInfo) -> Option<ErrorCode> {
    info.failure.as_ref().map(|failure| failure.errcode.clone())
}

/// A registration with the common password.
pub(crate) fn registration(username: &str) -> register::Request {
    register::Request::new().username(username.to_owned()).password(PASSWORD.to_owned())
}

/// A login by password.
pub(crate) fn login(identifier: UserIdentifier, password: &str) -> login::Request {
    login::Request::new(PasswordLogin::new(identifier, password).into())
}

/// The session in the response to a login.
pub(crate) fn session_of(answer: &login::Response) -> Session {
    Session::new(answer.user_id.clone(), answer.device_id.clone(), &answer.access_token)
        .with_refresh_token(answer.refresh_token.clone())
        .with_expires_in(answer.expires_in_ms)
}

pub(crate) fn client_secret(secret: &str) -> Outcome<ClientSecret> {
    Ok(secret.parse()?)
}
