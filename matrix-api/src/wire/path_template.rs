//! Templates such as `/_matrix/client/v3/user/{userId}/openid/request_token`, where a placeholder is
//! a whole segment.

/// A template that is being filled, from left to right.
#[cfg(feature = "client")]
pub(super) struct Unfilled {
    /// Begins with the placeholder that comes next; empty behind the last.
    rest: &'static str,
}

#[cfg(feature = "client")]
impl Unfilled {
    /// What remains of a template whose first literal text is appended.
    pub(super) fn begin(template: &'static str, uri: &mut Vec<u8>) -> Self {
        let mut unfilled = Self { rest: template };
        unfilled.copy_literal(uri);
        unfilled
    }

    /// No template.
    pub(super) fn none() -> Self {
        Self { rest: "" }
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
    pub(super) fn copy_literal(&mut self, uri: &mut Vec<u8>) {
        // Texts are short: searching by byte is quicker than `str::find`.
        let end = self.rest.bytes().position(|byte| byte == b'{').unwrap_or(self.rest.len());
        let (literal, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        uri.extend_from_slice(literal.as_bytes());
        self.rest = rest;
    }

    /// The name of the next placeholder.
    pub(super) fn next_name(&self) -> Option<&'static str> {
        let (name, _) = self.rest.strip_prefix('{')?.split_once('}')?;
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
#[cfg(feature = "server")]
#[inline]
fn split_at(text: &'static str, separator: u8) -> Option<(&'static str, &'static str)> {
    // Pieces are short: searching by byte is quicker than `str::split_once`.
    let position = text.bytes().position(|byte| byte == separator)?;
    Some((text.get(..position)?, text.get(position + 1..)?))
}
