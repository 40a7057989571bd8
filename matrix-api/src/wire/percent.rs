//! Percent-encoding of path segments and queries; decoding refuses what is malformed.

use std::borrow::Cow;

/// A text is not UTF-8, or has a `%` without two hexadecimal digits behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// Appends one path segment.
///
/// What stays as it is: letters, digits and `- . _ ~ ! * ' ( )`, the set of `encodeURIComponent` in
/// browsers. All of it may stand in a segment
/// ([RFC 3986, section 3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3)); everything that
/// has a meaning in any part of a URI is encoded.
#[cfg(feature = "client")]
pub(super) fn encode_segment(out: &mut String, segment: &str) {
    encode(out, segment, |byte| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'!' | b'*' | b'\'' | b'(' | b')')
    });
}

/// Appends a name or a value of `application/x-www-form-urlencoded`, as the
/// [URL standard](https://url.spec.whatwg.org/#urlencoded-serializing) writes it.
#[cfg(feature = "client")]
pub(super) fn encode_form(out: &mut String, text: &str) {
    let mut words = text.split(' ');
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'-' | b'.' | b'_');
    encode(out, words.next().unwrap_or_default(), plain);
    for word in words {
        out.push('+');
        encode(out, word, plain);
    }
}

#[cfg(feature = "client")]
#[inline]
fn encode(out: &mut String, text: &str, plain: impl Fn(u8) -> bool) {
    let mut rest = text;
    while let Some(position) = rest.bytes().position(|byte| !plain(byte)) {
        // The byte at `position` may be the first of several: the character is encoded whole.
        let (done, tail) = rest.split_at_checked(position).unwrap_or((rest, ""));
        out.push_str(done);
        let mut characters = tail.chars();
        if let Some(character) = characters.next() {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                out.push_str(percent_encoding::percent_encode_byte(byte));
            }
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
}

/// Decodes one path segment.
#[cfg(feature = "server")]
pub(super) fn decode_segment(segment: &str) -> Result<Cow<'_, str>, Malformed> {
    if segment.contains('%') { decode_escapes(segment).map(Cow::Owned) } else { Ok(segment.into()) }
}

/// Decodes a name or a value of a query, where `+` is a space.
#[cfg(feature = "server")]
pub(super) fn decode_form(text: &str) -> Result<Cow<'_, str>, Malformed> {
    if !text.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Ok(text.into());
    }
    decode_escapes(&text.replace('+', " ")).map(Cow::Owned)
}

#[cfg(feature = "server")]
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

#[cfg(feature = "server")]
fn hex_digit(byte: Option<u8>) -> Result<u8, Malformed> {
    match byte.ok_or(Malformed)? {
        byte @ b'0'..=b'9' => Ok(byte - b'0'),
        byte @ b'a'..=b'f' => Ok(byte - b'a' + 10),
        byte @ b'A'..=b'F' => Ok(byte - b'A' + 10),
        _ => Err(Malformed),
    }
}
