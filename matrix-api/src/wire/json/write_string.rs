//! Writes the strings of JSON.

use crate::text::{buffer::TextBuffer, swar};

/// The length of strings that are searched in blocks.
const LONG: usize = 64;

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

#[inline]
fn needs_escape(string: &str) -> bool {
    match string.len() {
        ..LONG => swar::position(string.as_bytes(), swar::escaped_in_json).is_some(),
        _ => first_escaped(string.as_bytes()).is_some(),
    }
}

/// Writes a string with escapes: they are written one by one, and what is between them at once.
#[cold]
fn push_escaped(text: &mut TextBuffer, string: &str) {
    text.push(b"\"");
    let mut rest = string.as_bytes();
    while let Some((plain, [byte, after @ ..])) =
        first_escaped(rest).and_then(|position| rest.split_at_checked(position))
    {
        text.push(plain);
        push_escape(text, *byte);
        rest = after;
    }
    text.push_between([], rest, [b'"']);
}

/// Writes the escape of a byte.
fn push_escape(text: &mut TextBuffer, byte: u8) {
    let letter = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        control => {
            let digit = |value: u8| value + if value < 10 { b'0' } else { b'a' - 10 };
            let (high, low) = (digit(control >> 4), digit(control & 0xf));
            return text.push(&[b'\\', b'u', b'0', b'0', high, low]);
        }
    };
    text.push(&[b'\\', letter]);
}

/// The position of the first byte that is escaped.
///
/// Long texts are searched in blocks: the loop over a block has no exit, so the compiler compares several of its bytes at
/// once.
#[inline(never)]
fn first_escaped(text: &[u8]) -> Option<usize> {
    let (blocks, _) = text.as_chunks::<32>();
    let plain_blocks = blocks.iter().take_while(|block| !has_escaped(block)).count();
    // Eight bytes more: a shorter text takes longer.
    let start = (32 * plain_blocks).saturating_sub(8);
    let position = swar::position(text.get(start..)?, swar::escaped_in_json)?;
    Some(start + position)
}

fn has_escaped(block: &[u8; 32]) -> bool {
    // Numbers instead of `bool` and `matches!`, for which there would be a branch for each byte.
    let is_escaped =
        |byte| u8::from(byte < b' ') | u8::from(byte == b'"') | u8::from(byte == b'\\');
    block.iter().fold(0, |found, byte| found | is_escaped(*byte)) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_is_that_of_serde_json(string: &str) {
        let mut text = TextBuffer::new();
        push_string(&mut text, string);
        assert_eq!(text.take(), serde_json::to_vec(string).unwrap());
        push_key(&mut text, b',', string);
        assert_eq!(text.take(), format!(",{}:", serde_json::to_string(string).unwrap()));
    }

    #[test]
    fn every_character_is_written_as_by_serde_json_wherever_it_is() {
        for length in [0, 1, 7, 8, 9, 31, 32, 33, 39, 40, 64, 100, 300] {
            let plain = "a".repeat(length);
            assert_is_that_of_serde_json(&plain);
            for place in 0..=length {
                for character in ['\n', '"', '\0', '\u{7f}', 'é', '\u{2028}'] {
                    let mut string = plain.clone();
                    string.insert(place, character);
                    assert_is_that_of_serde_json(&string);
                    string.push_str("\\ and more than eight bytes");
                    assert_is_that_of_serde_json(&string);
                }
            }
        }
        for character in '\0'..='\u{ff}' {
            assert_is_that_of_serde_json(&character.to_string());
        }
    }
}
