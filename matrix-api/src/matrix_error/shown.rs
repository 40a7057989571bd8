//! Text of a server, as an error message shows it.

use std::fmt::{self, Write as _};

/// The longest text that is shown, in characters.
const MAX_LENGTH: usize = 500;

/// Shows the beginning of a text. Characters that could change what a terminal or a log shows around it are
/// escaped.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Shown<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text) = self;
        for character in text.chars().take(MAX_LENGTH) {
            match character.is_control() || reorders_text(character) {
                true => write!(f, "{}", character.escape_default())?,
                false => f.write_char(character)?,
            }
        }
        match text.chars().nth(MAX_LENGTH) {
            Some(_) => f.write_str(".."),
            None => Ok(()),
        }
    }
}

/// Whether a character begins another line, or is a control character of the
/// [bidirectional algorithm](https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters).
#[inline]
const fn reorders_text(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}
