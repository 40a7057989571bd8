//! Reading `auth`.

use serde::{Deserialize, Deserializer};

use super::{
    AuthData, AuthStage, Dummy, EmailIdentity, FallbackAcknowledgement, Msisdn, OAuth, Password,
    Recaptcha, RegistrationToken, Sso, Terms, UnknownAuthData,
};
use crate::{
    json_object::{self, Object, UnexpectedForm, take_object, take_required_string, take_string},
    uiaa::ThirdPartyCredentials,
    user_identifier::UserIdentifier,
};

impl<'de> Deserialize<'de> for AuthData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json_object::deserialize(deserializer, read)
    }
}

fn read(mut object: Object) -> Result<AuthData, UnexpectedForm> {
    let stage = take_string(&mut object, "type")?.map(AuthStage::from);
    let session = take_string(&mut object, "session")?;
    let Some(stage) = stage else {
        return Ok(FallbackAcknowledgement { session }.into());
    };
    Ok(match stage.to_stable() {
        AuthStage::Password => Password {
            identifier: take_identifier(&mut object)?,
            password: take_required_string(&mut object, "password")?,
            session,
        }
        .into(),
        AuthStage::Recaptcha => {
            Recaptcha { response: take_required_string(&mut object, "response")?, session }.into()
        }
        AuthStage::Sso => Sso { session }.into(),
        AuthStage::EmailIdentity => {
            let threepid_creds = ThirdPartyCredentials::take(&mut object)?;
            EmailIdentity { threepid_creds, session }.into()
        }
        AuthStage::Msisdn => {
            let threepid_creds = ThirdPartyCredentials::take(&mut object)?;
            Msisdn { threepid_creds, session }.into()
        }
        AuthStage::Dummy => Dummy { session }.into(),
        AuthStage::RegistrationToken => {
            RegistrationToken { token: take_required_string(&mut object, "token")?, session }.into()
        }
        AuthStage::Terms => Terms { session }.into(),
        AuthStage::OAuth => OAuth { session }.into(),
        _ => UnknownAuthData { stage, session, fields: object }.into(),
    })
}

/// Reads `identifier`, or the members that clients of r0.2.0 name the user by: `user`, or `medium`
/// and `address`.
fn take_identifier(object: &mut Object) -> Result<UserIdentifier, UnexpectedForm> {
    if let Some(identifier) = take_object(object, "identifier")? {
        return UserIdentifier::read(identifier).map_err(|error| error.within("identifier"));
    }
    if let Some(user) = take_string(object, "user")? {
        return Ok(UserIdentifier::user(user));
    }
    match (take_string(object, "medium")?, take_string(object, "address")?) {
        (Some(medium), Some(address)) => Ok(UserIdentifier::third_party(medium.into(), address)),
        _ => Err(UnexpectedForm::missing("identifier")),
    }
}
