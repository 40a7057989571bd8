//! Writes the strings of JSON.

use serde::Serializer;

use crate::text::{buffer::TextBuffer, swar};

/// Writes a string as the key of a member, after a separator.
pub(super) fn push_key(text: &mut TextBuffer, separator: u8, key: &str) {
    if needs_escape(key) {
        text.push(&[separator]);
        push_escaped(text, key);
        text.push(b":");
    } else {
        text.push_between([separator, b'"'], key.as_bytes(), [b'"', b':']);
    }
}

/// Writes a string.
pub(super) fn push_string(text: &mut TextBuffer, string: &str) {
    if needs_escape(string) {
        push_escaped(text, string);
    } else {
        text.push_between([b'"'], string.as_bytes(), [b'"']);
    }
}

#[cold]
fn push_escaped(text: &mut TextBuffer, string: &str) {
    // Writing to the buffer does not fail.
    let _ = serde_json::Serializer::new(text).serialize_str(string);
}

fn needs_escape(string: &str) -> bool {
    swar::position(string.as_bytes(), swar::escaped_in_json).is_some()
}
