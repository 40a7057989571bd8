//! Base64 ([RFC 4648, section 4](https://www.rfc-editor.org/rfc/rfc4648#section-4)).

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encodes bytes, with padding.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .zip([16, 8, 0])
            .fold(0, |bits, (byte, shift)| bits | u32::from(*byte) << shift);
        for (index, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            text.push(if index <= chunk.len() { digit(bits >> shift) } else { '=' });
        }
    }
    text
}

fn digit(bits: u32) -> char {
    DIGITS.get((bits & 63) as usize).copied().map_or('=', char::from)
}

/// Decodes text of either alphabet, with or without padding.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for digit in text.bytes() {
        let digit = match digit {
            b'-' => b'+',
            b'_' => b'/',
            digit => digit,
        };
        let value = DIGITS.iter().position(|other| *other == digit)?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 255) as u8);
        }
    }
    Some(bytes)
}

/// The digits that all Base64 texts share whose bytes contain these at some place: for each of the three places
/// within a group of three bytes, those digits that depend on no other byte.
pub(super) fn within(bytes: &[u8]) -> [String; 3] {
    [0, 1, 2].map(|before| {
        let mut shifted = vec![0; before];
        shifted.extend_from_slice(bytes);
        let bits = shifted.len() * 8;
        let encoded = encode(&shifted);
        // The first digit with bits of these bytes alone, and the end of the last one.
        let (begin, end) = ((before * 8).div_ceil(6), bits / 6);
        encoded.get(begin..end).unwrap_or_default().to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, within};

    /// The test vectors of RFC 4648, section 10.
    #[test]
    fn texts_of_the_specification() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
            assert_eq!(decode(text.trim_end_matches('=')).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(encode(&[0xfb, 0xff]), "+/8=");
        assert_eq!(decode("-_8"), Some(vec![0xfb, 0xff]));
        assert_eq!(decode("a b"), None);
    }

    #[test]
    fn bytes_are_found_at_any_place() {
        for before in 0..7 {
            for after in 0..7 {
                let bytes = [&vec![b'\xff'; before][..], b"wonderland", &vec![b'\xff'; after]];
                let text = encode(&bytes.concat());
                let found = within(b"wonderland").iter().any(|part| text.contains(part));
                assert!(found, "{before} {after} {text}");
            }
        }
    }
}
