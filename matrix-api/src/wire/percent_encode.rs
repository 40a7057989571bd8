//! Percent-encoding of path segments and queries.

use super::text_buffer::TextBuffer;

/// Appends one path segment.
///
/// What stays as it is: letters, digits and `- . _ ~ ! * ' ( )`, the set of `encodeURIComponent` in
/// browsers. All of it may stand in a segment
/// ([RFC 3986, section 3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3)); everything that
/// has a meaning in any part of a URI is encoded.
#[cfg(feature = "client")]
pub(super) fn encode_segment(out: &mut TextBuffer, segment: &str) {
    static PLAIN: PlainBytes = PlainBytes::letters_digits_and(b"-._~!*'()");
    encode(out, segment, b"%20", &PLAIN);
}

/// Appends a name or a value of `application/x-www-form-urlencoded`, as the
/// [URL standard](https://url.spec.whatwg.org/#urlencoded-serializing) writes it.
pub(crate) fn encode_form(out: &mut TextBuffer, text: &str) {
    static PLAIN: PlainBytes = PlainBytes::letters_digits_and(b"*-._");
    encode(out, text, b"+", &PLAIN);
}

/// Appends runs of plain bytes as they are, and each other byte encoded.
fn encode(out: &mut TextBuffer, text: &str, space: &[u8], plain: &PlainBytes) {
    let mut rest = text.as_bytes();
    while let Some(end) = rest.iter().position(|byte| !plain.contains(*byte)) {
        let Some((run, [byte, behind @ ..])) = rest.split_at_checked(end) else { break };
        match byte {
            b' ' => {
                out.push(run);
                out.push(space);
            }
            byte => out.push_between([], run, [b'%', hex_digit(byte >> 4), hex_digit(byte & 15)]),
        }
        rest = behind;
    }
    out.push(rest);
}

const fn hex_digit(number: u8) -> u8 {
    if number < 10 { b'0' + number } else { b'A' + number - 10 }
}

/// The bytes that stay as they are: ASCII ones.
struct PlainBytes([bool; 256]);

impl PlainBytes {
    #[allow(clippy::indexing_slicing, reason = "the compiler runs it, and would say so")]
    const fn letters_digits_and(others: &[u8]) -> Self {
        let mut plain = [false; 256];
        let mut byte = 0u8;
        while byte < 128 {
            plain[byte as usize] = byte.is_ascii_alphanumeric();
            byte += 1;
        }
        let mut others = others;
        while let [byte, rest @ ..] = others {
            plain[*byte as usize] = true;
            others = rest;
        }
        Self(plain)
    }

    fn contains(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).copied().unwrap_or_default()
    }
}
