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

/// The name of a segment that is a placeholder.
#[cfg(feature = "server")]
fn placeholder(segment: &'static str) -> Option<&'static str> {
    segment.strip_prefix('{')?.strip_suffix('}')
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
        let mut segments = path.split('/');
        for expected in template.split('/') {
            let segment = segments.next()?;
            let fits = match placeholder(expected) {
                Some(_) => !segment.is_empty(),
                None => segment == expected,
            };
            if !fits {
                return None;
            }
        }
        segments.next().is_none().then_some(Self { template, path })
    }

    /// Each placeholder's name, with its segment.
    pub(super) fn iter(self) -> impl Iterator<Item = (&'static str, &'a str)> {
        let segments = self.template.split('/').zip(self.path.split('/'));
        segments.filter_map(|(expected, segment)| Some((placeholder(expected)?, segment)))
    }

    /// The segment that stands for a placeholder.
    pub(super) fn get(self, name: &str) -> Option<&'a str> {
        self.iter().find_map(|(placeholder, segment)| (placeholder == name).then_some(segment))
    }
}
