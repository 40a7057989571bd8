//! Looks at a text eight bytes at a time.

/// A word in which each byte is this one.
const fn repeat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Whether any byte of a text is marked. `marks` gets eight of them, and is 0 if none is.
#[inline]
pub(crate) fn any(text: &[u8], marks: impl Fn(u64) -> u64) -> bool {
    let (words, rest) = text.as_chunks();
    if words.iter().any(|word| marks(u64::from_ne_bytes(*word)) != 0) {
        return true;
    }
    // Those at the end once more, or what is shorter than a word, filled up with letters.
    let last = match text.last_chunk() {
        Some(word) => u64::from_ne_bytes(*word),
        None => rest.iter().fold(repeat(b'a'), |word, byte| (word << 8) | u64::from(*byte)),
    };
    marks(last) != 0
}

/// Marks bytes below a limit, which is 128 at most.
#[inline]
pub(crate) fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(repeat(limit)) & !word & repeat(0x80)
}

/// Marks bytes that are this one.
#[inline]
pub(crate) fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ repeat(byte), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_found_wherever_it_is_and_whatever_is_around_it() {
        for length in 1..40 {
            for position in 0..length {
                for around in [b'a', 0x21, 0x23, 0x7e, 0x80, 0xff] {
                    let mut text = vec![around; length];
                    let is_found =
                        |text: &[u8]| any(text, |word| below(word, 0x20) | equal(word, b'"'));
                    assert!(!is_found(&text), "{text:?}");
                    for byte in [0, 0x1f, b'"'] {
                        text[position] = byte;
                        assert!(is_found(&text), "{text:?}");
                    }
                }
            }
        }
        assert!(!any(b"", |word| below(word, 0x20)));
    }
}
