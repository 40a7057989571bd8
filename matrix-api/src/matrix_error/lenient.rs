//! Reading the body of an error answer, whatever it looks like.

use std::fmt;

use serde::{
    Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Map, Value};

use super::ErrorCode;

/// What the body of an error answer says.
#[derive(Default)]
pub(super) struct ErrorBody {
    pub(super) errcode: Option<ErrorCode>,
    pub(super) message: Box<str>,
    pub(super) fields: Map<String, Value>,
    /// Whether the three others hold all that the body says.
    pub(super) is_complete: bool,
}

/// Reads the body of an error answer.
#[inline]
pub(super) fn read(body: &[u8]) -> ErrorBody {
    if let Ok(text) = str::from_utf8(body)
        && let Ok(fields) = serde_json::from_str(text)
    {
        return from_fields(fields);
    }
    salvage(body)
}

/// Members of another type than the specification's are left among the other fields.
#[inline]
fn from_fields(mut fields: Map<String, Value>) -> ErrorBody {
    let errcode = take_string(&mut fields, "errcode").map(ErrorCode::from);
    let message = take_string(&mut fields, "error").unwrap_or_default().into();
    ErrorBody { errcode, message, fields, is_complete: true }
}

#[inline]
fn take_string(fields: &mut Map<String, Value>, name: &str) -> Option<String> {
    match fields.remove(name)? {
        Value::String(text) => Some(text),
        other => {
            fields.insert(name.to_owned(), other);
            None
        }
    }
}

/// The code and the message of an object that does not read as a whole: it is cut off, or has
/// numbers or strings that JSON libraries refuse, or bytes that are no UTF-8.
#[cold]
#[inline]
fn salvage(body: &[u8]) -> ErrorBody {
    let mut salvaged = ErrorBody::default();
    let text = String::from_utf8_lossy(body);
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    // The error is known to come: what was read ahead of it is what counts.
    let _ = deserializer.deserialize_map(Salvager(&mut salvaged));
    salvaged
}

struct Salvager<'a>(&'a mut ErrorBody);

impl<'de> Visitor<'de> for Salvager<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a Matrix error")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "errcode" => self.0.errcode = Some(map.next_value_seed(StringSeed)?.into()),
                "error" => self.0.message = map.next_value_seed(StringSeed)?.into(),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct StringSeed;

impl<'de> DeserializeSeed<'de> for StringSeed {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        serde::Deserialize::deserialize(deserializer)
    }
}
