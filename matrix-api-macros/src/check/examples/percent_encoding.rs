//! Percent-encoding in the target of a request.

/// Why a text cannot be percent-decoded, and at which byte.
#[derive(Debug)]
pub(super) enum Undecodable {
    Digits(usize),
    Utf8(usize),
}

/// The text without percent-encoding (RFC 3986, section 2.1).
pub(super) fn decode(text: &str) -> Result<String, Undecodable> {
    let mut decoded = Vec::new();
    let mut first_encoded = None;
    let mut bytes = text.bytes().enumerate();
    while let Some((position, byte)) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        first_encoded = first_encoded.or(Some(position));
        let mut digit = || {
            let (_, byte) = bytes.next()?;
            char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
        };
        let (Some(high), Some(low)) = (digit(), digit()) else {
            return Err(Undecodable::Digits(position));
        };
        decoded.push(high << 4 | low);
    }
    let position = first_encoded.unwrap_or_default();
    String::from_utf8(decoded).map_err(|_| Undecodable::Utf8(position))
}

#[cfg(test)]
mod tests {
    use super::{Undecodable, decode};

    #[test]
    fn percent_encoding_is_that_of_rfc_3986() {
        assert_eq!(decode("/%40ann%3Aexample.org/%c3%A4").expect("valid"), "/@ann:example.org/ä");
        assert!(matches!(decode("/a%4"), Err(Undecodable::Digits(2))));
        assert!(matches!(decode("/%zz"), Err(Undecodable::Digits(1))));
        assert!(matches!(decode("/a/%C3"), Err(Undecodable::Utf8(3))));
    }
}
