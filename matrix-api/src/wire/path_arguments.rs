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
pub(super) struct PathArguments<'a> {
    template: PathTemplate,
    path: &'a str,
}

impl<'a> PathArguments<'a> {
    /// The arguments of a path without placeholders.
    pub(super) const NONE: Self = Self { template: PathTemplate::EMPTY, path: "" };

    /// The arguments of a path that matches one of the templates. A placeholder stands for one segment that
    /// is not empty.
    pub(super) fn find(paths: &PathHistory, path: &'a str) -> Option<Self> {
        // Clients mostly use the newest.
        let mut candidates = paths.templates().rev().map(|template| Self { template, path });
        candidates.find(|arguments| arguments.matches())
    }

    fn matches(self) -> bool {
        let mut arguments = self.iter();
        arguments.by_ref().for_each(drop);
        arguments.placeholders.as_slice().is_empty() && self.template.rest() == arguments.path
    }

    /// The argument for a placeholder.
    pub(super) fn get(self, name: &str) -> Option<&'a str> {
        self.iter().find(|(placeholder, _)| *placeholder == name).map(|(_, argument)| argument)
    }

    /// The name of each placeholder, with its argument.
    pub(super) fn iter(self) -> Iter<'a> {
        Iter { placeholders: self.template.placeholders().iter(), path: self.path }
    }
}

/// Walks a template and a path side by side, as far as the path matches.
pub(super) struct Iter<'a> {
    placeholders: slice::Iter<'static, Placeholder>,
    path: &'a str,
}

impl<'a> Iterator for Iter<'a> {
    type Item = (&'static str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let Placeholder { prefix, name } = self.placeholders.as_slice().first()?;
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
}
