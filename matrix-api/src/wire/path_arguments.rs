//! The arguments of a path: segments that stand for the placeholders of a template.

use std::iter;

use crate::{
    path_history::PathHistory,
    text::swar,
    text::template::{MOST, Placeholder, SplitTemplate},
};

/// The arguments of a path, still encoded.
#[derive(Clone, Copy)]
pub(super) struct Arguments<'a> {
    /// The newest template; all others of the endpoint have the same placeholders.
    template: &'static SplitTemplate,
    /// Those for its first placeholders.
    first: [&'a str; MOST],
    more: MoreArguments<'a>,
}

impl<'a> Arguments<'a> {
    /// Those of a path without placeholders.
    pub(super) const NONE: Self = Self {
        template: &SplitTemplate::of(""),
        first: [""; MOST],
        more: MoreArguments { template: "", path: "" },
    };

    /// Those of a path that fits one of the templates. A placeholder takes exactly one segment,
    /// never an empty one.
    pub(super) fn find(paths: &'static PathHistory, path: &'a str) -> Option<Self> {
        if paths.is_literal() {
            return paths.has_template(path).then_some(Self::NONE);
        }
        // Clients mostly use the newest.
        let newest = paths.newest();
        Self::match_with(newest, newest, path).or_else(|| {
            paths
                .templates()
                .find_map(|older| Self::match_with(&SplitTemplate::of(older), newest, path))
        })
    }

    /// With the names that the placeholders have in the newest template.
    fn match_with(
        template: &SplitTemplate,
        newest: &'static SplitTemplate,
        path: &'a str,
    ) -> Option<Self> {
        let mut first = [""; MOST];
        let mut rest = path;
        for (Placeholder { ahead, .. }, argument) in template.placeholders().zip(&mut first) {
            (*argument, rest) = split_off_segment(rest.strip_prefix(ahead)?)?;
        }
        let more = MoreArguments { template: template.rest(), path: rest };
        let mut unmatched = more;
        if template.has_more() {
            unmatched.by_ref().for_each(drop);
        }
        let fits = unmatched.template == unmatched.path;
        fits.then_some(Self { template: newest, first, more })
    }

    /// The argument for a placeholder, which is likely the one at this place.
    pub(super) fn get(&self, name: &str, likely: usize) -> Option<&'a str> {
        match self.template.placeholder(likely) {
            Some(placeholder) if placeholder.name == name => self.first.get(likely).copied(),
            _ => self.search(name),
        }
    }

    #[cold]
    fn search(&self, name: &str) -> Option<&'a str> {
        self.iter().find(|(placeholder, _)| *placeholder == name).map(|(_, argument)| argument)
    }

    /// Each placeholder's name, with its argument.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &'a str)> {
        let names = self.template.placeholders().map(|placeholder| placeholder.name);
        iter::zip(names, self.first).chain(self.more)
    }
}

/// What remains of a template and of a path that is matched with it: each placeholder's name, with
/// its argument.
///
/// It goes on as long as the path fits. If it does to the end, the same remains of both.
#[derive(Clone, Copy)]
struct MoreArguments<'a> {
    template: &'static str,
    path: &'a str,
}

impl<'a> Iterator for MoreArguments<'a> {
    type Item = (&'static str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let (Placeholder { ahead, name }, template) = Placeholder::first(self.template)?;
        let (argument, path) = split_off_segment(self.path.strip_prefix(ahead)?)?;
        (self.template, self.path) = (template, path);
        Some((name, argument))
    }
}

/// A segment, and what follows it. `None` if it is empty.
fn split_off_segment(path: &str) -> Option<(&str, &str)> {
    let end = swar::position(path.as_bytes(), |word| swar::equal(word, b'/'));
    path.split_at_checked(end.unwrap_or(path.len())).filter(|(segment, _)| !segment.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use crate::{path_history::PathHistory, versions::MatrixVersion};

    const ROOM: &PathHistory = &PathHistory::versioned(
        &[("org.example", "/unstable/{room}/{event}")],
        &[
            (MatrixVersion::V1_0, "/r0/rooms/{room}/event/{event}/"),
            (MatrixVersion::V1_1, "/v3/rooms/{room}/event/{event}"),
        ],
        None,
        None,
    );
    const NONE: &PathHistory = &PathHistory::fixed("/a");
    const MANY: &PathHistory = &PathHistory::fixed("/{a}/{b}/{c}/{d}/e/{e}/{f}/g");

    fn arguments(
        paths: &'static PathHistory,
        path: &'static str,
    ) -> Option<Vec<(&'static str, &'static str)>> {
        Arguments::find(paths, path).map(|arguments| arguments.iter().collect())
    }

    #[test]
    fn every_template_of_the_endpoint_is_tried() {
        let expected = Some(vec![("room", "!a"), ("event", "$b%2F")]);
        for path in ["/v3/rooms/!a/event/$b%2F", "/r0/rooms/!a/event/$b%2F/", "/unstable/!a/$b%2F"]
        {
            assert_eq!(arguments(ROOM, path), expected, "{path}");
        }
    }

    #[test]
    fn a_path_fits_to_its_end_or_not_at_all() {
        for path in [
            "",
            "/v3/rooms/!a/event",
            "/v3/rooms/!a/event/",
            "/v3/rooms//event/$b",
            "/v3/rooms/!a/event/$b/",
            "/v3/rooms/!a/event/$b/c",
            "/v3/rooms/!a/b/event/$b",
            "/r0/rooms/!a/event/$b",
            "/unstable/!a/$b/",
            "/v3/rooms/{room}/event",
        ] {
            assert_eq!(arguments(ROOM, path), None, "{path}");
        }
    }

    #[test]
    fn there_may_be_any_number_of_placeholders() {
        let expected = ["a", "b", "c", "d", "e", "f"].map(|name| (name, name));
        assert_eq!(arguments(MANY, "/a/b/c/d/e/e/f/g"), Some(expected.into()));
        for path in ["/a/b/c/d/e/e/f", "/a/b/c/d/e//f/g", "/a/b/c/d/e/e/f/g/", "/a/b/c/d/e/e//g"] {
            assert_eq!(arguments(MANY, path), None, "{path}");
        }
        assert_eq!(arguments(NONE, "/a"), Some(Vec::new()));
        assert_eq!(arguments(NONE, "/b"), None);
    }

    #[test]
    fn an_argument_is_found_wherever_it_was_expected() {
        let many = Arguments::find(MANY, "/1/2/3/4/e/5/6/g").unwrap();
        for (name, argument) in [("a", "1"), ("b", "2"), ("d", "4"), ("e", "5"), ("f", "6")] {
            for likely in 0..8 {
                assert_eq!(many.get(name, likely), Some(argument), "{name} at {likely}");
            }
        }
        assert_eq!(many.get("g", 6), None);
        let few = Arguments::find(ROOM, "/unstable/!a/$b").unwrap();
        assert_eq!(few.get("", 2), None);
    }
}
