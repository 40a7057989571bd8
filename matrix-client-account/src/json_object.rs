//! Reading JSON objects of which one member says how the others are to be read.
//!
//! Most types are read from an object that was read before them, by functions that are not compiled for
//! every deserializer. Those that are read often take the members that they know as these come, and
//! keep the others. No error shows a value that was received. A member that is `null` is absent.

mod form;
mod unexpected_form;

use serde::{
    Deserializer,
    de::{Error, MapAccess},
};
use serde_json::{Map, Value};

pub(crate) use self::{
    form::{Form, Formed, Member},
    unexpected_form::UnexpectedForm,
};

pub(crate) type Object = Map<String, Value>;

impl<'de> Form<'de> for Object {
    const EXPECTED: &'static str = "an object";

    fn from_object<A: MapAccess<'de>>(mut object: A) -> Result<Formed<Self>, A::Error> {
        let mut members = Self::new();
        while let Some((name, value)) = object.next_entry()? {
            members.insert(name, value);
        }
        Ok(Ok(members))
    }
}

/// Takes a member out of an object.
#[inline]
pub(crate) fn take(object: &mut Object, name: &str) -> Option<Value> {
    object.remove(name).filter(|value| !value.is_null())
}

#[inline]
pub(crate) fn take_string(object: &mut Object, name: &str) -> Formed<Option<String>> {
    take(object, name).map(|value| string(value, name)).transpose()
}

#[inline]
pub(crate) fn take_required_string(object: &mut Object, name: &str) -> Formed<String> {
    take_string(object, name)?.ok_or_else(|| UnexpectedForm::missing(name))
}

#[inline]
pub(crate) fn take_object(object: &mut Object, name: &str) -> Formed<Option<Object>> {
    take(object, name).map(|value| self::object(value, name)).transpose()
}

/// A value that has to be a string; `name` says of what.
#[inline]
pub(crate) fn string(value: Value, name: &str) -> Formed<String> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(UnexpectedForm::wrong_type(name, "a string", &other)),
    }
}

/// A value that has to be an object; `name` says of what.
#[inline]
pub(crate) fn object(value: Value, name: &str) -> Formed<Object> {
    match value {
        Value::Object(object) => Ok(object),
        other => Err(UnexpectedForm::wrong_type(name, "an object", &other)),
    }
}

/// Reads an object, and then a type from it.
pub(crate) fn deserialize<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: fn(Object) -> Formed<T>,
) -> Result<T, D::Error> {
    form::read(deserializer)?.and_then(read).map_err(D::Error::custom)
}

/// Reads a type from the members of an object, while they are read.
pub(crate) fn deserialize_members<'de, D: Deserializer<'de>, T: Form<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    form::read(deserializer)?.map_err(D::Error::custom)
}
