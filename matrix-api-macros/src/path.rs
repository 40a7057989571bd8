//! Path templates, made of literal segments and placeholders; the last placeholder may be the rest of the path.

use proc_macro2::Span;
use syn::Ident;

use crate::{diagnostics::Diagnostics, text::Text};

/// A path template such as `/_matrix/client/v3/user/{userId}/openid`.
#[derive(Clone)]
pub(crate) struct PathTemplate {
    /// The template as written; the runtime gets the same.
    pub(crate) text: Text,
    /// The placeholders, in order.
    pub(crate) placeholders: Vec<Placeholder>,
}

/// A placeholder of a template.
#[derive(Clone)]
pub(crate) struct Placeholder {
    pub(crate) name: String,
    /// Whether it stands for all segments that are left: `{name..}`.
    pub(crate) is_rest: bool,
    /// The literal that it is in.
    pub(crate) span: Span,
}

/// A problem with a template, at a byte of it.
struct Problem {
    position: usize,
    message: String,
}

impl Placeholder {
    /// The placeholder as it was written.
    pub(crate) fn written(&self) -> String {
        format!("{{{}{}}}", self.name, if self.is_rest { REST } else { "" })
    }
}

/// What follows the name of a placeholder for all segments that are left.
const REST: &str = "..";

impl PathTemplate {
    /// Reads a template; reports everything that is wrong with it.
    pub(crate) fn parse(text: &Text, diagnostics: &Diagnostics) -> Option<Self> {
        let path = text.value();
        if let Some((scheme, rest)) = path.split_once("://")
            && !scheme.contains('/')
        {
            let path = rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or("/..");
            diagnostics.error(
                text.span_at(0),
                format!("a path has no host: clients prepend the base URL; write `{path}`"),
            );
            return None;
        }
        let mut problems = Vec::new();
        let mut report = |position, message| problems.push(Problem { position, message });
        let mut placeholders: Vec<Placeholder> = Vec::new();
        if path.is_empty() {
            report(0, "the path is empty; write `/..`".to_owned());
        } else if !path.starts_with('/') {
            report(0, format!("the path does not begin with `/`; write `/{path}`"));
        }
        let segments = path.trim_start_matches('/');
        let mut position = path.len() - segments.len();
        for segment in segments.split('/') {
            match Segment::read(segment) {
                Ok(Segment::Literal) => {}
                Ok(Segment::Placeholder { name, .. })
                    if placeholders.iter().any(|earlier| earlier.name == name) =>
                {
                    report(position, format!("duplicate placeholder `{{{name}}}`; rename one"));
                }
                Ok(Segment::Placeholder { name, is_rest }) => {
                    let end = position + segment.len();
                    if let Some(after) =
                        path.get(end..).filter(|after| is_rest && !after.is_empty())
                    {
                        let message = format!(
                            "nothing can follow `{{{name}..}}`, the rest of the path; remove `{after}`, \
                             or write `{{{name}}}` for one segment"
                        );
                        report(end, message);
                    }
                    placeholders.push(Placeholder { name, is_rest, span: text.span_at(position) });
                }
                Err(problem) => report(position + problem.position, problem.message),
            }
            position += segment.len() + 1;
        }
        if let Some(position) = path.find("//") {
            let message = "the path has an empty segment, `//`; write one `/`";
            report(position + 1, message.to_owned());
        }
        if problems.is_empty() {
            return Some(Self { text: text.clone(), placeholders });
        }
        // Several segments may have the same problem.
        let mut seen = Vec::new();
        for Problem { position, message } in problems {
            if !seen.contains(&message) {
                diagnostics.error(text.span_at(position), &message);
                seen.push(message);
            }
        }
        None
    }
}

/// A segment of a path, between two slashes.
enum Segment {
    Literal,
    Placeholder { name: String, is_rest: bool },
}

impl Segment {
    fn read(segment: &str) -> Result<Self, Problem> {
        let problem = |message| Problem { position: 0, message };
        if let Some(name) = segment.strip_prefix(':') {
            let message =
                format!("a placeholder is written in braces: `{{{name}}}`, not `:{name}`");
            return Err(problem(message));
        }
        if segment.contains(['{', '}']) {
            return Self::read_placeholder(segment).map_err(problem);
        }
        if matches!(segment, "." | "..") {
            return Err(problem(format!(
                "HTTP libraries remove the segment `{segment}`; write the path without it"
            )));
        }
        let other = segment.char_indices().find(|(_, character)| !is_path_character(*character));
        let Some((position, character)) = other else {
            return Self::check_encoding(segment);
        };
        let message =
            match character {
                '?' => "a path cannot contain a query; write a field with `#[ruma_api(query)]`"
                    .to_owned(),
                '#' => "a path cannot contain a fragment, which clients never send; remove it"
                    .to_owned(),
                _ => {
                    format!("a path cannot contain {character:?}; write `{}`", encoded(character))
                }
            };
        Err(Problem { position, message })
    }

    /// RFC 3986, section 2.1: `%` and two hexadecimal digits.
    fn check_encoding(segment: &str) -> Result<Self, Problem> {
        let broken = segment.match_indices('%').find(|(position, _)| {
            let encoded = segment.bytes().skip(position + 1).take(2);
            encoded.filter(u8::is_ascii_hexdigit).count() < 2
        });
        let Some((position, _)) = broken else { return Ok(Self::Literal) };
        let message = "two hexadecimal digits must follow `%`; for a literal `%` write `%25`";
        Err(Problem { position, message: message.to_owned() })
    }

    fn read_placeholder(segment: &str) -> Result<Self, String> {
        let Some(opened) = segment.find('{') else {
            return Err(format!("unmatched `}}`; write `{{{}}}`", segment.trim_end_matches('}')));
        };
        let after = segment.get(opened + 1..).unwrap_or_default();
        let Some((name, rest)) = after.split_once('}') else {
            return Err(format!("the placeholder `{{{after}` is not closed; write `{{{after}}}`"));
        };
        let written = name;
        let (name, is_rest) = match name.strip_suffix(REST) {
            Some(name) => (name, true),
            None => (name, false),
        };
        if name.is_empty() {
            return Err(
                "the placeholder has no name; write that of its field, such as `{user_id}`"
                    .to_owned(),
            );
        }
        if opened > 0 || !rest.is_empty() {
            return Err(format!("a placeholder must be a whole segment; write `/{{{written}}}`"));
        }
        if name.starts_with("r#") || !is_identifier(name) {
            return Err(invalid_placeholder(written));
        }
        Ok(Self::Placeholder { name: name.to_owned(), is_rest })
    }
}

/// Whether a field can have the name, perhaps with `r#`.
fn is_identifier(name: &str) -> bool {
    syn::parse_str::<Ident>(name).is_ok() || syn::parse_str::<Ident>(&format!("r#{name}")).is_ok()
}

/// The error for a placeholder whose name is not an identifier.
fn invalid_placeholder(name: &str) -> String {
    if let Some(rest) = name_of_wildcard(name) {
        return format!(
            "`{{{name}}}` is not a placeholder; write `{{{rest}..}}` for the rest of the path, or \
             `{{{rest}}}` for one segment"
        );
    }
    if let Some(name) = name.strip_prefix("r#") {
        return format!("a placeholder is written without `r#`: `{{{name}}}`");
    }
    if let Some((name, _)) = name.split_once(':').filter(|(name, _)| is_identifier(name)) {
        return format!("a placeholder is only a name; write `{{{name}}}`");
    }
    let identifier = name.replace(['-', '.'], "_");
    if syn::parse_str::<Ident>(&identifier).is_ok() {
        format!("`{name}` cannot be a field's name; write `{{{identifier}}}`")
    } else {
        format!("`{name}` is not an identifier; write the name of a field")
    }
}

/// The name in the wildcard of another framework: `*rest`, `rest:.*`, `rest:path`.
fn name_of_wildcard(name: &str) -> Option<&str> {
    let signs = ['*', '+', '.'];
    let rest = match name.split_once(':') {
        Some((rest, pattern)) if pattern == "path" || pattern.contains(signs) => rest,
        _ => name.trim_matches(signs),
    };
    (rest != name && syn::parse_str::<Ident>(rest).is_ok()).then_some(rest)
}

/// RFC 3986, section 3.3: `pchar`, and the `%` of encoded bytes.
pub(crate) fn is_path_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@%".contains(character)
}

/// The percent-encoding of a character's bytes in UTF-8.
pub(crate) fn encoded(character: char) -> String {
    character.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;
    use syn::LitStr;

    use super::{PathTemplate, Placeholder};
    use crate::{diagnostics::collect, text::Text};

    fn placeholders(text: &str) -> Option<Vec<String>> {
        let path = Text::from(LitStr::new(text, Span::call_site()));
        let (template, report) = collect(|diagnostics| PathTemplate::parse(&path, diagnostics));
        assert_eq!(template.is_none(), report.has_errors(), "{text}");
        let names = |template: PathTemplate| {
            template.placeholders.iter().map(Placeholder::written).collect()
        };
        template.map(names)
    }

    #[test]
    fn placeholders_are_whole_segments() {
        assert_eq!(placeholders("/").as_deref(), Some(&[][..]));
        let found = |path| placeholders(path).unwrap_or_default();
        assert_eq!(found("/a/{b}/c/{d}"), ["{b}", "{d}"]);
        assert_eq!(found("/a/{type}"), ["{type}"]);
        assert_eq!(found("/a/{b}/{c..}"), ["{b}", "{c..}"]);
        assert_eq!(placeholders("/a/{b}.json"), None);
    }

    #[test]
    fn paths_that_no_request_can_have_are_refused() {
        for path in [
            "",
            "a",
            "//a",
            "/a//b",
            "/a?b",
            "/a#b",
            "/a b",
            "/ä",
            "/{",
            "/{}",
            "/{a",
            "/a}",
            "/{a}/{a}",
            "/{1a}",
            "/{a-b}",
            "/:a",
            "/a/../b",
            "/a/.",
            "/a\\b",
            "/{*rest}",
            "/{rest...}",
            "/{rest.}",
            "/{..rest}",
            "/{rest:.*}",
            "/{..}",
            "/{rest..}/",
            "/{rest..}/a",
            "/{rest..}/{a}",
            "/{a}/{a..}",
            "/a{rest..}",
            "/100%",
            "/%2",
            "/%zz",
            "https://a/b",
        ] {
            assert_eq!(placeholders(path), None, "{path}");
        }
    }
}
