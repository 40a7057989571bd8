//! The user that a client wants to authenticate.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};

use crate::{
    hidden::HiddenValues,
    json_object::{self, Checked, Object, missing, take_required_string, take_string},
    third_party_medium::ThirdPartyMedium,
};

#[cfg(test)]
mod tests;

const USER: &str = "m.id.user";
const THIRD_PARTY: &str = "m.id.thirdparty";
const PHONE: &str = "m.id.phone";

/// Identifies the user that a client wants to authenticate.
///
/// See [Identifier types](https://spec.matrix.org/v1.19/client-server-api/#identifier-types).
///
/// ```
/// use matrix_client_account::UserIdentifier;
///
/// let identifier = UserIdentifier::user("alice");
/// let json = serde_json::to_string(&identifier)?;
/// assert_eq!(json, r#"{"type":"m.id.user","user":"alice"}"#);
/// assert_eq!(serde_json::from_str::<UserIdentifier>(&json)?, identifier);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum UserIdentifier {
    /// `m.id.user`: the user ID.
    #[non_exhaustive]
    User {
        /// The full user ID, or its localpart.
        user: String,
    },
    /// `m.id.thirdparty`: a third-party identifier of the account.
    #[non_exhaustive]
    ThirdParty {
        /// The type of the identifier.
        medium: ThirdPartyMedium,
        /// The email address or phone number in its [canonical form].
        ///
        /// [canonical form]: https://spec.matrix.org/v1.19/appendices/#3pid-types
        address: String,
    },
    /// `m.id.phone`: a phone number of the account, as the user entered it.
    #[non_exhaustive]
    Phone {
        /// The country of the phone number: two uppercase letters of ISO 3166-1 alpha-2.
        country: String,
        /// The phone number. The homeserver converts it to its canonical form.
        phone: String,
    },
    /// An identifier of a type that this version of the crate does not know.
    Unknown(UnknownUserIdentifier),
}

impl UserIdentifier {
    /// Identifies a user by the full user ID, or by its localpart.
    #[must_use]
    pub fn user(user_id_or_localpart: impl Into<String>) -> Self {
        Self::User { user: user_id_or_localpart.into() }
    }

    /// Identifies a user by a third-party identifier in canonical form.
    #[must_use]
    pub fn third_party(medium: ThirdPartyMedium, address: impl Into<String>) -> Self {
        Self::ThirdParty { medium, address: address.into() }
    }

    /// Identifies a user by an email address in canonical form.
    #[must_use]
    pub fn email(address: impl Into<String>) -> Self {
        Self::third_party(ThirdPartyMedium::Email, address)
    }

    /// Identifies a user by a phone number in canonical form: digits only, with the country code.
    #[must_use]
    pub fn msisdn(number: impl Into<String>) -> Self {
        Self::third_party(ThirdPartyMedium::Msisdn, number)
    }

    /// Identifies a user by a phone number in any form and its country: two uppercase letters of
    /// ISO 3166-1 alpha-2.
    #[must_use]
    pub fn phone(country: impl Into<String>, phone: impl Into<String>) -> Self {
        Self::Phone { country: country.into(), phone: phone.into() }
    }

    /// The type of the identifier.
    #[must_use]
    #[inline]
    pub fn kind(&self) -> &str {
        match self {
            Self::User { .. } => USER,
            Self::ThirdParty { .. } => THIRD_PARTY,
            Self::Phone { .. } => PHONE,
            Self::Unknown(unknown) => &unknown.kind,
        }
    }

    #[inline]
    pub(crate) fn read(mut object: Object) -> Checked<Self> {
        let kind = take_required_string(&mut object, "type")?;
        match kind.as_str() {
            USER => Ok(Self::user(take_required_string(&mut object, "user")?)),
            THIRD_PARTY => Ok(Self::third_party(
                take_required_string(&mut object, "medium")?.into(),
                take_required_string(&mut object, "address")?,
            )),
            PHONE => Ok(Self::phone(
                take_required_string(&mut object, "country")?,
                take_phone(&mut object)?,
            )),
            _ => Ok(Self::Unknown(UnknownUserIdentifier { kind, fields: object })),
        }
    }
}

/// Reads `phone`, or `number`, by which clients named it before the specification did. Homeservers in use
/// read both.
#[inline]
fn take_phone(object: &mut Object) -> Checked<String> {
    match take_string(object, "phone")? {
        Some(phone) => Ok(phone),
        None => take_string(object, "number")?.ok_or_else(|| missing("phone")),
    }
}

impl From<UnknownUserIdentifier> for UserIdentifier {
    fn from(unknown: UnknownUserIdentifier) -> Self {
        Self::Unknown(unknown)
    }
}

impl Serialize for UserIdentifier {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", self.kind())?;
        match self {
            Self::User { user } => map.serialize_entry("user", user)?,
            Self::ThirdParty { medium, address } => {
                map.serialize_entry("medium", medium)?;
                map.serialize_entry("address", address)?;
            }
            Self::Phone { country, phone } => {
                map.serialize_entry("country", country)?;
                map.serialize_entry("phone", phone)?;
            }
            Self::Unknown(unknown) => {
                for (name, value) in unknown.fields.iter().filter(|(name, _)| *name != "type") {
                    map.serialize_entry(name, value)?;
                }
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for UserIdentifier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json_object::deserialize(deserializer, Self::read)
    }
}

/// An identifier of a type that this version of the crate does not know, with all members.
///
/// `Debug` shows the names of the members without their values.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct UnknownUserIdentifier {
    /// The type.
    pub kind: String,
    /// All other members.
    pub fields: Map<String, Value>,
}

impl UnknownUserIdentifier {
    /// Creates an identifier of a type that [`UserIdentifier`] has no variant for.
    #[must_use]
    pub fn new(kind: impl Into<String>, fields: Map<String, Value>) -> Self {
        Self { kind: kind.into(), fields }
    }
}

impl fmt::Debug for UnknownUserIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownUserIdentifier")
            .field("kind", &self.kind)
            .field("fields", &HiddenValues(&self.fields))
            .finish()
    }
}
