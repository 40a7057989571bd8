//! Search for a byte in texts that are short: `str::find` prepares for long ones.

const WORD: usize = size_of::<u64>();
/// A word whose bytes are all 1.
const ONES: u64 = u64::MAX / 255;

/// Where the first of these bytes is.
#[cfg(feature = "server")]
#[inline]
pub(super) fn position(text: &str, byte: u8) -> Option<usize> {
    let mut rest = text.as_bytes();
    while let Some((word, behind)) = rest.split_first_chunk() {
        let position = position_in_word(*word, byte);
        if position < WORD {
            return Some(text.len() - rest.len() + position);
        }
        rest = behind;
    }
    let position = rest.iter().position(|found| *found == byte)?;
    Some(text.len() - rest.len() + position)
}

/// Where the first of these bytes is; behind the word if it has none.
#[inline]
pub(super) const fn position_in_word(word: [u8; WORD], byte: u8) -> usize {
    let others = u64::from_le_bytes(word) ^ (ONES * byte as u64);
    // Subtracting 1 from each byte borrows from the next one at the first that is 0.
    let zeros = others.wrapping_sub(ONES) & !others & (ONES << 7);
    zeros.trailing_zeros() as usize / 8
}

#[cfg(test)]
#[cfg(feature = "server")]
mod tests {
    use super::{WORD, position, position_in_word};

    #[test]
    fn the_first_byte_is_found_wherever_it_is() {
        for length in 0..40 {
            for first in 0..length {
                let mut bytes = vec![b'$'; length];
                for byte in &mut bytes[first..] {
                    *byte = if *byte == b'$' { b'%' } else { b'&' };
                }
                let text = String::from_utf8(bytes).unwrap();
                assert_eq!(position(&text, b'%'), Some(first), "{text}");
                assert_eq!(position(&text, b'/'), None, "{text}");
            }
        }
    }

    #[test]
    fn every_byte_of_a_word_is_told_from_its_neighbours() {
        for byte in 0..=u8::MAX {
            for other in (0..=u8::MAX).filter(|other| *other != byte) {
                assert_eq!(position_in_word([other; WORD], byte), WORD);
                for position in 0..WORD {
                    let mut word = [other; WORD];
                    word[position] = byte;
                    assert_eq!(position_in_word(word, byte), position);
                }
            }
        }
    }
}
