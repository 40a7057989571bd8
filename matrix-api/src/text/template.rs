//! Path templates such as `/_matrix/client/v3/user/{userId}/openid/request_token`, where a placeholder
//! is a whole segment.

use std::{fmt, mem};

use super::buffer::TextBuffer;

/// The path of an endpoint, in which a placeholder is a whole segment. The compiler takes it apart:
/// see [`path_template!`](crate::path_template).
#[derive(Clone, Copy)]
pub struct PathTemplate {
    text: &'static str,
    placeholders: &'static [Placeholder],
    rest: &'static str,
}

/// A placeholder of a template, with the literal text before it.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Placeholder {
    pub(crate) prefix: &'static str,
    pub(crate) name: &'static str,
}

/// Makes a [`PathTemplate`](crate::PathTemplate) of a string literal.
///
/// ```
/// use matrix_api::{PathHistory, PathTemplate, path_template};
///
/// const FILTER: PathTemplate = path_template!("/user/{userId}/filter/{filterId}");
/// assert_eq!(FILTER.as_str(), "/user/{userId}/filter/{filterId}");
/// assert_eq!(FILTER.names().collect::<Vec<_>>(), ["userId", "filterId"]);
///
/// const HISTORY: PathHistory = PathHistory::fixed(FILTER);
/// ```
#[macro_export]
macro_rules! path_template {
    ($text:expr) => {{
        const TEMPLATE: $crate::PathTemplate = {
            const TEXT: &'static ::core::primitive::str = $text;
            const PLACEHOLDERS: &'static [$crate::__private::Placeholder] =
                &$crate::PathTemplate::parse::<{ $crate::PathTemplate::count(TEXT) }>(TEXT);
            $crate::PathTemplate::from_parts(TEXT, PLACEHOLDERS)
        };
        TEMPLATE
    }};
}

impl PathTemplate {
    pub(crate) const EMPTY: Self = Self { text: "", placeholders: &[], rest: "" };

    /// The template as it was written.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        self.text
    }

    /// The names of the placeholders, in their order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.placeholders.iter().map(|placeholder| placeholder.name)
    }

    /// The placeholders, in their order.
    pub(crate) const fn placeholders(&self) -> &'static [Placeholder] {
        self.placeholders
    }

    /// The text after the last placeholder; without one, all of it.
    pub(crate) const fn rest(&self) -> &'static str {
        self.rest
    }

    /// How many placeholders a template has.
    #[doc(hidden)]
    #[must_use]
    pub const fn count(text: &'static str) -> usize {
        let (mut count, mut rest) = (0, text);
        while let Some((_, after)) = split_placeholder(rest) {
            (count, rest) = (count + 1, after);
        }
        count
    }

    /// The placeholders of a template that has `N`.
    #[doc(hidden)]
    #[must_use]
    pub const fn parse<const N: usize>(text: &'static str) -> [Placeholder; N] {
        let mut placeholders = [Placeholder { prefix: "", name: "" }; N];
        let (mut left, mut rest): (&mut [Placeholder], _) = (&mut placeholders, text);
        while let ([first, others @ ..], Some((placeholder, after))) =
            (left, split_placeholder(rest))
        {
            *first = placeholder;
            (left, rest) = (others, after);
        }
        placeholders
    }

    /// A template and the placeholders that were found in it.
    #[doc(hidden)]
    #[must_use]
    pub const fn from_parts(text: &'static str, placeholders: &'static [Placeholder]) -> Self {
        let mut rest = text;
        while let Some((_, after)) = split_placeholder(rest) {
            rest = after;
        }
        Self { text, placeholders, rest }
    }
}

/// The template as it was written.
impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

/// The template as it was written.
impl fmt::Debug for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl PartialEq for PathTemplate {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for PathTemplate {}

/// Compares the template as it was written.
impl PartialEq<&str> for PathTemplate {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

/// A template that is being filled in, from left to right.
pub(crate) struct TemplateCursor {
    /// The placeholders that have no argument yet.
    placeholders: &'static [Placeholder],
    /// The text after them; nothing once it was written.
    rest: &'static str,
}

impl TemplateCursor {
    pub(crate) const fn new(template: PathTemplate) -> Self {
        Self { placeholders: template.placeholders, rest: template.rest }
    }

    /// The placeholder that has no argument yet.
    pub(crate) fn next_name(&self) -> Option<&'static str> {
        self.placeholders.first().map(|placeholder| placeholder.name)
    }

    /// Appends the text before the next placeholder, if that has this name; the argument comes next.
    pub(crate) fn begin_argument(&mut self, name: &str, path: &mut TextBuffer) -> bool {
        match self.placeholders {
            [next, others @ ..] if next.name == name => {
                self.placeholders = others;
                path.push(next.prefix.as_bytes());
                true
            }
            _ => false,
        }
    }

    /// Appends the text after the last placeholder, once.
    pub(crate) fn finish(&mut self, path: &mut TextBuffer) {
        let rest = mem::take(&mut self.rest);
        if !rest.is_empty() {
            path.push(rest.as_bytes());
        }
    }
}

/// The first placeholder of a text, and what follows it.
const fn split_placeholder(text: &'static str) -> Option<(Placeholder, &'static str)> {
    let Some((prefix, rest)) = split_once(text, b'{') else { return None };
    let Some((name, rest)) = split_once(rest, b'}') else { return None };
    Some((Placeholder { prefix, name }, rest))
}

/// The text before and after the first of these ASCII bytes.
const fn split_once(text: &'static str, separator: u8) -> Option<(&'static str, &'static str)> {
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        if *byte == separator {
            let (before, _) = text.split_at(text.len() - rest.len());
            let (_, after) = text.split_at(text.len() - after.len());
            return Some((before, after));
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::PathTemplate;

    #[test]
    fn a_template_is_its_prefixes_its_placeholders_and_a_rest() {
        fn check(template: PathTemplate, placeholders: &[(&str, &str)], rest: &str) {
            let found = template.placeholders().iter().map(|found| (found.prefix, found.name));
            assert_eq!(found.collect::<Vec<_>>(), placeholders);
            assert_eq!(template.rest(), rest);
        }
        check(path_template!("/a"), &[], "/a");
        check(path_template!("/{a}"), &[("/", "a")], "");
        check(path_template!("/a/{b}/c"), &[("/a/", "b")], "/c");
        check(
            path_template!("/{a}/{b}/c/{d}/e/{f}/{g}/h"),
            &[("/", "a"), ("/", "b"), ("/c/", "d"), ("/e/", "f"), ("/", "g")],
            "/h",
        );
    }
}
