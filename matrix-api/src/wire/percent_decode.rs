//! Decoding of path segments and queries. What is malformed is refused, never guessed at.

use std::borrow::Cow;

/// A text is not UTF-8, or has a `%` without two hexadecimal digits behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Decodes one path segment.
#[cfg(feature = "server")]
pub(super) fn decode_segment(segment: &str) -> Result<Cow<'_, str>, Malformed> {
    if segment.contains('%') { decode_escapes(segment).map(Cow::Owned) } else { Ok(segment.into()) }
}

/// Decodes a name or a value of a query, where `+` is a space.
pub(crate) fn decode_form(text: &str) -> Result<Cow<'_, str>, Malformed> {
    if !text.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Ok(text.into());
    }
    decode_escapes(&text.replace('+', " ")).map(Cow::Owned)
}

fn decode_escapes(text: &str) -> Result<String, Malformed> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => hex_digit(bytes.next())? << 4 | hex_digit(bytes.next())?,
            byte => byte,
        });
    }
    String::from_utf8(decoded).map_err(|_| Malformed)
}

fn hex_digit(byte: Option<u8>) -> Result<u8, Malformed> {
    match byte.ok_or(Malformed)? {
        byte @ b'0'..=b'9' => Ok(byte - b'0'),
        byte @ b'a'..=b'f' => Ok(byte - b'a' + 10),
        byte @ b'A'..=b'F' => Ok(byte - b'A' + 10),
        _ => Err(Malformed),
    }
}
