//! Searches short texts eight bytes at a time ("SIMD within a register"). The search of the standard
//! library prepares for long texts, and a loop over bytes takes three times as long.
//!
//! A search marks the bytes that it looks for: the highest bit of each is set in a word of marks. The
//! first byte of the text is the lowest byte of the word, so that trailing zeros are counted:
//!
//! ```text
//! text            a    /    b    /    c    d    e    f
//! byte ^ '/'     4e   00   4d   00   4c   4b   4a   49
//! marks          00   80   00   80   00   00   00   00
//! trailing zeros 15, and 15 / 8 = 1: the first slash is the byte at 1
//! ```
//!
//! Marks after the first one cannot be relied on: a subtraction may have borrowed from the byte.

/// The position of the first byte that is marked. `marks` must not mark the letter `a`.
#[inline]
pub(crate) fn position(text: &[u8], marks: impl Fn(u64) -> u64) -> Option<usize> {
    let (words, rest) = text.as_chunks();
    for (number, word) in words.iter().enumerate() {
        let marks = marks(u64::from_le_bytes(*word));
        if marks != 0 {
            return Some(8 * number + first_marked(marks));
        }
    }
    let (begin, last) = match text.last_chunk() {
        // The last eight bytes once more.
        Some(word) => (text.len() - 8, u64::from_le_bytes(*word)),
        // Less than eight bytes, filled up with letters.
        None => {
            (0, rest.iter().rev().fold(repeat(b'a'), |word, byte| word << 8 | u64::from(*byte)))
        }
    };
    let marks = marks(last);
    (marks != 0).then(|| begin + first_marked(marks))
}

/// The position of the first byte that is marked in a word; 8 if none is.
#[inline]
pub(crate) const fn first_marked(marks: u64) -> usize {
    marks.trailing_zeros() as usize / 8
}

/// Marks bytes that are this one.
#[inline]
pub(crate) const fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ repeat(byte), 1)
}

/// Marks bytes that JSON strings escape: `"`, `\` and those below 0x20.
#[inline]
pub(crate) const fn escaped_in_json(word: u64) -> u64 {
    below(word, b' ') | equal(word, b'"') | equal(word, b'\\')
}

/// Marks bytes below a limit, which is 128 at most.
#[inline]
const fn below(word: u64, limit: u8) -> u64 {
    // Subtracting borrows from the next byte at the first that is below. A byte whose highest bit was set
    // before is not below.
    word.wrapping_sub(repeat(limit)) & !word & repeat(0x80)
}

/// A word in which each byte is this one.
const fn repeat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The search by the standard library.
    fn expected(text: &[u8]) -> Option<usize> {
        text.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))
    }

    #[test]
    fn the_first_byte_is_found_wherever_it_is_and_whatever_is_around_it() {
        for length in 0..40 {
            for around in [b'a', 0x21, 0x23, 0x5b, 0x5d, 0x7e, 0x80, 0xff] {
                let mut text = vec![around; length];
                assert_eq!(position(&text, escaped_in_json), None, "{text:?}");
                for place in 0..length {
                    for byte in [0, 0x1f, b'"', b'\\'] {
                        text[place] = byte;
                        assert_eq!(position(&text, escaped_in_json), expected(&text), "{text:?}");
                        let others = length.min(place + 3);
                        text[place + 1..others].fill(b'"');
                        assert_eq!(position(&text, escaped_in_json), expected(&text), "{text:?}");
                        text[place..others].fill(around);
                    }
                }
            }
        }
    }

    #[test]
    fn every_byte_of_a_word_is_told_from_its_neighbours() {
        for byte in 0..=u8::MAX {
            for other in (0..=u8::MAX).filter(|other| *other != byte) {
                assert_eq!(first_marked(equal(repeat(other), byte)), 8);
                for place in 0..8 {
                    let mut word = [other; 8];
                    word[place] = byte;
                    assert_eq!(first_marked(equal(u64::from_le_bytes(word), byte)), place);
                }
            }
        }
    }
}
