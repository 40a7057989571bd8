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
        if let Ok(text) = str::from_utf8(body)
            && let Ok(fields) = serde_json::from_str(text)
        {
            return Self::from_fields(fields);
        }
        Self::salvage(body)
    }

    /// An `errcode` or `error` that is not a string stays among the fields, and so does an empty `error`:
    /// it is encoded again, unlike an absent one.
    #[inline]
    fn from_fields(mut fields: Map<String, Value>) -> Self {
        let errcode = take_string(&mut fields, "errcode").map(ErrorCode::from);
        let has_message = fields.get("error").is_some_and(|error| error != "");
        let message = has_message.then(|| take_string(&mut fields, "error")).flatten();
        let message = message.unwrap_or_default().into();
        Self { errcode, message, fields, is_complete: true }
    }

    /// Finds the code and the message in an object that is not valid as a whole: it is truncated,
    /// or has numbers or strings that serde_json rejects, or bytes that are not UTF-8.
    #[cold]
    #[inline]
    fn salvage(body: &[u8]) -> Self {
        let mut salvaged = Self::default();
        let text = String::from_utf8_lossy(body);
        // This fails: what was decoded before the error is the result.
        let _ = serde_json::Deserializer::from_str(&text).deserialize_map(Salvager(&mut salvaged));
        salvaged
    }
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

struct Salvager<'a>(&'a mut ErrorBody);

impl<'de> Visitor<'de> for Salvager<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a Matrix error")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "errcode" => self.0.errcode = Some(map.next_value::<String>()?.into()),
                "error" => self.0.message = map.next_value::<String>()?.into(),
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(())
    }
}
