//! The placeholders of secrets, such as `<access_token 1>`.

use std::fmt;

/// Stands for a value that the definition does not have.
pub(super) const UNKNOWN: &str = "<unknown>";

/// What stands for a secret in a recording.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Placeholder {
    /// The name of the field, header or parameter that has the secret.
    pub(super) name: String,
    /// Counts the secrets of this name.
    pub(super) number: u32,
    /// Whether the secret is a JSON number.
    pub(super) is_number: bool,
}

const NUMBER_SUFFIX: &str = ": number";

impl Placeholder {
    /// The text in place of the secret when a recording is replayed. It is a valid token, and a valid identifier
    /// in most grammars.
    pub(super) fn stand_in(&self) -> String {
        if self.is_number {
            return self.number.to_string();
        }
        format!("{}_{}", self.name, self.number)
    }

    /// Reads the inside of the brackets.
    fn parse(text: &str) -> Option<Self> {
        let (text, is_number) = match text.strip_suffix(NUMBER_SUFFIX) {
            Some(text) => (text, true),
            None => (text, false),
        };
        let (name, number) = text.split_once(' ')?;
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        let is_valid = !name.is_empty()
            && name.bytes().all(is_name)
            && number.bytes().all(|byte| byte.is_ascii_digit());
        is_valid.then_some(())?;
        Some(Self { name: name.to_owned(), number: number.parse().ok()?, is_number })
    }

    /// A name without characters that a placeholder cannot have.
    pub(super) fn name_of(name: &str) -> String {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let name: String = name.chars().filter(|c| allowed(*c)).collect();
        if name.is_empty() { "secret".to_owned() } else { name }
    }
}

impl fmt::Display for Placeholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suffix = if self.is_number { NUMBER_SUFFIX } else { "" };
        write!(f, "<{} {}{suffix}>", self.name, self.number)
    }
}

/// A part of a recorded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Placeholder(Placeholder),
}

/// Splits a recorded text at its placeholders.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest, mut from) = (Vec::new(), text, 0);
    while let Some(begin) = rest.get(from..).and_then(|it| it.find('<')).map(|at| from + at) {
        let inside = rest.get(begin + 1..).unwrap_or_default();
        let placeholder = inside
            .split_once('>')
            .and_then(|(inside, after)| Some((Placeholder::parse(inside)?, after)));
        let Some((placeholder, after)) = placeholder else {
            from = begin + 1;
            continue;
        };
        if begin > 0 {
            pieces.push(Piece::Text(rest.get(..begin).unwrap_or_default()));
        }
        pieces.push(Piece::Placeholder(placeholder));
        (rest, from) = (after, 0);
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// Whether a text has a placeholder.
pub(super) fn has_placeholder(text: &str) -> bool {
    pieces(text).iter().any(|piece| matches!(piece, Piece::Placeholder(_)))
}

/// Replaces the placeholders of a text.
pub(super) fn fill(text: &str, mut value_of: impl FnMut(&Placeholder) -> String) -> String {
    let pieces = pieces(text).into_iter().map(|piece| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Placeholder(placeholder) => value_of(&placeholder),
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use super::{Piece, Placeholder, fill, pieces};

    fn token(number: u32) -> Placeholder {
        Placeholder { name: "access_token".to_owned(), number, is_number: false }
    }

    #[test]
    fn a_text_is_split_at_placeholders() {
        let one = || Piece::Placeholder(token(1));
        assert_eq!(pieces(""), []);
        assert_eq!(pieces("<access_token 1>"), [one()]);
        assert_eq!(
            pieces("a < b <access_token 1><access_token 12>>"),
            [Piece::Text("a < b "), one(), Piece::Placeholder(token(12)), Piece::Text(">"),]
        );
        let number = Placeholder { name: "pin".to_owned(), number: 2, is_number: true };
        assert_eq!(number.to_string(), "<pin 2: number>");
        assert_eq!(pieces("<pin 2: number>"), [Piece::Placeholder(number)]);
        for text in ["<b>1</b>", "<a>", "<a >", "<a b>", "< 1>", "<a 1", "<ä 1>", "<a 99999999999>"]
        {
            assert_eq!(pieces(text), [Piece::Text(text)], "{text}");
        }
        assert_eq!(fill("Bearer <access_token 3>", Placeholder::stand_in), "Bearer access_token_3");
    }
}
