//! Templates such as `/_matrix/client/v3/user/{userId}/openid/request_token`, where a placeholder is
//! a whole segment.

use std::fmt;
use std::ptr;

use super::buffer::TextBuffer;

/// What is to come of a template that is being filled, from left to right.
pub(crate) enum Unfilled {
    /// Text without placeholders.
    Literal(&'static str),
    /// A template that the compiler took apart, from one of its placeholders on.
    Split(&'static SplitTemplate, u8),
    /// A template that is taken apart as it is filled.
    Whole(&'static str),
}

impl Unfilled {
    /// All of a template, most likely the newest of its endpoint.
    pub(crate) fn new(template: &'static str, newest: &'static SplitTemplate) -> Self {
        if newest.is_literal() {
            Self::Literal(template)
        } else if ptr::eq(template, newest.text) {
            // The same place in memory, so that the texts need not be compared.
            Self::Split(newest, 0)
        } else {
            Self::Whole(template)
        }
    }

    /// Skips the next placeholder if it has that name, and appends the literal text ahead of it.
    pub(crate) fn take(&mut self, name: &str, uri: &mut TextBuffer) -> bool {
        match self.next() {
            Some((next, behind)) if next.name == name => {
                uri.push(next.ahead.as_bytes());
                *self = behind;
                true
            }
            _ => false,
        }
    }

    /// Appends the literal text behind the last placeholder.
    pub(crate) fn copy_rest(&mut self, uri: &mut TextBuffer) {
        let rest = match self {
            Self::Literal(rest) | Self::Whole(rest) => rest,
            Self::Split(template, _) => template.rest,
        };
        if !rest.is_empty() {
            uri.push(rest.as_bytes());
        }
        *self = Self::Literal("");
    }

    /// The name of the next placeholder.
    pub(crate) fn next_name(&self) -> Option<&'static str> {
        self.next().map(|(next, _)| next.name)
    }

    /// The next placeholder, and what is to come behind it.
    fn next(&self) -> Option<(Placeholder, Self)> {
        match *self {
            Self::Literal(_) => None,
            Self::Split(template, filled) => match template.placeholder(usize::from(filled)) {
                Some(next) => Some((*next, Self::Split(template, filled + 1))),
                None if template.has_more() => Self::split_off(template.rest),
                None => None,
            },
            Self::Whole(template) => Self::split_off(template),
        }
    }

    #[cold]
    fn split_off(template: &'static str) -> Option<(Placeholder, Self)> {
        let (next, behind) = Placeholder::first(template)?;
        Some((next, Self::Whole(behind)))
    }
}

/// How many placeholders of a template are found by the compiler. Few have more.
pub(crate) const MOST: usize = 4;

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
pub(crate) struct Placeholder {
    /// The literal text ahead of it.
    pub(crate) ahead: &'static str,
    pub(crate) name: &'static str,
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
    pub(crate) const fn is_literal(&self) -> bool {
        self.count == 0
    }

    /// One of the first placeholders.
    #[inline]
    pub(crate) fn placeholder(&self, number: usize) -> Option<&Placeholder> {
        self.placeholders.get(..self.count)?.get(number)
    }

    /// The first placeholders.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.placeholders.iter().take(self.count)
    }

    /// Whether other placeholders may follow the first ones.
    pub(crate) const fn has_more(&self) -> bool {
        self.count == MOST
    }

    /// What follows the first placeholders.
    pub(crate) const fn rest(&self) -> &'static str {
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
    pub(crate) const fn first(template: &'static str) -> Option<(Self, &'static str)> {
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

#[cfg(test)]
mod tests {
    use super::{SplitTemplate, TextBuffer, Unfilled};
    use crate::{
        path_history::PathHistory,
        versions::{MatrixVersion, SupportedVersions},
    };

    /// Fills a template with the names of its placeholders.
    fn filled(mut unfilled: Unfilled) -> String {
        let mut uri = TextBuffer::new();
        while let Some(name) = unfilled.next_name() {
            assert!(!unfilled.take("", &mut uri));
            assert!(unfilled.take(name, &mut uri));
            uri.push(name.as_bytes());
        }
        assert!(!unfilled.take("", &mut uri));
        for _ in 0..2 {
            unfilled.copy_rest(&mut uri);
        }
        String::from_utf8(uri.take().into()).unwrap()
    }

    #[test]
    fn a_template_is_filled_the_same_whoever_took_it_apart() {
        for text in [
            "/a",
            "/{a}",
            "/a/{b}/c",
            "/{a}/{b}/{c}/{d}",
            "/{a}/{b}/{c}/{d}/e",
            "/{a}/{b}/{c}/{d}/e/{f}/{g}/h",
        ] {
            let newest = Box::leak(Box::new(SplitTemplate::of(text)));
            let expected = text.replace(['{', '}'], "");
            assert_eq!(filled(Unfilled::new(text, newest)), expected);
            assert_eq!(filled(Unfilled::Whole(text)), expected);
        }
    }

    #[test]
    fn the_newest_template_was_taken_apart_by_the_compiler() {
        static PATHS: PathHistory = PathHistory::versioned(
            &[],
            &[(MatrixVersion::V1_0, "/r0/{a}"), (MatrixVersion::V1_1, "/v3/{a}")],
            None,
            None,
        );
        let selected = |version| {
            let path = PATHS.select(&SupportedVersions::from([version])).unwrap();
            Unfilled::new(path, PATHS.newest())
        };
        assert!(matches!(selected(MatrixVersion::V1_0), Unfilled::Whole("/r0/{a}")));
        assert!(matches!(selected(MatrixVersion::V1_1), Unfilled::Split(_, 0)));
    }
}
