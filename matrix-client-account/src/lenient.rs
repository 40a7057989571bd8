//! Optional members of a response that never make the rest of it unreadable.
//!
//! A response may be the only place with a token or a device ID, so a member that is deprecated, or that
//! clients only show, does not cost the others: if its value is malformed, it is absent.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use matrix_api::{
    identifiers::{DeviceId, InvalidIdentifier, MxcUri, ServerName},
    wire::DeserializeError,
};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, MapAccess},
};
use serde_json::Value;

use crate::{
    capabilities::EnabledCapability,
    discovery::DiscoveryInformation,
    json_object::{Checked, JsonShape, MemberValue, Object},
    session::get_login_flows::IdentityProviderBrand,
};

/// Reads an optional member, for `#[serde(deserialize_with = "..")]`.
pub(crate) fn optional<'de, T: JsonShape<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    MemberValue::deserialize(deserializer).map(MemberValue::valid)
}

/// Implements the shape of types that are read from a string.
macro_rules! strings {
    ($($type:ty => $read:expr,)*) => {
        $(impl JsonShape<'_> for $type {
            const EXPECTED: &'static str = "a string";

            fn from_string(text: &str) -> Checked<Self> {
                $read(text)
            }
        })*
    };
}

strings! {
    DeviceId => identifier,
    IdentityProviderBrand => |text: &str| Ok(text.into()),
    MxcUri => identifier,
    ServerName => identifier,
}

fn identifier<'a, T: TryFrom<&'a str, Error = InvalidIdentifier>>(text: &'a str) -> Checked<T> {
    T::try_from(text).map_err(DeserializeError::custom)
}

/// Implements the shape of types that serde reads from an object.
macro_rules! objects {
    ($($type:ty,)*) => {
        $(impl<'de> JsonShape<'de> for $type {
            const EXPECTED: &'static str = "an object";

            fn from_object<A: MapAccess<'de>>(object: A) -> Result<Checked<Self>, A::Error> {
                Object::from_object(object).map(|members| members.and_then(by_serde))
            }
        })*
    };
}

objects! {
    DiscoveryInformation,
    EnabledCapability,
}

/// Features by their names. What is not `true` is not enabled.
impl<'de> JsonShape<'de> for BTreeMap<String, bool> {
    const EXPECTED: &'static str = "an object";

    fn from_object<A: MapAccess<'de>>(mut object: A) -> Result<Checked<Self>, A::Error> {
        let mut features = Self::new();
        while let Some((name, value)) = object.next_entry::<_, Value>()? {
            features.insert(name, value == true);
        }
        Ok(Ok(features))
    }
}

fn by_serde<T: DeserializeOwned>(members: Object) -> Checked<T> {
    T::deserialize(Value::Object(members)).map_err(DeserializeError::custom)
}
