//! Looks at a text eight bytes at a time.

/// A word in which each byte is this one.
const fn repeat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Where the first byte of a text is that is marked. `marks` gets eight bytes, the first one lowest; it
/// must not mark letters.
#[inline]
pub(crate) fn position(text: &[u8], marks: impl Fn(u64) -> u64) -> Option<usize> {
    let first = |word| match marks(word) {
        0 => None,
        marks => Some(marks.trailing_zeros() as usize / 8),
    };
    let (words, rest) = text.as_chunks();
    let mut begin = 0;
    for word in words {
        if let Some(position) = first(u64::from_le_bytes(*word)) {
            return Some(begin + position);
        }
        begin += 8;
    }
    match text.last_chunk() {
        // The last eight bytes once more.
        Some(word) => first(u64::from_le_bytes(*word)).map(|at| text.len() - 8 + at),
        None => {
            first(rest.iter().rev().fold(repeat(b'a'), |word, byte| word << 8 | u64::from(*byte)))
        }
    }
}

/// Marks bytes below a limit, which is 128 at most.
#[cfg(any(feature = "client", feature = "server"))]
#[inline]
pub(crate) fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(repeat(limit)) & !word & repeat(0x80)
}

/// Marks bytes that are neither letters, digits nor signs of ASCII.
#[inline]
pub(crate) fn not_graphic(word: u64) -> u64 {
    (word.wrapping_sub(repeat(b'!')) | word.wrapping_add(repeat(0x80 - 0x7f)) | word) & repeat(0x80)
}

/// Marks bytes that are this one.
#[cfg(any(feature = "client", feature = "server"))]
#[inline]
pub(crate) fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ repeat(byte), 1)
}

#[cfg(test)]
#[cfg(all(feature = "client", feature = "server"))]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_is_found_wherever_it_is_and_whatever_is_around_it() {
        for length in 1..40 {
            for place in 0..length {
                for around in [b'a', 0x21, 0x23, 0x7e, 0x80, 0xff] {
                    let mut text = vec![around; length];
                    let found =
                        |text: &[u8]| position(text, |word| below(word, 0x20) | equal(word, b'"'));
                    assert_eq!(found(&text), None, "{text:?}");
                    for byte in [0, 0x1f, b'"'] {
                        text[place] = byte;
                        assert_eq!(found(&text), Some(place), "{text:?}");
                    }
                }
            }
        }
        assert_eq!(position(b"", |word| below(word, 0x20)), None);
    }

    #[test]
    fn signs_of_ascii_are_told_from_all_else() {
        for byte in 0..=u8::MAX {
            for around in [b'!', b'~'] {
                let found = position(&[around, byte, around], not_graphic);
                assert_eq!(found, (!byte.is_ascii_graphic()).then_some(1), "{byte}");
            }
        }
    }
}
