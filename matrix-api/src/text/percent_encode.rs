//! Percent-encoding of path segments and queries.

use super::buffer::TextBuffer;

/// Appends one path segment.
///
/// Letters, digits and `- . _ ~ ! * ' ( )` stay as they are, as with `encodeURIComponent` in browsers. A
/// segment may contain all of them
/// ([RFC 3986, section 3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3)); everything that has a
/// meaning in any part of a URI is encoded.
pub(crate) fn encode_segment(out: &mut TextBuffer, segment: &str) {
    static CODES: Codes = Codes::of(b"-._~!*'()");
    encode(out, segment, &CODES);
}

/// Appends a name or a value of `application/x-www-form-urlencoded`, as the
/// [URL standard](https://url.spec.whatwg.org/#urlencoded-serializing) writes it.
pub(crate) fn encode_form(out: &mut TextBuffer, text: &str) {
    static CODES: Codes = Codes::of(b"*-._").with_space(b'+');
    encode(out, text, &CODES);
}

fn encode(out: &mut TextBuffer, text: &str, codes: &Codes) {
    let (pieces, rest) = text.as_bytes().as_chunks::<PIECE>();
    for piece in pieces {
        out.push_with(|target| codes.write(piece, target));
    }
    out.push_with(|target| codes.write(rest, target));
}

/// How many bytes are encoded at a time. With a constant the compiler unrolls the loop, and sees that each
/// byte fits.
const PIECE: usize = 16;

/// The code of each byte: the characters that it is written as, and their number in the two highest bits.
///
/// | byte | written as | code, lowest byte first |
/// |---|---|---|
/// | `a` | `a` | `'a' 0 0 0x40` |
/// | `/` | `%2F` | `'%' '2' 'F' 0xc0` |
///
/// `F` is 0x46, so the bits are free. Every byte is written in the same way, four bytes at once, and the
/// next one overwrites what is too much. Two path arguments take 15 % fewer instructions than with a search
/// for runs of plain characters, which are short in identifiers.
struct Codes([u32; 256]);

impl Codes {
    /// Writes at most `PIECE` bytes of a text, and returns the length of what was written.
    #[inline]
    fn write(&self, text: &[u8], target: &mut [u8; 3 * PIECE + 1]) -> usize {
        let mut end = 0;
        for byte in text.iter().take(PIECE) {
            let code = self.0.get(usize::from(*byte)).copied().unwrap_or_default();
            if let Some(target) = target.get_mut(end..).and_then(<[u8]>::first_chunk_mut) {
                *target = code.to_le_bytes();
            }
            end += (code >> 30) as usize;
        }
        end
    }
}

const fn plain(byte: u8) -> u32 {
    u32::from_le_bytes([byte, 0, 0, 1 << 6])
}

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler, which would report it")]
impl Codes {
    /// Letters, digits and these ASCII characters stay as they are; all others are encoded.
    const fn of(others: &[u8]) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
        let mut codes = [0; 256];
        let mut byte = 0;
        while byte < codes.len() {
            codes[byte] = u32::from_le_bytes([b'%', DIGITS[byte >> 4], DIGITS[byte & 15], 3 << 6]);
            if (byte as u8).is_ascii_alphanumeric() {
                codes[byte] = plain(byte as u8);
            }
            byte += 1;
        }
        let mut others = others;
        while let [byte, rest @ ..] = others {
            codes[*byte as usize] = plain(*byte);
            others = rest;
        }
        Self(codes)
    }

    const fn with_space(mut self, space: u8) -> Self {
        self.0[b' ' as usize] = plain(space);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{TextBuffer, encode_form, encode_segment};

    fn encoded(encode: fn(&mut TextBuffer, &str), text: &str) -> String {
        let mut buffer = TextBuffer::new();
        encode(&mut buffer, text);
        String::from_utf8(buffer.take().into()).unwrap()
    }

    #[test]
    fn each_character_is_encoded_wherever_it_is() {
        for length in 0..70 {
            for place in 0..=length {
                for (character, segment, form) in [
                    ("~", "~", "%7E"),
                    (" ", "%20", "+"),
                    ("%", "%25", "%25"),
                    ("ä", "%C3%A4", "%C3%A4"),
                ] {
                    let (before, after) = ("a".repeat(place), "9".repeat(length - place));
                    let text = [&before, character, &after].concat();
                    assert_eq!(encoded(encode_segment, &text), [&before, segment, &after].concat());
                    assert_eq!(encoded(encode_form, &text), [&before, form, &after].concat());
                }
            }
        }
    }

    #[test]
    fn text_may_become_three_times_as_long() {
        for length in 0..200 {
            assert_eq!(encoded(encode_segment, &"/".repeat(length)), "%2F".repeat(length));
        }
    }
}
