//! Percent-encoding of path segments and queries.

/// Appends one path segment.
///
/// What stays as it is: letters, digits and `- . _ ~ ! * ' ( )`, the set of `encodeURIComponent` in
/// browsers. All of it may stand in a segment
/// ([RFC 3986, section 3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3)); everything that
/// has a meaning in any part of a URI is encoded.
#[cfg(feature = "client")]
pub(super) fn encode_segment(out: &mut String, segment: &str) {
    encode(out, segment, "%20", |byte| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'!' | b'*' | b'\'' | b'(' | b')')
    });
}

/// Appends a name or a value of `application/x-www-form-urlencoded`, as the
/// [URL standard](https://url.spec.whatwg.org/#urlencoded-serializing) writes it.
pub(crate) fn encode_form(out: &mut String, text: &str) {
    encode(out, text, "+", |byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'-' | b'.' | b'_')
    });
}

/// Appends runs of plain bytes, which are ASCII, as they are, and each other byte encoded.
#[inline]
fn encode(out: &mut String, text: &str, space: &str, plain: impl Fn(u8) -> bool) {
    let mut run = 0;
    for (position, byte) in text.bytes().enumerate() {
        if !plain(byte) {
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
