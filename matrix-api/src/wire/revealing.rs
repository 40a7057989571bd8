//! Whether the words of an error show a value that was received.
//!
//! Types put what they refuse into their errors (`invalid user ID "@bob:example.org"`). Such a text
//! is worth keeping only if it says nothing of the value.

#[cfg(test)]
mod tests;

/// Words from which on a shared one counts as showing the value.
const TELLING_WORD: usize = 4;

/// Whether `text` shows `value`, a part of it, or its only word.
///
/// It errs towards hiding: an innocent word that both have is enough.
pub(super) fn reveals(text: &str, value: &str) -> bool {
    if value.is_empty() {
        return false;
    }
    if value.chars().nth(2).is_some() && text.contains(value) {
        return true;
    }
    words(value).any(|word| {
        let telling = word.len() >= TELLING_WORD || word.len() == value.len();
        telling && words(text).any(|other| other.eq_ignore_ascii_case(word))
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}
