//! Access tokens, refresh tokens and the secrets in emailed links.
//!
//! The database stores only their SHA-256 hashes, so that nobody who reads it can use them. A fast hash
//! is enough, because a random token of 258 bits cannot be guessed, unlike a password.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use sha2::{Digest, Sha256};

use super::random::{self, FAMILY_LENGTH, RandomError};

/// The hash of a secret, as stored in the database.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TokenHash([u8; 32]);

impl TokenHash {
    /// The hash of a secret that a client sent.
    pub(crate) fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret.as_bytes()).into())
    }

    /// The form that is stored.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenHash(..)")
    }
}

/// Generates a secret for the client, and its hash for the database.
pub(crate) fn issue() -> Result<(String, TokenHash), RandomError> {
    let secret = random::secret()?;
    let hash = TokenHash::of(&secret);
    Ok((secret, hash))
}

/// The tokens of a session, for the client.
pub(crate) struct SessionTokens {
    pub(crate) access_token: String,
    pub(crate) refresh_token: Option<String>,
    pub(crate) expires_in: Option<Duration>,
}

/// The hashes of the tokens of a session, for the database.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SessionTokenHashes {
    pub(crate) access_token: TokenHash,
    pub(crate) expires_at: Option<SystemTime>,
    pub(crate) refresh_token: Option<TokenHash>,
    pub(crate) family: Option<TokenHash>,
}

/// The family of a refresh token that a client sent: its first characters, which are the same in all
/// refresh tokens of one login. So an old refresh token is recognized although it is not stored.
pub(crate) fn family(refresh_token: &str) -> &str {
    refresh_token.get(..FAMILY_LENGTH).unwrap_or_default()
}

/// Generates the tokens of a session.
///
/// With a lifetime, the access token expires and there is a refresh token. Without one, the access token
/// is valid until it is revoked. Without a family, a new one is created.
pub(crate) fn issue_session(
    lifetime: Option<Duration>,
    family: Option<&str>,
    now: SystemTime,
) -> Result<(SessionTokens, SessionTokenHashes), RandomError> {
    let (access_token, access_hash) = issue()?;
    let refresh_token = match (lifetime, family) {
        (None, _) => None,
        (Some(_), Some(family)) => Some(format!("{family}{}", random::secret()?)),
        (Some(_), None) => Some(format!("{}{}", random::family()?, random::secret()?)),
    };
    let refresh_hash = refresh_token.as_deref().map(TokenHash::of);
    let family = refresh_token.as_deref().map(|token| TokenHash::of(self::family(token)));
    let tokens = SessionTokens { access_token, refresh_token, expires_in: lifetime };
    let hashes = SessionTokenHashes {
        access_token: access_hash,
        expires_at: lifetime.map(|lifetime| now + lifetime),
        refresh_token: refresh_hash,
        family,
    };
    Ok((tokens, hashes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_sha_256() {
        // FIPS 180-4, the message "abc".
        let expected = [
            0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae,
            0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61,
            0xf2, 0x00, 0x15, 0xad,
        ];
        assert_eq!(TokenHash::of("abc").as_bytes(), expected);
    }

    #[test]
    fn an_issued_secret_is_found_by_its_hash() {
        let (secret, hash) = issue().unwrap();
        assert_eq!(TokenHash::of(&secret), hash);
    }
}
