//! Whether the text of an error shows a value that was received.
//!
//! Types include what they refuse in their errors (`invalid user ID "@bob:example.org"`). Such a text
//! is kept only if it shows nothing of the value.

#[cfg(test)]
mod tests;

/// The length from which on a shared word counts as showing the value.
const TELLING_WORD: usize = 4;

/// The longest text that is searched, in bytes. A longer one counts as showing the value.
const LONGEST_TEXT: usize = 1024;

/// The longest value that a text is searched for, in bytes. A longer one counts as shown.
pub(super) const LONGEST_VALUE: usize = 64 * 1024;

/// Whether `text` shows `value`, a part of it, or its only word.
///
/// It errs on the side of hiding: a common word that both happen to contain is enough.
pub(super) fn reveals(text: &str, value: &str) -> bool {
    if value.is_empty() {
        return false;
    }
    if text.len() > LONGEST_TEXT || value.len() > LONGEST_VALUE {
        return true;
    }
    if value.chars().nth(2).is_some() && contains(text, value) {
        return true;
    }
    let text = text.to_ascii_lowercase();
    words(&value.to_ascii_lowercase()).any(|word| {
        // Also within a word: the text `"\tsecret"` has the word `tsecret`.
        (word.len() >= TELLING_WORD && contains(&text, word))
            || (word.len() == value.len() && words(&text).any(|other| other == word))
    })
}

/// Compiled once: the search of the standard library is long.
#[inline(never)]
fn contains(text: &str, part: &str) -> bool {
    text.contains(part)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}
