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
    pub(super) fn copy_literal(&mut self, uri: &mut String) -> Option<&'static str> {
        let Some((literal, tail)) = split_at(self.rest, b'{') else {
            uri.push_str(self.rest);
            self.rest = "";
            return None;
        };
        uri.push_str(literal);
        let (name, rest) = split_at(tail, b'}').unwrap_or((tail, ""));
        self.rest = rest;
        Some(name)
    }
}

/// A path that fits a template: placeholders and the segments that stand for them, still encoded.
#[cfg(feature = "server")]
#[derive(Clone, Copy)]
pub(super) struct Arguments<'a> {
    all: Segments<'a>,
    /// What follows the argument that was looked up last.
    rest: Segments<'a>,
}

#[cfg(feature = "server")]
impl<'a> Arguments<'a> {
    /// Those of a path without placeholders.
    pub(super) const NONE: Self = Self::new(Segments { template: "", path: "" });

    const fn new(all: Segments<'a>) -> Self {
        Self { all, rest: all }
    }

    /// `None` if the path does not fit. A placeholder takes exactly one segment, never an empty one.
    pub(super) fn find(template: &'static str, path: &'a str) -> Option<Self> {
        let all = Segments { template, path };
        let mut segments = all;
        for (_, segment) in segments.by_ref() {
            if segment.is_empty() {
                return None;
            }
        }
        (segments.template == segments.path).then_some(Self::new(all))
    }

    /// The segment that stands for a placeholder.
    ///
    /// Placeholders are mostly asked for in their order, so the search begins behind the last one.
    pub(super) fn get(&mut self, name: &str) -> Option<&'a str> {
        match self.rest.next() {
            Some((placeholder, segment)) if placeholder == name => Some(segment),
            _ => {
                self.rest = self.all;
                self.rest
                    .find_map(|(placeholder, segment)| (placeholder == name).then_some(segment))
            }
        }
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
#[inline]
fn split_at(text: &'static str, separator: u8) -> Option<(&'static str, &'static str)> {
    // Pieces are short: searching by byte is quicker than `str::split_once`.
    let position = text.bytes().position(|byte| byte == separator)?;
    Some((text.get(..position)?, text.get(position + 1..)?))
}
