//! The account that a client names.

use matrix_api::{ErrorCode, MatrixError};
use matrix_client_account::{ThirdPartyMedium, UserIdentifier};

use super::validation_mail::parse_address;
use crate::homeserver::{app::App, errors::forbidden, localpart::Localpart, store::Session};

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

/// Fails if the session is a guest's.
pub(super) fn reject_guest(session: Session) -> Result<Session, MatrixError> {
    if session.is_guest {
        let message = "guests cannot do this; register an account";
        return Err(forbidden(ErrorCode::GuestAccessForbidden, message));
    }
    Ok(session)
}
