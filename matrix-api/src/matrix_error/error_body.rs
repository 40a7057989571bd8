//! Decodes the body of an error response, however malformed it is.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Map, Value};

use super::error_code::ErrorCode;

#[derive(Default)]
pub(super) struct ErrorBody {
    pub(super) errcode: Option<ErrorCode>,
    pub(super) message: Box<str>,
    pub(super) fields: Map<String, Value>,
    /// Whether the other members hold all of the body.
    pub(super) is_complete: bool,
}

impl ErrorBody {
    #[inline]
    pub(super) fn read(body: &[u8]) -> Self {
        // A byte order mark is skipped, as in other bodies.
        let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
        let mut read = Self::default();
        read.is_complete =
            str::from_utf8(body).is_ok_and(|text| read.read_members(text, true).is_ok());
        if !read.is_complete {
            // What is found before the error is the result.
            read = Self::default();
            let _ = read.read_members(&String::from_utf8_lossy(body), false);
            read.fields = Map::new();
        }
        read
    }

    /// Reads the members of an object. Without the other members, the code and the message are found even if
    /// the object is not valid as a whole: it is truncated, or has numbers or strings that serde_json rejects,
    /// or bytes that are not UTF-8.
    #[inline]
    fn read_members(&mut self, text: &str, with_others: bool) -> serde_json::Result<()> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        deserializer.deserialize_map(Members { body: self, with_others })?;
        deserializer.end()
    }
}

/// The name of a member.
enum Name {
    Errcode,
    Error,
    Other(String),
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

struct NameVisitor;

impl Visitor<'_> for NameVisitor {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
        Ok(match name {
            "errcode" => Name::Errcode,
            "error" => Name::Error,
            _ => Name::Other(name.to_owned()),
        })
    }
}

struct Members<'a> {
    body: &'a mut ErrorBody,
    with_others: bool,
}

/// The last `errcode` and the last `error`, if they stay among the fields: one that is not a string, and an empty
/// `error`, which is encoded again, unlike an absent one. They are inserted at the end, because a member that is
/// repeated later counts.
#[derive(Default)]
struct Unusual {
    errcode: Option<Value>,
    message: Option<Value>,
}

impl Members<'_> {
    #[inline]
    fn add(&mut self, name: Name, value: Value, unusual: &mut Unusual) {
        match (name, value) {
            (Name::Errcode, Value::String(text)) => {
                (self.body.errcode, unusual.errcode) = (Some(text.into()), None);
            }
            (Name::Errcode, other) => (self.body.errcode, unusual.errcode) = (None, Some(other)),
            (Name::Error, Value::String(text)) if !text.is_empty() => {
                (self.body.message, unusual.message) = (text.into(), None);
            }
            (Name::Error, other) => {
                (self.body.message, unusual.message) = (Box::default(), Some(other));
            }
            (Name::Other(name), value) => _ = self.body.fields.insert(name, value),
        }
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a Matrix error")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut unusual = Unusual::default();
        while let Some(name) = map.next_key()? {
            if self.with_others || !matches!(name, Name::Other(_)) {
                self.add(name, map.next_value()?, &mut unusual);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        for (name, value) in [("errcode", unusual.errcode), ("error", unusual.message)] {
            if let Some(value) = value {
                self.body.fields.insert(name.to_owned(), value);
            }
        }
        Ok(())
    }
}
