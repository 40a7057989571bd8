//! The arguments of a path: the segments in the places of placeholders.

use std::slice;

use crate::{
    path_history::PathHistory,
    text::{
        swar,
        template::{PathTemplate, Placeholder},
    },
};

/// A path that matches a template. Its arguments are still percent-encoded.
#[derive(Clone, Copy)]
pub(crate) struct PathArguments<'a> {
    template: PathTemplate,
    path: &'a str,
}

impl<'a> PathArguments<'a> {
    /// The arguments of a path without placeholders.
    pub(super) const NONE: Self = Self { template: PathTemplate::EMPTY, path: "" };

    /// The arguments of a path that matches one of the templates. A placeholder stands for one segment that
    /// is not empty; the last one may stand for several, or for none.
    pub(crate) fn find(paths: &PathHistory, path: &'a str) -> Option<Self> {
        // Clients mostly use the newest. A fixed path is the only one.
        if let Some(template) = paths.fixed_path() {
            let arguments = Self { template, path };
            return arguments.matches().then_some(arguments);
        }
        for (_, template) in paths.stable().iter().rev() {
            let arguments = Self { template: *template, path };
            if arguments.matches() {
                return Some(arguments);
            }
        }
        for (_, template) in paths.unstable().iter().rev() {
            let arguments = Self { template: *template, path };
            if arguments.matches() {
                return Some(arguments);
            }
        }
        None
    }

    fn matches(self) -> bool {
        let mut arguments = self.iter();
        arguments.by_ref().for_each(drop);
        (arguments.placeholders.as_slice().is_empty() && self.template.suffix() == arguments.path)
            || arguments.has_open_end(self.template)
    }

    /// The argument for a placeholder that is one segment.
    pub(super) fn get(self, name: &str) -> Option<&'a str> {
        self.iter().find(|(placeholder, _)| *placeholder == name).map(|(_, argument)| argument)
    }

    /// The path with another argument for a placeholder that is one segment, if it has one.
    #[cfg(feature = "examples")]
    pub(crate) fn path_with(self, name: &str, argument: &str) -> Option<String> {
        let mut arguments = self.iter();
        let (_, old) = arguments.find(|(placeholder, _)| *placeholder == name)?;
        let rest = arguments.path;
        let before = self.path.get(..self.path.len() - rest.len() - old.len())?;
        Some(format!("{before}{argument}{rest}"))
    }

    /// The name of the placeholder for the rest of the path, and that rest, which is not empty.
    #[cold]
    pub(super) fn rest(self) -> Option<(&'static str, &'a str)> {
        let mut segments = self.iter();
        loop {
            let next = segments.placeholders.as_slice().first()?;
            if let Some(name) = next.rest_name() {
                let rest = segments.path.strip_prefix(next.prefix)?;
                return (!rest.is_empty()).then_some((name, rest));
            }
            segments.next()?;
        }
    }

    /// How many of the placeholders are one segment.
    pub(super) fn number_of_segments(self) -> usize {
        self.template.placeholders().iter().filter(|it| it.rest_name().is_none()).count()
    }

    /// The text in the braces of each placeholder, and its segment. An argument that is absent is left out; for
    /// the [rest of the path](Self::rest) it is the first segment.
    pub(super) fn iter(self) -> Iter<'a> {
        Iter { placeholders: self.template.placeholders().iter(), path: self.path }
    }
}

/// Walks a template and a path side by side, as far as the path matches.
pub(super) struct Iter<'a> {
    placeholders: slice::Iter<'static, Placeholder>,
    path: &'a str,
}

impl Iter<'_> {
    /// Whether the path matches to its end, because what is left is the rest of the path, or an optional
    /// argument is absent.
    #[cold]
    fn has_open_end(&self, template: PathTemplate) -> bool {
        match self.placeholders.as_slice() {
            [] => template.rest().is_some() && self.path.starts_with('/'),
            [last] => {
                last.optional && (self.path == last.prefix || self.path == last.prefix_of_nothing())
            }
            _ => false,
        }
    }
}

impl<'a> Iterator for Iter<'a> {
    type Item = (&'static str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let Placeholder { prefix, name, .. } = self.placeholders.as_slice().first()?;
        let (argument, path) = split_off_segment(self.path.strip_prefix(*prefix)?)?;
        self.placeholders.next();
        self.path = path;
        Some((name, argument))
    }
}

/// The first segment, and the text after it. `None` if the segment is empty.
fn split_off_segment(path: &str) -> Option<(&str, &str)> {
    let end = swar::position(path.as_bytes(), |word| swar::equal(word, b'/'));
    path.split_at_checked(end.unwrap_or(path.len())).filter(|(segment, _)| !segment.is_empty())
}

#[cfg(test)]
mod tests {
    use super::PathArguments;
    use crate::{path_history::PathHistory, versions::MatrixVersion};

    const ROOM: &PathHistory = &PathHistory::versioned(
        &[("org.example", path_template!("/unstable/{room}/{event}"))],
        &[
            (MatrixVersion::V1_0, path_template!("/r0/rooms/{room}/event/{event}/")),
            (MatrixVersion::V1_1, path_template!("/v3/rooms/{room}/event/{event}")),
        ],
        None,
        None,
    );
    const NONE: &PathHistory = &PathHistory::fixed(path_template!("/a"));
    const MANY: &PathHistory = &PathHistory::fixed(path_template!("/{a}/{b}/{c}/{d}/e/{e}/{f}/g"));

    fn arguments(
        paths: &'static PathHistory,
        path: &'static str,
    ) -> Option<Vec<(&'static str, &'static str)>> {
        PathArguments::find(paths, path).map(|arguments| arguments.iter().collect())
    }

    #[cfg(feature = "examples")]
    #[test]
    fn one_argument_is_replaced() {
        let replaced = |paths, path, name| PathArguments::find(paths, path)?.path_with(name, "x");
        let replaced = |paths, path, name| replaced(paths, path, name).unwrap_or_default();
        assert_eq!(replaced(ROOM, "/r0/rooms/event/event/a/", "room"), "/r0/rooms/x/event/a/");
        assert_eq!(replaced(ROOM, "/v3/rooms/!a/event/%2F", "event"), "/v3/rooms/!a/event/x");
        assert_eq!(replaced(ROOM, "/unstable/a/a", "event"), "/unstable/a/x");
        assert_eq!(replaced(ROOM, "/unstable/a/a", "other"), "");
        assert_eq!(replaced(NONE, "/a", "a"), "");
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
    fn the_last_placeholder_may_be_absent_with_its_slash() {
        const STATE: &PathHistory = &PathHistory::versioned(
            &[],
            &[
                (MatrixVersion::V1_0, path_template!("/r0/{room}/state/{type}/{key}", optional)),
                (MatrixVersion::V1_1, path_template!("/{room}/state/{type}/x/{key}", optional)),
            ],
            None,
            None,
        );
        let key = |path| arguments(STATE, path).map(|found| found.get(2).map(|(_, key)| *key));
        for prefix in ["/r0/!a/state/t", "/!a/state/t/x"] {
            for (end, expected) in [
                ("", Some(None)),
                ("/", Some(None)),
                ("/k", Some(Some("k"))),
                ("//", None),
                ("/k/", None),
                ("/k/l", None),
            ] {
                assert_eq!(key(format!("{prefix}{end}").leak()), expected, "{prefix}{end}");
            }
        }
        assert_eq!(key("/!a/state/t"), None);
        assert_eq!(key("/r0/!a/state/"), None);
        const ROOT: &PathHistory = &PathHistory::fixed(path_template!("/{key}", optional));
        assert_eq!(arguments(ROOT, "/"), Some(vec![]));
        assert_eq!(arguments(ROOT, "/a"), Some(vec![("key", "a")]));
    }

    #[test]
    fn the_last_placeholder_may_be_several_segments() {
        fn rest(paths: &'static PathHistory, path: &'static str) -> Option<Option<&'static str>> {
            PathArguments::find(paths, path).map(|found| found.rest().map(|(_, rest)| rest))
        }
        const OBJECT: &PathHistory = &PathHistory::fixed(path_template!("/o/{bucket}/{key..}"));
        const OBJECTS: &PathHistory =
            &PathHistory::fixed(path_template!("/o/{bucket}/{key..}", optional));
        for (path, expected) in [
            ("/o/b/k", Some(Some("k"))),
            ("/o/b/k/l%2F/m", Some(Some("k/l%2F/m"))),
            // Empty segments are refused when the argument is read.
            ("/o/b/k/", Some(Some("k/"))),
            ("/o/b/k//l", Some(Some("k//l"))),
            ("/o/b//l", None),
            ("/o//k", None),
        ] {
            assert_eq!(rest(OBJECT, path), expected, "{path}");
            assert_eq!(rest(OBJECTS, path), expected, "{path}");
        }
        for path in ["/o/b", "/o/b/"] {
            assert_eq!(rest(OBJECT, path), None, "{path}");
            assert_eq!(rest(OBJECTS, path), Some(None), "{path}");
        }
        assert_eq!(rest(OBJECTS, "/o/"), None);
        assert_eq!(PathArguments::find(OBJECT, "/o/b/k/l").unwrap().get("bucket"), Some("b"));
    }
}
