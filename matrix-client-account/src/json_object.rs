//! Reading JSON objects of which one member says how the others are to be read.
//!
//! Types are read from an object that was read before them, by functions that are compiled once. No
//! error shows a value that was received. A member that is `null` is absent.

use std::fmt;

use serde::{
    Deserializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

pub(crate) type Object = Map<String, Value>;

/// Why a value is not of the form that is expected. It never shows the value.
///
/// It is worded as the errors of serde are, so that the runtime takes it apart as one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnexpectedForm {
    /// Names from the outer object to the value, with dots between them. Empty for the object itself.
    path: String,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Missing,
    WrongType { expected: &'static str, found: &'static str },
    WrongValue { expected: &'static str },
}

impl UnexpectedForm {
    /// A required member is absent.
    #[cold]
    pub(crate) fn missing(name: &str) -> Self {
        Self { path: name.to_owned(), problem: Problem::Missing }
    }

    /// A value is of another kind.
    #[cold]
    pub(crate) fn wrong_type(name: &str, expected: &'static str, found: &Value) -> Self {
        let found = match found {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "floating point",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "sequence",
            Value::Object(_) => "map",
        };
        Self { path: name.to_owned(), problem: Problem::WrongType { expected, found } }
    }

    /// A value is of the right kind, and is refused.
    #[cold]
    pub(crate) fn wrong_value(name: &str, expected: &'static str) -> Self {
        Self { path: name.to_owned(), problem: Problem::WrongValue { expected } }
    }

    /// The same, of a member of the object that has the name.
    #[cold]
    pub(crate) fn within(self, name: &str) -> Self {
        Self { path: format!("{name}.{}", self.path), ..self }
    }
}

impl fmt::Display for UnexpectedForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problem {
            Problem::Missing => {
                return match self.path.rsplit_once('.') {
                    Some((within, name)) => write!(f, "missing field `{name}` in `{within}`"),
                    None => write!(f, "missing field `{}`", self.path),
                };
            }
            Problem::WrongType { expected, found } => {
                write!(f, "invalid type: {found}, expected {expected}")?;
            }
            Problem::WrongValue { expected } => {
                write!(f, "invalid value: another one, expected {expected}")?;
            }
        }
        if self.path.is_empty() { Ok(()) } else { write!(f, " as `{}`", self.path) }
    }
}

/// Takes a member out of an object.
pub(crate) fn take(object: &mut Object, name: &str) -> Option<Value> {
    object.remove(name).filter(|value| !value.is_null())
}

pub(crate) fn take_string(
    object: &mut Object,
    name: &str,
) -> Result<Option<String>, UnexpectedForm> {
    take(object, name).map(|value| string(value, name)).transpose()
}

pub(crate) fn take_required_string(
    object: &mut Object,
    name: &str,
) -> Result<String, UnexpectedForm> {
    take_string(object, name)?.ok_or_else(|| UnexpectedForm::missing(name))
}

pub(crate) fn take_object(
    object: &mut Object,
    name: &str,
) -> Result<Option<Object>, UnexpectedForm> {
    take(object, name).map(|value| self::object(value, name)).transpose()
}

pub(crate) fn take_list(
    object: &mut Object,
    name: &str,
) -> Result<Option<Vec<Value>>, UnexpectedForm> {
    match take(object, name) {
        None => Ok(None),
        Some(Value::Array(list)) => Ok(Some(list)),
        Some(other) => Err(UnexpectedForm::wrong_type(name, "a list", &other)),
    }
}

/// A value that has to be a string; `name` says of what.
pub(crate) fn string(value: Value, name: &str) -> Result<String, UnexpectedForm> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(UnexpectedForm::wrong_type(name, "a string", &other)),
    }
}

/// A value that has to be an object; `name` says of what.
pub(crate) fn object(value: Value, name: &str) -> Result<Object, UnexpectedForm> {
    match value {
        Value::Object(object) => Ok(object),
        other => Err(UnexpectedForm::wrong_type(name, "an object", &other)),
    }
}

/// Reads an object, and then a type from it.
pub(crate) fn deserialize<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: fn(Object) -> Result<T, UnexpectedForm>,
) -> Result<T, D::Error> {
    let value = deserializer.deserialize_any(ObjectVisitor)?;
    object_of(value).and_then(read).map_err(D::Error::custom)
}

fn object_of(value: Value) -> Result<Object, UnexpectedForm> {
    match value {
        Value::Object(object) => Ok(object),
        other => Err(UnexpectedForm::wrong_type("", "an object", &other)),
    }
}

/// Accepts every kind of value, because the default of serde shows the one that it refuses. Of what is
/// no object the kind alone is kept.
struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Object::new();
        while let Some((name, value)) = map.next_entry()? {
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Array(Vec::new()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(0.5.into())
    }

    fn visit_str<E>(self, _: &str) -> Result<Value, E> {
        Ok(Value::String(String::new()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
}
