//! The account that a client names, and its password.

use std::net::IpAddr;

use matrix_api::{ErrorCode, MatrixError};
use matrix_client_account::{ThirdPartyMedium, UserIdentifier};

use super::validation_mail::parse_address;
use crate::homeserver::{
    app::App,
    errors::forbidden,
    localpart::Localpart,
    store::{PasswordState, Proof, Session},
};

/// The account of an identifier. `None` if the identifier is not one of this server.
///
/// For a user ID, the account may not exist. Accounts of this server have no phone numbers.
pub(super) async fn account_of(
    app: &App,
    identifier: &UserIdentifier,
) -> Result<Option<Localpart>, MatrixError> {
    match identifier {
        UserIdentifier::User { user, .. } => Ok(Localpart::of_user(user, app.server_name.as_str())),
        UserIdentifier::ThirdParty { medium: ThirdPartyMedium::Email, address, .. } => {
            match parse_address(address) {
                Ok(address) => Ok(app.store.account_of_email(address.as_ref()).await?),
                Err(_) => Ok(None),
            }
        }
        _ => Ok(None),
    }
}

/// The outcome of verifying a password.
pub(super) enum Verification {
    Right(Localpart, Proof),
    /// Wrong, or there is no such account.
    Wrong,
    /// The account was deactivated.
    Deactivated,
}

/// Verifies the password of the account that a client names, unless there were too many wrong ones. If
/// `expected` is given, the passwords of other accounts are wrong.
///
/// Accounts that do not exist take the same time, and are limited in the same way.
pub(super) async fn verify_password(
    app: &App,
    client: IpAddr,
    identifier: &UserIdentifier,
    password: String,
    expected: Option<&Localpart>,
) -> Result<Verification, MatrixError> {
    let account = account_of(app, identifier).await?;
    let limited = match &account {
        Some(account) => account.to_string(),
        None => name_of(identifier),
    };
    app.abuse_limiter.count_password(client, &limited).map_err(MatrixError::limit_exceeded)?;

    let account = account.filter(|account| expected.is_none_or(|it| it == account));
    let state = match &account {
        Some(account) => app.store.password(account).await?,
        None => PasswordState::None,
    };
    let stored = match &state {
        PasswordState::Hash(hash) => Some(hash.clone()),
        PasswordState::Deactivated | PasswordState::None => None,
    };
    let is_right = app.passwords.verify(password, stored.clone()).await?;
    match account {
        Some(account) if is_right => {
            app.abuse_limiter.uncount_password(client, &limited);
            let proof =
                Proof { account: Some(account.clone()), password_hash: stored, ..Proof::default() };
            Ok(Verification::Right(account, proof))
        }
        _ if state == PasswordState::Deactivated => Ok(Verification::Deactivated),
        _ => Ok(Verification::Wrong),
    }
}

/// The name under which wrong passwords of an unknown account are counted.
fn name_of(identifier: &UserIdentifier) -> String {
    match identifier {
        UserIdentifier::User { user, .. } => user.clone(),
        UserIdentifier::ThirdParty { address, .. } => address.to_lowercase(),
        _ => String::new(),
    }
}

/// Fails if the session is a guest's.
pub(super) fn reject_guest(session: Session) -> Result<Session, MatrixError> {
    if session.is_guest {
        let message = "guests cannot do this; register an account";
        return Err(forbidden(ErrorCode::GuestAccessForbidden, message));
    }
    Ok(session)
}
