//! Optional members of a response that never make the rest of it unreadable.
//!
//! A response may be the only place with a token or a device ID, so a member that is deprecated, or that
//! clients only show, does not cost the others: if its value is malformed, it is absent.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use matrix_api::{
    identifiers::{DeviceId, MxcUri, ServerName},
    wire::DeserializeError,
};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, MapAccess},
};
use serde_json::Value;

use crate::json_object::{Checked, JsonShape, MemberValue, Object};

/// Reads an optional member, for `#[serde(deserialize_with = "..")]`.
pub(crate) fn optional<'de, T: JsonShape<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    MemberValue::deserialize(deserializer).map(MemberValue::valid)
}

/// Implements the shape of identifiers.
macro_rules! identifiers {
    ($($type:ty)*) => {
        $(impl JsonShape<'_> for $type {
            const EXPECTED: &'static str = "a string";

            fn from_string(text: &str) -> Checked<Self> {
                Self::try_from(text).map_err(DeserializeError::custom)
            }
        })*
    };
}

identifiers! { DeviceId MxcUri ServerName }

/// Features by their names. A value other than `true` means that the feature is disabled.
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

/// Implements the shape of a type that serde reads from an object.
macro_rules! object {
    ($type:ty) => {
        impl<'de> $crate::json_object::JsonShape<'de> for $type {
            const EXPECTED: &'static str = "an object";

            fn from_object<A: serde::de::MapAccess<'de>>(
                object: A,
            ) -> Result<$crate::json_object::Checked<Self>, A::Error> {
                $crate::lenient::object_by_serde(object)
            }
        }
    };
}

pub(crate) use object;

/// Reads an object as serde derives it.
pub(crate) fn object_by_serde<'de, T: DeserializeOwned, A: MapAccess<'de>>(
    object: A,
) -> Result<Checked<T>, A::Error> {
    Ok(Object::from_object(object)?.and_then(|members| {
        T::deserialize(Value::Object(members)).map_err(DeserializeError::custom)
    }))
}
