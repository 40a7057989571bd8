//! Decodes the body of an error response, however malformed it is.

use std::fmt;

use serde::{
    Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
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

    /// An `errcode` or `error` that is not a string stays among the fields, and so does an empty `error`:
    /// it is encoded again, unlike an absent one.
    #[inline]
    fn add(&mut self, name: String, value: Value) {
        match (name.as_str(), value) {
            ("errcode", Value::String(text)) => self.errcode = Some(text.into()),
            ("error", Value::String(text)) if !text.is_empty() => self.message = text.into(),
            (_, value) => _ = self.fields.insert(name, value),
        }
    }
}

struct Members<'a> {
    body: &'a mut ErrorBody,
    with_others: bool,
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a Matrix error")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if self.with_others || matches!(name.as_str(), "errcode" | "error") {
                self.body.add(name, map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}
