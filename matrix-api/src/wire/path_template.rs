//! Templates such as `/_matrix/client/v3/user/{userId}/openid/request_token`, where a placeholder is
//! a whole segment.

use std::fmt;

#[cfg(feature = "client")]
use super::{text_buffer::TextBuffer, words};

/// A template that is being filled, from left to right.
#[cfg(feature = "client")]
pub(super) struct Unfilled {
    /// What has not been copied yet.
    rest: &'static str,
}

#[cfg(feature = "client")]
impl Unfilled {
    /// All of a template.
    pub(super) fn new(template: &'static str) -> Self {
        Self { rest: template }
    }

    /// Skips the next placeholder if it has that name.
    pub(super) fn take(&mut self, name: &str) -> bool {
        let behind = self.rest.strip_prefix('{').and_then(|rest| rest.strip_prefix(name));
        match behind.and_then(|rest| rest.strip_prefix('}')) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Appends the literal text up to the next placeholder.
    pub(super) fn copy_literal(&mut self, uri: &mut TextBuffer) {
        let end = words::position(self.rest.as_bytes(), |word| words::equal(word, b'{'));
        let end = end.unwrap_or(self.rest.len());
        let (literal, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        uri.push(literal.as_bytes());
        self.rest = rest;
    }

    /// Appends the literal text behind the last placeholder.
    pub(super) fn copy_rest(&mut self, uri: &mut TextBuffer) {
        if !self.rest.is_empty() {
            uri.push(self.rest.as_bytes());
            self.rest = "";
        }
    }

    /// The name of the next placeholder.
    pub(super) fn next_name(&self) -> Option<&'static str> {
        let (name, _) = self.rest.strip_prefix('{')?.split_once('}')?;
        Some(name)
    }
}

/// How many placeholders of a template are found by the compiler. Few have more.
pub(super) const MOST: usize = 4;

/// A template that the compiler took apart: its first placeholders, and what follows them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct SplitTemplate {
    text: &'static str,
    placeholders: [Placeholder; MOST],
    count: usize,
    rest: &'static str,
}

/// A placeholder of a template.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Placeholder {
    /// The literal text ahead of it.
    pub(super) ahead: &'static str,
    pub(super) name: &'static str,
}

impl SplitTemplate {
    pub(crate) const fn of(text: &'static str) -> Self {
        let mut placeholders = [Placeholder { ahead: "", name: "" }; MOST];
        let (mut count, mut rest) = (0, text);
        let mut places: &mut [Placeholder] = &mut placeholders;
        while let [place, others @ ..] = places {
            let Some((placeholder, behind)) = Placeholder::first(rest) else { break };
            (*place, rest) = (placeholder, behind);
            count += 1;
            places = others;
        }
        Self { text, placeholders, count, rest }
    }

    /// Whether there is no placeholder.
    #[cfg(any(feature = "client", feature = "server"))]
    pub(crate) const fn is_literal(&self) -> bool {
        self.count == 0
    }

    /// The name of one of the first placeholders.
    #[cfg(feature = "server")]
    #[inline]
    pub(super) fn name(&self, number: usize) -> Option<&'static str> {
        let placeholder = self.placeholders.get(..self.count)?.get(number)?;
        Some(placeholder.name)
    }

    /// The first placeholders.
    #[cfg(feature = "server")]
    pub(super) fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.placeholders.iter().take(self.count)
    }

    /// Whether other placeholders may follow the first ones.
    #[cfg(feature = "server")]
    pub(super) const fn has_more(&self) -> bool {
        self.count == MOST
    }

    /// What follows the first placeholders.
    #[cfg(feature = "server")]
    pub(super) const fn rest(&self) -> &'static str {
        self.rest
    }
}

/// The template as it was written.
impl fmt::Debug for SplitTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl Placeholder {
    /// The first one of a template, and what follows it.
    pub(super) const fn first(template: &'static str) -> Option<(Self, &'static str)> {
        let Some((ahead, behind)) = split_once(template, b'{') else { return None };
        let Some((name, rest)) = split_once(behind, b'}') else { return None };
        Some((Self { ahead, name }, rest))
    }
}

/// What is ahead of the first of these bytes, an ASCII one, and what is behind it.
const fn split_once(text: &'static str, separator: u8) -> Option<(&'static str, &'static str)> {
    let mut rest = text.as_bytes();
    while let [byte, behind @ ..] = rest {
        if *byte == separator {
            let (ahead, _) = text.split_at(text.len() - rest.len());
            let (_, behind) = text.split_at(text.len() - behind.len());
            return Some((ahead, behind));
        }
        rest = behind;
    }
    None
}
