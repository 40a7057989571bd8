//! The part of a user ID that a person chooses: `alice` in `@alice:example.org`.

use std::fmt;

/// The longest user ID, sigil and server name included, in bytes.
const MAX_USER_ID_LENGTH: usize = 255;

/// A localpart that follows the [grammar of user identifiers].
///
/// [grammar of user identifiers]: https://spec.matrix.org/v1.19/appendices/#user-identifiers
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Localpart(String);

/// Why a localpart is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LocalpartError {
    #[error("a username must not be empty")]
    Empty,
    #[error("a username consists of a-z, 0-9, '.', '_', '=', '-', '/' and '+'; found {0:?}")]
    Character(char),
    #[error("the user ID would be longer than 255 bytes")]
    TooLong,
}

impl Localpart {
    /// Checks a localpart for use on the given server.
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

    /// The localpart that a client means by `alice` or `@alice:example.org`; `None` if it is
    /// nobody here.
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

    /// What came out of the database was checked on its way in.
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
    fn what_the_grammar_excludes_is_refused() {
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
    fn a_user_is_named_by_localpart_or_by_the_whole_id() {
        let alice = Localpart::parse("alice", "example.org").ok();
        assert_eq!(Localpart::of_user("alice", "example.org"), alice);
        assert_eq!(Localpart::of_user("@alice:example.org", "example.org"), alice);
        assert_eq!(Localpart::of_user("@alice:elsewhere.org", "example.org"), None);
        assert_eq!(Localpart::of_user("@alice", "example.org"), None);
    }
}
