//! Searches texts eight bytes at a time, without a call: most are too short for the search of the
//! standard library, which prepares for long ones.
//!
//! A search is for bytes that are marked: of each, the highest bit is set in a word. Of several marks in
//! a word only the lowest can be relied on.

/// A word in which each byte is this one.
const fn repeat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Where the first byte of a text is that is marked. `marks` gets eight bytes, the first one lowest; it
/// must not mark letters.
#[inline]
pub(crate) fn position(text: &[u8], marks: impl Fn(u64) -> u64) -> Option<usize> {
    let (words, rest) = text.as_chunks();
    if let Some(position) = position_in_words(words, &marks) {
        return Some(position);
    }
    let (begin, word) = match text.last_chunk() {
        // The last eight bytes once more.
        Some(word) => (text.len() - 8, u64::from_le_bytes(*word)),
        None => (0, short_word(rest)),
    };
    Some(first_marked(marks(word))).filter(|place| *place < 8).map(|place| begin + place)
}

/// How many bytes are ahead of the first that is marked: `position` for a text that mostly goes on behind
/// it, so that its last bytes are rarely looked at.
#[inline]
pub(crate) fn unmarked(text: &[u8], marks: impl Fn(u64) -> u64) -> usize {
    let (words, rest) = text.as_chunks();
    if let Some(position) = position_in_words(words, &marks) {
        return position;
    }
    text.len().min(8 * words.len() + first_marked(marks(last_word(rest))))
}

#[inline]
fn position_in_words(words: &[[u8; 8]], marks: impl Fn(u64) -> u64) -> Option<usize> {
    let mut begin = 0;
    for word in words {
        let marks = marks(u64::from_le_bytes(*word));
        if marks != 0 {
            return Some(begin + first_marked(marks));
        }
        begin += 8;
    }
    None
}

/// Apart from the loop, which is quicker without it.
#[inline(never)]
fn last_word(text: &[u8]) -> u64 {
    short_word(text)
}

/// A text of less than eight bytes, filled up with letters.
#[inline]
fn short_word(text: &[u8]) -> u64 {
    let letters = repeat(b'a');
    match (text.first_chunk(), text.last_chunk()) {
        // Four bytes from either end: together they are all.
        (Some(first), Some(last)) => {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            let length = 8 * text.len() as u32;
            u64::from(first)
                | u64::from(last).unbounded_shl(length - 32)
                | letters.unbounded_shl(length)
        }
        _ => text.iter().rev().fold(letters, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// The place of the first byte that is marked; 8 if none is.
#[inline]
pub(crate) const fn first_marked(marks: u64) -> usize {
    marks.trailing_zeros() as usize / 8
}

/// Marks bytes below a limit, which is 128 at most.
#[inline]
const fn below(word: u64, limit: u8) -> u64 {
    // Subtracting borrows from the next byte at the first that is below. A byte whose highest bit was set
    // before is not below.
    word.wrapping_sub(repeat(limit)) & !word & repeat(0x80)
}

/// Marks bytes that are this one.
#[inline]
pub(crate) const fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ repeat(byte), 1)
}

/// Marks bytes that cannot be in a string of JSON as they are: `"`, `\` and those below 0x20.
#[inline]
pub(crate) const fn not_plain_in_json(word: u64) -> u64 {
    below(word, b' ') | equal(word, b'"') | equal(word, b'\\')
}

/// Marks bytes that are neither letters, digits nor signs of ASCII.
#[inline]
pub(crate) const fn not_graphic(word: u64) -> u64 {
    (word.wrapping_sub(repeat(b'!')) | word.wrapping_add(repeat(0x80 - 0x7f)) | word) & repeat(0x80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_is_found_wherever_it_is_and_whatever_is_around_it() {
        for length in 1..40 {
            for place in 0..length {
                for around in [b'a', 0x21, 0x23, 0x5b, 0x5d, 0x7e, 0x80, 0xff] {
                    let mut text = vec![around; length];
                    assert_eq!(position(&text, not_plain_in_json), None, "{text:?}");
                    assert_eq!(unmarked(&text, not_plain_in_json), length, "{text:?}");
                    for byte in [0, 0x1f, b'"', b'\\'] {
                        text[place] = byte;
                        assert_eq!(position(&text, not_plain_in_json), Some(place), "{text:?}");
                        assert_eq!(unmarked(&text, not_plain_in_json), place, "{text:?}");
                        let others = length.min(place + 3);
                        text[place + 1..others].fill(b'"');
                        assert_eq!(position(&text, not_plain_in_json), Some(place), "{text:?}");
                        assert_eq!(unmarked(&text, not_plain_in_json), place, "{text:?}");
                        text[place + 1..others].fill(around);
                    }
                }
            }
        }
        assert_eq!(position(b"", not_plain_in_json), None);
        assert_eq!(unmarked(b"", not_plain_in_json), 0);
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
