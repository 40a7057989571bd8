//! Templates such as `/_matrix/client/v3/user/{userId}/openid/request_token`, where a placeholder is
//! a whole segment.

/// A template that is being filled, from left to right.
#[cfg(feature = "client")]
#[derive(Clone, Copy)]
pub(super) struct Unfilled {
    rest: &'static str,
}

#[cfg(feature = "client")]
impl Unfilled {
    pub(super) fn new(template: &'static str) -> Self {
        Self { rest: template }
    }

    /// Appends the literal text up to the next placeholder, and returns that one's name.
    pub(super) fn copy_literal(&mut self, uri: &mut Vec<u8>) -> Option<&'static str> {
        let Some((literal, tail)) = split_at(self.rest, b'{') else {
            uri.extend_from_slice(self.rest.as_bytes());
            self.rest = "";
            return None;
        };
        uri.extend_from_slice(literal.as_bytes());
        let (name, rest) = split_at(tail, b'}').unwrap_or((tail, ""));
        self.rest = rest;
        Some(name)
    }
}

/// How many placeholders are kept once they were found. Most templates have no more.
#[cfg(feature = "server")]
const KEPT: usize = 2;

/// A path that fits a template: placeholders and the segments that stand for them, still encoded.
#[cfg(feature = "server")]
#[derive(Clone, Copy)]
pub(super) struct Arguments<'a> {
    all: Segments<'a>,
    kept: [(&'static str, &'a str); KEPT],
}

#[cfg(feature = "server")]
impl<'a> Arguments<'a> {
    /// Those of a path without placeholders.
    pub(super) const NONE: Self =
        Self { all: Segments { template: "", path: "" }, kept: [("", ""); KEPT] };

    /// `None` if the path does not fit. A placeholder takes exactly one segment, never an empty one.
    pub(super) fn find(template: &'static str, path: &'a str) -> Option<Self> {
        let mut arguments = Self { all: Segments { template, path }, ..Self::NONE };
        let (mut segments, mut kept) = (arguments.all, arguments.kept.iter_mut());
        for (name, segment) in segments.by_ref() {
            if segment.is_empty() {
                return None;
            }
            if let Some(kept) = kept.next() {
                *kept = (name, segment);
            }
        }
        (segments.template == segments.path).then_some(arguments)
    }

    /// The segment that stands for a placeholder.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        let has_name = |(placeholder, _): &(&str, &str)| *placeholder == name;
        let kept = self.kept.iter().find(|argument| has_name(argument)).copied();
        kept.or_else(|| self.all.skip(KEPT).find(has_name)).map(|(_, segment)| segment)
    }

    /// Each placeholder's name, with its segment.
    pub(super) fn iter(self) -> Segments<'a> {
        self.all
    }
}

/// What remains of a template and of a path that is matched with it.
#[cfg(feature = "server")]
#[derive(Clone, Copy)]
pub(super) struct Segments<'a> {
    template: &'static str,
    path: &'a str,
}

/// Each placeholder's name, with its segment.
#[cfg(feature = "server")]
impl<'a> Iterator for Segments<'a> {
    type Item = (&'static str, &'a str);

    /// Goes on as long as the path fits; what remains of it is the same as what remains of the
    /// template if it does to the end.
    fn next(&mut self) -> Option<Self::Item> {
        let (literal, placeholder) = split_at(self.template, b'{')?;
        let (name, template) = split_at(placeholder, b'}')?;
        let path = self.path.strip_prefix(literal)?;
        let end = path.bytes().position(|byte| byte == b'/').unwrap_or(path.len());
        let (segment, path) = path.split_at_checked(end)?;
        (self.template, self.path) = (template, path);
        Some((name, segment))
    }
}

/// What is ahead of the first of these bytes, an ASCII one, and what is behind it.
#[cfg(any(feature = "client", feature = "server"))]
#[inline]
fn split_at(text: &'static str, separator: u8) -> Option<(&'static str, &'static str)> {
    // Pieces are short: searching by byte is quicker than `str::split_once`.
    let position = text.bytes().position(|byte| byte == separator)?;
    Some((text.get(..position)?, text.get(position + 1..)?))
}
