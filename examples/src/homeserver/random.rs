//! Random text from the operating system's generator.

/// 64 characters that are safe in URLs and headers: six bits each.
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// 32 uppercase letters and digits: five bits each.
const UPPERCASE: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// 32 lowercase letters and digits, allowed in localparts: five bits each.
const LOWERCASE: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The number of characters of a [`family`].
pub(crate) const FAMILY_LENGTH: usize = 24;

/// The operating system did not return random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system's random generator failed: {0}")]
pub(crate) struct RandomError(#[from] getrandom::Error);

/// A secret of 258 bits, for access tokens and links.
pub(crate) fn secret() -> Result<String, RandomError> {
    text(URL_SAFE, 43)
}

/// A session ID of 144 bits.
pub(crate) fn session_id() -> Result<String, RandomError> {
    text(URL_SAFE, 24)
}

/// The beginning of all refresh tokens of one login, of [`FAMILY_LENGTH`] characters: 144 bits.
pub(crate) fn family() -> Result<String, RandomError> {
    text(URL_SAFE, FAMILY_LENGTH)
}

/// A device ID such as `QBUAZIFURK`.
pub(crate) fn device_id() -> Result<String, RandomError> {
    text(UPPERCASE, 10)
}

/// A localpart of 60 bits, for users who do not choose one.
pub(crate) fn localpart() -> Result<String, RandomError> {
    text(LOWERCASE, 12)
}

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], RandomError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// Random characters of an alphabet. Its length divides 256, so all characters are equally likely.
fn text(alphabet: &[u8], length: usize) -> Result<String, RandomError> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes)?;
    Ok(bytes
        .into_iter()
        .filter_map(|byte| alphabet.get(usize::from(byte) % alphabet.len()))
        .map(|&character| char::from(character))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_have_their_length_and_differ() {
        let (first, second) = (secret().unwrap(), secret().unwrap());
        assert_eq!(first.len(), 43);
        assert_ne!(first, second);
    }

    #[test]
    fn generated_localparts_have_lowercase_letters_and_digits_only() {
        let localpart = localpart().unwrap();
        assert_eq!(localpart.len(), 12);
        assert!(localpart.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
    }
}
