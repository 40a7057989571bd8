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
        let Some((literal, tail)) = self.rest.split_once('{') else {
            uri.push_str(self.rest);
            self.rest = "";
            return None;
        };
        uri.push_str(literal);
        let (name, rest) = tail.split_once('}').unwrap_or((tail, ""));
        self.rest = rest;
        Some(name)
    }
}

/// A path that fits a template: placeholders and the segments that stand for them, still encoded.
#[cfg(feature = "server")]
#[derive(Clone, Copy)]
pub(super) struct Arguments<'a> {
    template: &'static str,
    path: &'a str,
}

#[cfg(feature = "server")]
impl<'a> Arguments<'a> {
    /// `None` if the path does not fit. A placeholder takes exactly one segment, never an empty one.
    pub(super) fn find(template: &'static str, path: &'a str) -> Option<Self> {
        let mut arguments = Self { template, path };
        for (_, segment) in arguments.by_ref() {
            if segment.is_empty() {
                return None;
            }
        }
        (arguments.template == arguments.path).then_some(Self { template, path })
    }

    /// The segment that stands for a placeholder.
    pub(super) fn get(mut self, name: &str) -> Option<&'a str> {
        self.find_map(|(placeholder, segment)| (placeholder == name).then_some(segment))
    }
}

/// Each placeholder's name, with its segment.
#[cfg(feature = "server")]
impl<'a> Iterator for Arguments<'a> {
    type Item = (&'static str, &'a str);

    /// Goes on as long as the path fits; what remains of it is the same as what remains of the
    /// template if it does to the end.
    fn next(&mut self) -> Option<Self::Item> {
        let (literal, placeholder) = self.template.split_once('{')?;
        let (name, template) = placeholder.split_once('}')?;
        let path = self.path.strip_prefix(literal)?;
        let end = path.bytes().position(|byte| byte == b'/').unwrap_or(path.len());
        let (segment, path) = path.split_at_checked(end)?;
        (self.template, self.path) = (template, path);
        Some((name, segment))
    }
}
