//! Keys of an object that may come from several sources.
//!
//! A struct with `#[serde(flatten)]` writes its own fields and those of a map, which may have the same key.
//! No reader takes both.

use std::collections::BinaryHeap;

use serde::ser::Error as _;
use serde_json::Error;

use super::value::{escaped_string, skip_value};
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
        let text = String::from_utf8(text.copy_from(self.begin)).unwrap_or_default();
        match repeated_key(keys(&text)).map(|mut key| escaped_string(&mut key)) {
            Some(Ok(key)) => Err(Error::custom(repeated(&key))),
            _ => Ok(()),
        }
    }
}

/// The message of a key that would be written twice.
#[cold]
pub(in crate::wire) fn repeated(key: &str) -> String {
    format!("the key `{key}` would be written twice")
}

/// The keys of an object, as JSON with their quotes. Equal keys have equal texts, since one writer wrote
/// them.
fn keys(object: &str) -> Vec<&str> {
    let (mut keys, mut rest) = (Vec::new(), object.strip_prefix('{').unwrap_or_default());
    loop {
        let member = rest;
        if skip_value(&mut rest).is_err() {
            return keys;
        }
        keys.extend(member.get(..member.len() - rest.len()));
        rest = rest.strip_prefix(':').unwrap_or_default();
        if skip_value(&mut rest).is_err() {
            return keys;
        }
        rest = rest.strip_prefix(',').unwrap_or_default();
    }
}

/// A key that is there twice. A heap takes less code than a sort or a set.
fn repeated_key(keys: Vec<&str>) -> Option<&str> {
    let mut keys = BinaryHeap::from(keys);
    let mut last = keys.pop()?;
    while let Some(key) = keys.pop() {
        if key == last {
            return Some(key);
        }
        last = key;
    }
    None
}
