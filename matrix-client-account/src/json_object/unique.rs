//! JSON in which no object has two members of the same name.
//!
//! Parsers disagree about which of two wins, so a proxy that checks a request could see another one than
//! the homeserver.

use std::fmt;

use matrix_api::wire::DeserializeError;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value, map::Entry};

use super::shape::{Checked, JsonShape, skip_list, skip_object};

pub(crate) type Object = Map<String, Value>;

impl<'de> JsonShape<'de> for Object {
    const EXPECTED: &'static str = "an object";

    fn from_object<A: MapAccess<'de>>(object: A) -> Result<Checked<Self>, A::Error> {
        members(object)
    }
}

/// A value, or the error of a member that it has twice.
pub(crate) struct UniqueValue(Checked<Value>);

impl<'de> Deserialize<'de> for UniqueValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UniqueVisitor).map(Self)
    }
}

/// Adds a member to an object.
pub(crate) fn insert(object: &mut Object, name: String, value: UniqueValue) -> Checked<()> {
    let UniqueValue(value) = value;
    let value = value.map_err(|error| error.in_member(&name))?;
    match object.entry(name) {
        Entry::Vacant(entry) => {
            entry.insert(value);
            Ok(())
        }
        Entry::Occupied(entry) => Err(DeserializeError::repeated(entry.key())),
    }
}

/// Reads the members of an object.
fn members<'de, A: MapAccess<'de>>(mut object: A) -> Result<Checked<Object>, A::Error> {
    let mut members = Map::new();
    while let Some((name, value)) = object.next_entry()? {
        if let Err(error) = insert(&mut members, name, value) {
            skip_object(object)?;
            return Ok(Err(error));
        }
    }
    Ok(Ok(members))
}

struct UniqueVisitor;

impl<'de> Visitor<'de> for UniqueVisitor {
    type Value = Checked<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
        Ok(members(object)?.map(Value::Object))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(UniqueValue(element)) = list.next_element()? {
            match element {
                Ok(element) => elements.push(element),
                Err(error) => {
                    skip_list(list)?;
                    return Ok(Err(error.in_element(elements.len())));
                }
            }
        }
        Ok(Ok(Value::Array(elements)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Ok(text.into()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Ok(text.into()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Ok(value.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Ok(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Ok(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Ok(number.into()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Ok(Value::Null))
    }
}
