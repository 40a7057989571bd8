//! Deserialization of `auth`.

use serde::{Deserialize, Deserializer, de::MapAccess};

use super::{
    AuthData, AuthStage, Dummy, EmailIdentity, FallbackAcknowledgement, Msisdn, OAuth, Password,
    Recaptcha, RegistrationToken, Sso, Terms, UnknownAuthData,
};
use crate::{
    json_object::{
        self, Checked, JsonShape, MemberValue, Object, skip_object, take_object,
        take_required_string, take_string,
    },
    uiaa::ThirdPartyCredentials,
    user_identifier::UserIdentifier,
};

impl<'de> Deserialize<'de> for AuthData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json_object::deserialize_members(deserializer)
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Name {
    Type,
    Session,
    Other(String),
}

impl<'de> JsonShape<'de> for AuthData {
    const EXPECTED: &'static str = "an object";

    fn from_object<A: MapAccess<'de>>(mut object: A) -> Result<Checked<Self>, A::Error> {
        let (mut stage, mut session) = (None, None);
        let mut others = Object::new();
        while let Some(name) = object.next_key()? {
            let member = match name {
                Name::Type => MemberValue::set(&mut stage, "type", object.next_value()?),
                Name::Session => MemberValue::set(&mut session, "session", object.next_value()?),
                Name::Other(name) => json_object::insert(&mut others, name, object.next_value()?),
            };
            if let Err(error) = member {
                skip_object(object)?;
                return Ok(Err(error));
            }
        }
        let (stage, session) =
            (stage.unwrap_or(MemberValue::ABSENT), session.unwrap_or(MemberValue::ABSENT));
        Ok(read(stage, session, others))
    }
}

#[inline]
fn read(
    stage: MemberValue<AuthStage>,
    session: MemberValue<String>,
    mut object: Object,
) -> Checked<AuthData> {
    let stage = stage.optional("type")?;
    let session = session.optional("session")?;
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

/// Reads `identifier`, or the members that clients of r0.2.0 use instead: `user`, or `medium` and
/// `address`.
#[inline]
fn take_identifier(object: &mut Object) -> Checked<UserIdentifier> {
    if let Some(identifier) = take_object(object, "identifier")? {
        return UserIdentifier::read(identifier).map_err(|error| error.in_member("identifier"));
    }
    if let Some(user) = take_string(object, "user")? {
        return Ok(UserIdentifier::user(user));
    }
    match (take_string(object, "medium")?, take_string(object, "address")?) {
        (Some(medium), Some(address)) => Ok(UserIdentifier::third_party(medium.into(), address)),
        _ => Err(json_object::missing("identifier")),
    }
}
