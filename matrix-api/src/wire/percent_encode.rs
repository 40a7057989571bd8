//! Percent-encoding of path segments and queries.

/// Appends one path segment.
///
/// What stays as it is: letters, digits and `- . _ ~ ! * ' ( )`, the set of `encodeURIComponent` in
/// browsers. All of it may stand in a segment
/// ([RFC 3986, section 3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3)); everything that
/// has a meaning in any part of a URI is encoded.
#[cfg(feature = "client")]
pub(super) fn encode_segment(out: &mut String, segment: &str) {
    const PLAIN: PlainBytes = PlainBytes::letters_digits_and(b"-._~!*'()");
    encode(out, segment, "%20", &PLAIN);
}

/// Appends a name or a value of `application/x-www-form-urlencoded`, as the
/// [URL standard](https://url.spec.whatwg.org/#urlencoded-serializing) writes it.
pub(crate) fn encode_form(out: &mut String, text: &str) {
    const PLAIN: PlainBytes = PlainBytes::letters_digits_and(b"*-._");
    encode(out, text, "+", &PLAIN);
}

/// Appends runs of plain bytes, which are ASCII, as they are, and each other byte encoded.
fn encode(out: &mut String, text: &str, space: &str, plain: &PlainBytes) {
    let mut run = 0;
    for (position, byte) in text.bytes().enumerate() {
        if !plain.contains(byte) {
            out.push_str(text.get(run..position).unwrap_or_default());
            run = position + 1;
            out.push_str(match byte {
                b' ' => space,
                byte => percent_encoding::percent_encode_byte(byte),
            });
        }
    }
    out.push_str(text.get(run..).unwrap_or_default());
}

/// The bytes that stay as they are, a bit for each that is ASCII.
struct PlainBytes(u128);

impl PlainBytes {
    const fn letters_digits_and(others: &[u8]) -> Self {
        let mut bits = 0;
        let mut byte = 0u8;
        while byte < 128 {
            if byte.is_ascii_alphanumeric() {
                bits |= 1 << byte;
            }
            byte += 1;
        }
        let mut others = others;
        while let [byte, rest @ ..] = others {
            bits |= 1 << *byte;
            others = rest;
        }
        Self(bits)
    }

    const fn contains(&self, byte: u8) -> bool {
        byte < 128 && self.0 >> byte & 1 == 1
    }
}
