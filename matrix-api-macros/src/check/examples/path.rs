//! Rules for the path of an example's request: it is one of the endpoint's.

use super::subject::Subject;
use crate::{
    diagnostics::Diagnostics, model::FieldPlace, path::PathTemplate, suggestion::suggestion,
    text::Text,
};

pub(super) fn check(path: &str, target: &Text, subject: &Subject<'_>, diagnostics: &Diagnostics) {
    if subject.templates.is_empty() {
        return;
    }
    let mut refused = None;
    for template in subject.templates {
        match compare(template, path, has_optional_end(template, subject)) {
            Fit::Whole => return,
            Fit::Argument(argument) => refused = refused.or(Some(argument)),
            Fit::None => {}
        }
    }
    if let Some(BadArgument { position, placeholder, segment }) = refused {
        let message = if segment.is_empty() {
            format!("the argument of `{placeholder}` is empty; write one")
        } else {
            format!(
                "HTTP libraries remove the segment `{segment}`; write another argument for \
                 `{placeholder}`"
            )
        };
        diagnostics.error(target.span_at(position), message);
        return;
    }
    let templates = subject.templates.iter().map(|template| template.text.value());
    let templates: Vec<String> = templates.collect();
    let advice = suggestion(path, &templates);
    diagnostics.error(target.span(), format!("the endpoint has no path `{path}`; {advice}"));
}

/// Whether the last argument may be absent. It may be, too, if the request is not known.
fn has_optional_end(template: &PathTemplate, subject: &Subject<'_>) -> bool {
    let Some(last) = template.placeholders.last() else { return false };
    subject.request.is_none_or(|request| {
        request.fields.iter().any(|it| {
            it.field.place == FieldPlace::Path
                && it.field.wire_name == last.name
                && it.field.is_optional()
        })
    })
}

/// Whether a path fits a template.
#[derive(Debug, PartialEq)]
enum Fit {
    Whole,
    /// It would with another argument.
    Argument(BadArgument),
    None,
}

/// An argument that cannot be sent.
#[derive(Debug, PartialEq)]
struct BadArgument {
    /// The byte of the path.
    position: usize,
    placeholder: String,
    segment: String,
}

/// Compares a path that is still percent-encoded, segment by segment.
fn compare(template: &PathTemplate, path: &str, has_optional_end: bool) -> Fit {
    let template_text = template.text.value();
    let mut expected = template_text.split('/').peekable();
    let mut segments = Segments { rest: Some(path), position: 0 };
    let mut placeholders = template.placeholders.iter();
    let mut refused = None;
    while let Some(part) = expected.next() {
        let is_last = expected.peek().is_none();
        if !part.starts_with('{') {
            match segments.next() {
                Some((_, segment)) if segment == part => continue,
                _ => return Fit::None,
            }
        }
        let Some(placeholder) = placeholders.next() else { return Fit::None };
        let is_absent = matches!(segments.rest, None | Some(""));
        if is_last && has_optional_end && is_absent {
            segments.rest = None;
            break;
        }
        let Some(first) = segments.next() else { return Fit::None };
        let others =
            std::iter::from_fn(|| if placeholder.is_rest { segments.next() } else { None });
        let arguments: Vec<_> = std::iter::once(first).chain(others).collect();
        refused = refused.or(arguments.into_iter().find(|(_, segment)| !is_argument(segment)).map(
            |(position, segment)| BadArgument {
                position,
                placeholder: placeholder.written(),
                segment: segment.to_owned(),
            },
        ));
    }
    match (segments.rest, refused) {
        (Some(_), _) => Fit::None,
        (None, Some(refused)) => Fit::Argument(refused),
        (None, None) => Fit::Whole,
    }
}

/// The segments of a path that are left.
struct Segments<'a> {
    /// Absent after the last one.
    rest: Option<&'a str>,
    position: usize,
}

impl<'a> Segments<'a> {
    /// The next segment, and the byte where it begins.
    fn next(&mut self) -> Option<(usize, &'a str)> {
        let rest = self.rest?;
        let position = self.position;
        let (segment, rest) = match rest.split_once('/') {
            Some((segment, rest)) => (segment, Some(rest)),
            None => (rest, None),
        };
        self.rest = rest;
        self.position += segment.len() + 1;
        Some((position, segment))
    }
}

/// HTTP libraries remove the segments `.` and `..`, also percent-encoded ones (WHATWG URL, section 4.1).
fn is_argument(segment: &str) -> bool {
    let dots = segment.to_ascii_lowercase().replace("%2e", ".");
    !matches!(dots.as_str(), "" | "." | "..")
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;
    use syn::LitStr;

    use super::{Fit, compare};
    use crate::{diagnostics::collect, path::PathTemplate, text::Text};

    fn fit(template: &str, path: &str, has_optional_end: bool) -> Fit {
        let text = Text::from(LitStr::new(template, Span::call_site()));
        let (template, _) = collect(|diagnostics| PathTemplate::parse(&text, diagnostics));
        compare(&template.expect("a template"), path, has_optional_end)
    }

    #[test]
    fn paths_fit_as_the_server_reads_them() {
        for (template, path, optional) in [
            ("/", "/", false),
            ("/a/", "/a/", false),
            ("/a/{b}/c", "/a/x%2F/c", false),
            ("/a/{b}", "/a", true),
            ("/a/{b}", "/a/", true),
            ("/a/{b}", "/a/x", true),
            ("/{b}", "/", true),
            ("/a/{b..}", "/a/x", false),
            ("/a/{b..}", "/a/x/y/z", false),
            ("/a/{b..}", "/a", true),
            ("/a/{b}/{c..}", "/a/x/y/z", false),
        ] {
            assert_eq!(fit(template, path, optional), Fit::Whole, "{template} {path}");
        }
    }

    #[test]
    fn other_paths_do_not_fit() {
        for (template, path, optional) in [
            ("/", "/a", false),
            ("/a", "/a/", false),
            ("/a/", "/a", false),
            ("/a/{b}", "/a", false),
            ("/a/{b}", "/a/x/y", true),
            ("/a/{b}/c", "/a/x", false),
            ("/a/{b}/c", "/A/x/c", false),
            ("/a/{b..}", "/b/x", false),
        ] {
            assert_eq!(fit(template, path, optional), Fit::None, "{template} {path}");
        }
    }

    #[test]
    fn arguments_that_cannot_be_sent_are_found() {
        for (template, path, position) in [
            ("/a/{b}/c", "/a//c", 3),
            ("/a/{b}", "/a/", 3),
            ("/a/{b}", "/a/..", 3),
            ("/a/{b}/c", "/a/%2e/c", 3),
            ("/a/{b..}", "/a/x//y", 5),
            ("/a/{b..}", "/a/x/.", 5),
        ] {
            let fit = fit(template, path, false);
            assert!(
                matches!(&fit, Fit::Argument(argument) if argument.position == position),
                "{template} {path}: {fit:?}"
            );
        }
    }
}
