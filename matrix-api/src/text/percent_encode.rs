//! Percent-encoding of path segments and queries.

use super::buffer::TextBuffer;

/// Appends one path segment.
///
/// What stays as it is: letters, digits and `- . _ ~ ! * ' ( )`, the set of `encodeURIComponent` in
/// browsers. All of it may stand in a segment
/// ([RFC 3986, section 3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3)); everything that
/// has a meaning in any part of a URI is encoded.
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
        out.push_with(|room| codes.write(piece, room));
    }
    out.push_with(|room| codes.write(rest, room));
}

/// How many bytes are encoded at a time. Of a number that is known the compiler makes no loop, and sees
/// that each byte has room.
const PIECE: usize = 16;

/// What each byte is written as, the first character lowest, and in the highest two bits how long it is.
///
/// With it, a byte is written without asking what kind it is, by fewer instructions than it takes to
/// find runs of those that stay: in arguments such runs are short.
struct Codes([u32; 256]);

impl Codes {
    /// Writes at most so many bytes of a text, and returns how long it has become.
    #[inline]
    fn write(&self, text: &[u8], room: &mut [u8; 3 * PIECE + 1]) -> usize {
        let mut end = 0;
        for byte in text.iter().take(PIECE) {
            let code = self.0.get(usize::from(*byte)).copied().unwrap_or_default();
            if let Some(room) = room.get_mut(end..).and_then(<[u8]>::first_chunk_mut) {
                *room = code.to_le_bytes();
            }
            end += (code >> 30) as usize;
        }
        end
    }
}

const fn plain(byte: u8) -> u32 {
    u32::from_le_bytes([byte, 0, 0, 1 << 6])
}

#[allow(clippy::indexing_slicing, reason = "the compiler runs it, and would say so")]
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
                    let (ahead, behind) = ("a".repeat(place), "9".repeat(length - place));
                    let text = [&ahead, character, &behind].concat();
                    assert_eq!(encoded(encode_segment, &text), [&ahead, segment, &behind].concat());
                    assert_eq!(encoded(encode_form, &text), [&ahead, form, &behind].concat());
                }
            }
        }
    }

    #[test]
    fn a_text_that_becomes_three_times_as_long_has_room() {
        for length in 0..200 {
            assert_eq!(encoded(encode_segment, &"/".repeat(length)), "%2F".repeat(length));
        }
    }
}
