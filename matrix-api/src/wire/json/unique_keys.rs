//! Keys of an object that may come from several sources.
//!
//! A struct with `#[serde(flatten)]` writes its own fields and those of a map, which may have the same key.
//! No reader takes both.

use std::{collections::HashSet, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error as _, IgnoredAny, MapAccess, Visitor},
};
use serde_json::Error;

use crate::text::buffer::TextBuffer;

/// Notices a repeated key while an object is written.
///
/// Each key sets one of 64 bits, by its length and last character. Only if two keys share a bit is the text
/// of the object read again.
pub(super) struct UniqueKeys {
    /// Where the object begins.
    begin: usize,
    bits: u64,
    is_suspect: bool,
}

impl UniqueKeys {
    pub(super) fn new(text: &TextBuffer) -> Self {
        Self { begin: text.len(), bits: 0, is_suspect: false }
    }

    /// Notes the key that begins at an offset of the text and ends it, with separator, quotes and colon.
    pub(super) fn note(&mut self, text: &TextBuffer, begin: usize) {
        let last = text.byte_from_end(3).unwrap_or_default();
        let bit = 1 << ((5 * (text.len() - begin) + usize::from(last)) % 64);
        self.is_suspect |= self.bits & bit != 0;
        self.bits |= bit;
    }

    /// Whether two keys may be the same.
    pub(super) fn is_suspect(&self) -> bool {
        self.is_suspect
    }

    /// Checks the keys of the object, which ends the text.
    ///
    /// # Errors
    ///
    /// When a key is repeated.
    #[cold]
    pub(super) fn check(&self, text: &TextBuffer) -> Result<(), Error> {
        match serde_json::from_slice(&text.copy_from(self.begin)) {
            Ok(Repeated(Some(key))) => Err(Error::custom(repeated(&key))),
            _ => Ok(()),
        }
    }
}

/// The message of a key that would be written twice.
#[cold]
pub(in crate::wire) fn repeated(key: &str) -> String {
    format!("the key `{key}` would be written twice")
}

/// The first key that an object repeats.
struct Repeated(Option<String>);

impl<'de> Deserialize<'de> for Repeated {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RepeatedVisitor).map(Self)
    }
}

struct RepeatedVisitor;

impl<'de> Visitor<'de> for RepeatedVisitor {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let (mut keys, mut found) = (HashSet::new(), None);
        while let Some((key, IgnoredAny)) = object.next_entry::<String, _>()? {
            if let Some(repeated) = keys.replace(key) {
                found.get_or_insert(repeated);
            }
        }
        Ok(found)
    }
}
