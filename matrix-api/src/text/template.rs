//! Path templates such as `/_matrix/client/v3/user/{userId}/openid/request_token`, where a placeholder
//! is a whole segment, or all segments that are left.

use std::{fmt, mem};

use super::buffer::TextBuffer;

/// The path of an endpoint, in which a placeholder is a whole segment. The last one may stand for all segments
/// that are left, `{key..}`, or may be absent. The compiler takes the template apart: see
/// [`path_template!`](crate::path_template).
#[derive(Clone, Copy)]
pub struct PathTemplate {
    text: &'static str,
    placeholders: &'static [Placeholder],
    /// The text after the last placeholder.
    suffix: &'static str,
}

/// A placeholder of a template, with the literal text before it.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Placeholder {
    pub(crate) prefix: &'static str,
    /// The text in braces. It ends with [`REST`] if the placeholder stands for all segments that are left, so
    /// that it is not the name of an argument that is one segment.
    pub(crate) name: &'static str,
    /// Whether its argument may be absent.
    pub(crate) optional: bool,
}

/// The end of the name in `{key..}`.
const REST: &str = "..";

/// Makes a [`PathTemplate`](crate::PathTemplate) of a string literal.
///
/// Write `optional` after the template if the argument of the last placeholder may be absent; its `/` is absent
/// then as well.
///
/// ```
/// use matrix_api::{PathHistory, PathTemplate, path_template};
///
/// const FILTER: PathTemplate = path_template!("/user/{userId}/filter/{filterId}");
/// assert_eq!(FILTER.as_str(), "/user/{userId}/filter/{filterId}");
/// assert_eq!(FILTER.names().collect::<Vec<_>>(), ["userId", "filterId"]);
///
/// const HISTORY: PathHistory = PathHistory::fixed(FILTER);
///
/// const OBJECTS: PathTemplate = path_template!("/{bucket}/{key..}", optional);
/// assert_eq!(OBJECTS.rest(), Some("key"));
/// assert!(OBJECTS.has_optional_end());
/// ```
///
/// Only the last segment can be the rest of the path, or be optional:
///
/// ```compile_fail
/// # use matrix_api::{PathTemplate, path_template};
/// const MIDDLE: PathTemplate = path_template!("/{key..}/acl");
/// ```
///
/// ```compile_fail
/// # use matrix_api::{PathTemplate, path_template};
/// const MIDDLE: PathTemplate = path_template!("/{key}/acl", optional);
/// ```
#[macro_export]
macro_rules! path_template {
    (@parse $text:expr, $optional:literal) => {{
        const TEMPLATE: $crate::PathTemplate = {
            const TEXT: &'static ::core::primitive::str = $text;
            const PLACEHOLDERS: &'static [$crate::__private::Placeholder] =
                &$crate::PathTemplate::parse::<{ $crate::PathTemplate::count(TEXT) }>(TEXT, $optional);
            $crate::PathTemplate::from_parts(TEXT, PLACEHOLDERS)
        };
        TEMPLATE
    }};
    ($text:expr) => {
        $crate::path_template!(@parse $text, false)
    };
    ($text:expr, optional) => {
        $crate::path_template!(@parse $text, true)
    };
}

impl PathTemplate {
    pub(crate) const EMPTY: Self = Self { text: "", placeholders: &[], suffix: "" };

    /// The template as it was written.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        self.text
    }

    /// The names of the placeholders, in their order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.placeholders.iter().map(Placeholder::argument_name)
    }

    /// The name of the last placeholder, if it stands for all segments that are left: `key` of `/{key..}`.
    #[must_use]
    pub fn rest(&self) -> Option<&'static str> {
        self.placeholders.last().and_then(Placeholder::rest_name)
    }

    /// Whether the argument of the last placeholder may be absent, together with the `/` before it. An empty
    /// last segment is an absent one.
    #[must_use]
    pub fn has_optional_end(&self) -> bool {
        self.placeholders.last().is_some_and(|last| last.optional)
    }

    /// The template of each form of the path: one, or for an [optional end](Self::has_optional_end) also those
    /// without an argument for it.
    ///
    /// ```
    /// let template = matrix_api::path_template!("/state/{type}/{key}", optional);
    /// let forms: Vec<_> = template.forms().collect();
    /// assert_eq!(forms, ["/state/{type}/{key}", "/state/{type}", "/state/{type}/"]);
    /// ```
    pub fn forms(&self) -> impl Iterator<Item = &'static str> + use<> {
        let text = self.text;
        let slash = text.rfind('/').filter(|_| self.has_optional_end());
        let without_slash = slash.filter(|slash| *slash > 0).and_then(|slash| text.get(..slash));
        let with_slash = slash.and_then(|slash| text.get(..=slash));
        [Some(text), without_slash, with_slash].into_iter().flatten()
    }

    /// The placeholders, in their order.
    pub(crate) const fn placeholders(&self) -> &'static [Placeholder] {
        self.placeholders
    }

    /// The text after the last placeholder; without one, all of it.
    pub(crate) const fn suffix(&self) -> &'static str {
        self.suffix
    }

    /// A template without placeholders. The macro has parsed it, so that the compiler need not.
    #[doc(hidden)]
    #[must_use]
    pub const fn literal(text: &'static str) -> Self {
        Self { text, placeholders: &[], suffix: text }
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

    /// The placeholders of a template that has `N`. The last one may be optional.
    ///
    /// # Panics
    ///
    /// When another placeholder than the last segment is the rest of the path, or would be optional.
    #[doc(hidden)]
    #[must_use]
    pub const fn parse<const N: usize>(
        text: &'static str,
        has_optional_end: bool,
    ) -> [Placeholder; N] {
        let mut placeholders = [Placeholder { prefix: "", name: "", optional: false }; N];
        let (mut left, mut rest): (&mut [Placeholder], _) = (&mut placeholders, text);
        while let ([first, others @ ..], Some((placeholder, after))) =
            (left, split_placeholder(rest))
        {
            *first = placeholder;
            let is_rest = matches!(placeholder.name.as_bytes(), [.., b'.', b'.']);
            assert!(!is_rest || after.is_empty(), "the rest of a path must be its last segment");
            if has_optional_end && others.is_empty() {
                first.optional = true;
            }
            (left, rest) = (others, after);
        }
        assert!(!has_optional_end || (N > 0 && rest.is_empty()), "only a last segment is optional");
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
        Self { text, placeholders, suffix: rest }
    }
}

impl Placeholder {
    /// The name of its argument.
    pub(crate) fn argument_name(&self) -> &'static str {
        self.rest_name().unwrap_or(self.name)
    }

    /// The name of its argument, if that is all segments that are left.
    pub(crate) fn rest_name(&self) -> Option<&'static str> {
        self.name.strip_suffix(REST)
    }

    /// The text before it, if its argument is absent.
    pub(crate) fn prefix_of_nothing(&self) -> &'static str {
        self.prefix.strip_suffix('/').unwrap_or(self.prefix)
    }
}

/// The template as it was written.
impl fmt::Display for PathTemplate {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

/// The template as it was written.
impl fmt::Debug for PathTemplate {
    #[inline]
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
    suffix: &'static str,
}

impl TemplateCursor {
    pub(crate) const fn new(template: PathTemplate) -> Self {
        Self { placeholders: template.placeholders, suffix: template.suffix }
    }

    /// The placeholder that has no argument yet.
    pub(crate) fn next(&self) -> Option<&'static Placeholder> {
        self.placeholders.first()
    }

    /// Appends the text before the next placeholder, if that is a segment with this name; the argument comes
    /// next.
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

    /// Appends the text before the next placeholder, if that is the rest of the path and has this name; its
    /// segments come next.
    #[cold]
    pub(crate) fn begin_rest(&mut self, name: &str, path: &mut TextBuffer) -> bool {
        match self.placeholders {
            [next] if next.rest_name() == Some(name) => {
                self.placeholders = &[];
                path.push(next.prefix.as_bytes());
                true
            }
            _ => false,
        }
    }

    /// Leaves out the last placeholder with its `/`, if it is the next one and may be absent.
    #[cold]
    pub(crate) fn skip_optional(&mut self, path: &mut TextBuffer) -> bool {
        match self.placeholders {
            [next] if next.optional => {
                self.placeholders = &[];
                path.push(next.prefix_of_nothing().as_bytes());
                if path.len() == 0 {
                    path.push(b"/");
                }
                true
            }
            _ => false,
        }
    }

    /// Appends the text after the last placeholder, once.
    pub(crate) fn finish(&mut self, path: &mut TextBuffer) {
        let suffix = mem::take(&mut self.suffix);
        if !suffix.is_empty() {
            path.push(suffix.as_bytes());
        }
    }
}

/// Whether two templates differ only in the names of their placeholders.
#[inline]
pub(crate) fn is_same_path(one: &str, other: &str) -> bool {
    let is_same = |(one, other): (&str, &str)| {
        one == other || (one.starts_with('{') && other.starts_with('{'))
    };
    one.split('/').count() == other.split('/').count()
        && one.split('/').zip(other.split('/')).all(is_same)
}

/// The first placeholder of a text, and what follows it.
const fn split_placeholder(text: &'static str) -> Option<(Placeholder, &'static str)> {
    let Some((prefix, rest)) = split_once(text, b'{') else { return None };
    let Some((name, rest)) = split_once(rest, b'}') else { return None };
    Some((Placeholder { prefix, name, optional: false }, rest))
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
    fn a_template_is_its_prefixes_its_placeholders_and_a_suffix() {
        fn check(template: PathTemplate, placeholders: &[(&str, &str)], suffix: &str) {
            let found = template.placeholders().iter().map(|found| (found.prefix, found.name));
            assert_eq!(found.collect::<Vec<_>>(), placeholders);
            assert_eq!(template.suffix(), suffix);
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

    #[test]
    fn an_end_may_be_the_rest_of_the_path_or_absent() {
        fn check(template: PathTemplate, rest: Option<&str>, forms: &[&str]) {
            assert_eq!(template.rest(), rest);
            assert_eq!(template.has_optional_end(), forms.len() > 1);
            assert_eq!(template.forms().collect::<Vec<_>>(), forms);
        }
        check(path_template!("/a/{b}"), None, &["/a/{b}"]);
        check(path_template!("/a/{b}", optional), None, &["/a/{b}", "/a", "/a/"]);
        check(path_template!("/{b}", optional), None, &["/{b}", "/"]);
        check(path_template!("/a/{b..}"), Some("b"), &["/a/{b..}"]);
        check(path_template!("/{a}/{b..}", optional), Some("b"), &["/{a}/{b..}", "/{a}", "/{a}/"]);
        assert_eq!(path_template!("/{a}/{b..}").names().collect::<Vec<_>>(), ["a", "b"]);
    }
}
