//! Percent-decoding of path segments and queries. Malformed text is refused.

use std::borrow::Cow;

use super::swar;

/// The text is not UTF-8, or has a `%` without two hexadecimal digits after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Decodes one path segment: into the buffer if it has escapes and fits there.
pub(crate) fn decode_segment<'a>(
    segment: &'a str,
    buffer: &'a mut [u8],
) -> Result<Cow<'a, str>, Malformed> {
    if swar::position(segment.as_bytes(), |word| swar::equal(word, b'%')).is_none() {
        return Ok(segment.into());
    }
    match buffer.get_mut(..segment.len()) {
        Some(buffer) => str::from_utf8(decode_into(buffer, segment.as_bytes()).ok_or(Malformed)?)
            .map(Cow::Borrowed)
            .map_err(|_| Malformed),
        None => decode_escapes(segment.as_bytes()).map(Cow::Owned),
    }
}

/// Decodes a name or a value of a query, where `+` is a space.
pub(crate) fn decode_form(text: &str) -> Result<Cow<'_, str>, Malformed> {
    if !text.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Ok(text.into());
    }
    let mut text = text.as_bytes().to_vec();
    for byte in &mut text {
        if *byte == b'+' {
            *byte = b' ';
        }
    }
    decode_escapes(&text).map(Cow::Owned)
}

fn decode_escapes(text: &[u8]) -> Result<String, Malformed> {
    let mut decoded = vec![0; text.len()];
    let length = decode_into(&mut decoded, text).ok_or(Malformed)?.len();
    decoded.truncate(length);
    String::from_utf8(decoded).map_err(|_| Malformed)
}

/// Decodes text into a buffer of its length, and returns the part that was written. `None` if an escape is
/// malformed.
fn decode_into<'a>(buffer: &'a mut [u8], text: &[u8]) -> Option<&'a [u8]> {
    let (mut rest, mut filled) = (text, 0);
    loop {
        // Copies eight bytes at once, and goes on at the first `%` among them: of `a%2Fbcde` all are
        // copied, one stays, and the next step overwrites the others.
        let room = buffer.get_mut(filled..)?;
        if let (Some(word), Some(room)) = (rest.first_chunk(), room.first_chunk_mut()) {
            *room = *word;
            let plain = swar::first_marked(swar::equal(u64::from_le_bytes(*word), b'%'));
            (rest, filled) = (rest.get(plain..)?, filled + plain);
        }
        let room = buffer.get_mut(filled..)?;
        match (rest, room) {
            ([b'%', high, low, after @ ..], [byte, ..]) => {
                *byte = hex_digit(*high)? << 4 | hex_digit(*low)?;
                rest = after;
            }
            ([b'%', ..], _) => return None,
            ([plain, after @ ..], [byte, ..]) => {
                *byte = *plain;
                rest = after;
            }
            _ => return buffer.get(..filled),
        }
        filled += 1;
    }
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{Malformed, decode_form, decode_segment};

    /// Decodes with a buffer of each size that may matter.
    fn decode(segment: &str) -> Result<String, Malformed> {
        let decoded = decode_segment(segment, &mut []).map(Cow::into_owned);
        for size in [segment.len().saturating_sub(1), segment.len(), segment.len() + 9] {
            let mut buffer = vec![b'%'; size];
            assert_eq!(decode_segment(segment, &mut buffer).map(Cow::into_owned), decoded);
        }
        if !segment.contains('+') {
            assert_eq!(decode_form(segment).map(Cow::into_owned), decoded);
        }
        decoded
    }

    #[test]
    fn escapes_are_decoded_wherever_they_are() {
        for length in 0..20 {
            let plain = "!abcdefghijklmnopqrst".split_at(length).0;
            assert_eq!(decode(plain).as_deref(), Ok(plain));
            for position in 0..=length {
                let (before, after) = plain.split_at(position);
                for (escape, decoded) in [("%2F", "/"), ("%c3%A9", "é"), ("%25%41%7e", "%A~")] {
                    assert_eq!(
                        decode(&format!("{before}{escape}{after}")),
                        Ok(format!("{before}{decoded}{after}"))
                    );
                }
                for malformed in ["%", "%4", "%g4", "%4g", "%%41", "%+1", "%ff", "%c3", "%é"] {
                    let text = format!("{before}{malformed}");
                    assert_eq!(decode(&text), Err(Malformed), "{text}");
                    let text = format!("{text}/%2F{after}");
                    assert_eq!(decode(&text), Err(Malformed), "{text}");
                }
            }
        }
    }

    #[test]
    fn text_without_escapes_or_that_fits_the_buffer_is_not_allocated() {
        assert!(matches!(decode_segment("é+", &mut []), Ok(Cow::Borrowed("é+"))));
        assert!(matches!(decode_segment("%2B", &mut [0; 3]), Ok(Cow::Borrowed("+"))));
        assert!(matches!(decode_segment("%2B", &mut [0; 2]), Ok(Cow::Owned(_))));
    }
}
