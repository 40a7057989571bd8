//! Reads JSON objects in which one member says how to read the others.
//!
//! Most types are read from a [`Map`] of members, by functions that are not compiled for every
//! deserializer. Types that are read often take the members that they know as these come, and keep
//! the others. No error shows a value that was received. A member that is `null` is absent. One that is
//! given twice is refused, also within a member.

mod shape;
mod unique;

use matrix_api::wire::DeserializeError;
use serde::{
    Deserializer,
    de::{Error, Unexpected},
};
use serde_json::Value;

pub(crate) use self::{
    shape::{Checked, JsonShape, MemberValue, missing, skip_object},
    unique::{Object, insert},
};

/// Takes a member out of an object.
#[inline]
pub(crate) fn take(object: &mut Object, name: &str) -> Option<Value> {
    object.remove(name).filter(|value| !value.is_null())
}

#[inline]
pub(crate) fn take_string(object: &mut Object, name: &str) -> Checked<Option<String>> {
    take(object, name).map(|value| string(value, name)).transpose()
}

#[inline]
pub(crate) fn take_required_string(object: &mut Object, name: &'static str) -> Checked<String> {
    take_string(object, name)?.ok_or_else(|| missing(name))
}

#[inline]
pub(crate) fn take_object(object: &mut Object, name: &str) -> Checked<Option<Object>> {
    take(object, name)
        .map(|value| self::object(value, "an object").map_err(|error| error.in_member(name)))
        .transpose()
}

/// The member `name`, which must be a string.
#[inline]
fn string(value: Value, name: &str) -> Checked<String> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(wrong_type(&other, "a string").in_member(name)),
    }
}

/// A value that must be an object; `expected` is what an error calls it.
#[inline]
pub(crate) fn object(value: Value, expected: &'static str) -> Checked<Object> {
    match value {
        Value::Object(object) => Ok(object),
        other => Err(wrong_type(&other, expected)),
    }
}

#[cold]
fn wrong_type(found: &Value, expected: &'static str) -> DeserializeError {
    let found = match found {
        Value::Null => Unexpected::Unit,
        Value::Bool(value) => Unexpected::Bool(*value),
        Value::Number(number) if number.is_f64() => Unexpected::Float(0.0),
        Value::Number(_) => Unexpected::Signed(0),
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    };
    DeserializeError::invalid_type(found, &expected)
}

/// The error of the member `name`: it has the right type and a wrong value.
#[cold]
pub(crate) fn wrong_value(name: &str, expected: &'static str) -> DeserializeError {
    DeserializeError::invalid_value(Unexpected::Other("value"), &expected).in_member(name)
}

/// Reads an object, and then a type from it.
pub(crate) fn deserialize<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: fn(Object) -> Checked<T>,
) -> Result<T, D::Error> {
    shape::read(deserializer)?.and_then(read).map_err(DeserializeError::into_error)
}

/// Reads a type from the members of an object, while they are read.
pub(crate) fn deserialize_members<'de, D: Deserializer<'de>, T: JsonShape<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    shape::read(deserializer)?.map_err(DeserializeError::into_error)
}
