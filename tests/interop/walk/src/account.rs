//! Accounts to walk with.

use matrix_api::{
    client::Session,
    identifiers::{ClientSecret, DeviceId, UserId},
};
use matrix_client_account::{
    UserIdentifier, register,
    session::{PasswordLogin, login},
    uiaa::{AuthData, Dummy, Password},
};

use crate::{check::Outcome, peer::Peer};

pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// An account, and a device of its that is logged in.
pub(crate) struct Account<'w> {
    pub(crate) user_id: UserId,
    pub(crate) device_id: DeviceId,
    /// The homeserver, called by the device.
    pub(crate) device: Peer<'w>,
}

impl<'w> Account<'w> {
    /// Registers an account with the password of all.
    pub(crate) async fn register(homeserver: &Peer<'w>, username: &str) -> Outcome<Self> {
        let request = registration(username).auth(AuthData::from(Dummy::new()));
        let answer = homeserver.call(&request).await?;
        Ok(Self {
            user_id: answer.user_id,
            device_id: answer.device_id.ok_or("no device")?,
            device: homeserver.with_token(&answer.access_token.ok_or("no access token")?),
        })
    }

    /// The password as proof for user-interactive authentication.
    pub(crate) fn password_stage(&self, session: Option<String>) -> Outcome<AuthData> {
        password_stage(&self.user_id, PASSWORD, session)
    }
}

/// A password as proof for user-interactive authentication.
pub(crate) fn password_stage(
    user_id: &UserId,
    password: &str,
    session: Option<String>,
) -> Outcome<AuthData> {
    let proof = AuthData::from(Password::new(UserIdentifier::user(user_id.as_str()), password));
    Ok(proof.with_session(session.ok_or("no session")?))
}

/// A registration with the password of all.
pub(crate) fn registration(username: &str) -> register::Request {
    register::Request::new().username(username.to_owned()).password(PASSWORD.to_owned())
}

/// A login by password.
pub(crate) fn login(identifier: UserIdentifier, password: &str) -> login::Request {
    login::Request::new(PasswordLogin::new(identifier, password).into())
}

/// The session that a login is answered with.
pub(crate) fn session_of(answer: &login::Response) -> Session {
    Session::new(&answer.access_token)
        .with_refresh_token(answer.refresh_token.clone())
        .with_expires_in(answer.expires_in_ms)
}

pub(crate) fn client_secret(secret: &str) -> Outcome<ClientSecret> {
    Ok(secret.parse()?)
}
