//! The localpart of a user ID: `alice` in `@alice:example.org`.

use std::fmt;

/// The maximum length of a user ID in bytes, with the sigil and the server name.
const MAX_USER_ID_LENGTH: usize = 255;

/// A localpart that follows the [grammar of user identifiers].
///
/// [grammar of user identifiers]: https://spec.matrix.org/v1.19/appendices/#user-identifiers
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Localpart(String);

/// Why a localpart is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LocalpartError {
    #[error("the username must not be empty")]
    Empty,
    #[error("{0:?} is not allowed in a username; use a-z, 0-9, '.', '_', '=', '-', '/' and '+'")]
    Character(char),
    #[error("the user ID must not be longer than 255 bytes")]
    TooLong,
}

impl Localpart {
    /// Parses a localpart for the given server.
    pub(crate) fn parse(text: &str, server_name: &str) -> Result<Self, LocalpartError> {
        if text.is_empty() {
            return Err(LocalpartError::Empty);
        }
        if let Some(character) = text.chars().find(|&character| !is_allowed(character)) {
            return Err(LocalpartError::Character(character));
        }
        if text.len() + server_name.len() + "@:".len() > MAX_USER_ID_LENGTH {
            return Err(LocalpartError::TooLong);
        }
        Ok(Self(text.to_owned()))
    }

    /// The localpart of `alice` or `@alice:example.org`. `None` if it is invalid, or of another server.
    pub(crate) fn of_user(user: &str, server_name: &str) -> Option<Self> {
        let localpart = match user.strip_prefix('@') {
            Some(user_id) => {
                let (localpart, server) = user_id.split_once(':')?;
                (server == server_name).then_some(localpart)?
            }
            None => user,
        };
        Self::parse(localpart, server_name).ok()
    }

    /// A localpart from the database, which was checked before it was stored.
    pub(crate) fn from_database(text: String) -> Self {
        Self(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Localpart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn is_allowed(character: char) -> bool {
    matches!(character, 'a'..='z' | '0'..='9' | '.' | '_' | '=' | '-' | '/' | '+')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_of_the_grammar_is_accepted() {
        let text = "abcdefghijklmnopqrstuvwxyz0123456789._=-/+";
        assert_eq!(Localpart::parse(text, "example.org").unwrap().as_str(), text);
    }

    #[test]
    fn other_characters_are_rejected() {
        for (text, character) in [("Alice", 'A'), ("al ice", ' '), ("a:b", ':'), ("zoë", 'ë')] {
            assert_eq!(
                Localpart::parse(text, "example.org"),
                Err(LocalpartError::Character(character)),
                "{text}"
            );
        }
        assert_eq!(Localpart::parse("", "example.org"), Err(LocalpartError::Empty));
    }

    #[test]
    fn a_user_id_has_at_most_255_bytes() {
        let longest = "a".repeat(255 - "@:example.org".len());
        assert!(Localpart::parse(&longest, "example.org").is_ok());
        let too_long = format!("{longest}a");
        assert_eq!(Localpart::parse(&too_long, "example.org"), Err(LocalpartError::TooLong));
    }

    #[test]
    fn a_user_is_identified_by_the_localpart_or_the_user_id() {
        let alice = Localpart::parse("alice", "example.org").ok();
        assert_eq!(Localpart::of_user("alice", "example.org"), alice);
        assert_eq!(Localpart::of_user("@alice:example.org", "example.org"), alice);
        assert_eq!(Localpart::of_user("@alice:elsewhere.org", "example.org"), None);
        assert_eq!(Localpart::of_user("@alice", "example.org"), None);
    }
}
