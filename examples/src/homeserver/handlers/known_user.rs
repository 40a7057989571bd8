//! Which account a client means.

use matrix_api::{ErrorCode, MatrixError};
use matrix_client_account::{ThirdPartyMedium, UserIdentifier};

use super::validation_mail::parse_address;
use crate::homeserver::{app::App, errors::forbidden, localpart::Localpart, store::Session};

/// The account that an identifier stands for; `None` if it is nobody's here.
///
/// By the name it need not exist; by an address it does. No account has a phone number.
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

/// Refuses guests.
pub(super) fn reject_guest(session: Session) -> Result<Session, MatrixError> {
    if session.is_guest {
        let message = "a guest cannot do this: register an account";
        return Err(forbidden(ErrorCode::GuestAccessForbidden, message));
    }
    Ok(session)
}
