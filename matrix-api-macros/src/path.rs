//! Path templates, made of literal segments and placeholders.

use std::collections::HashSet;

use syn::{Ident, LitStr};

use crate::diagnostics::Diagnostics;

/// A path template such as `/_matrix/client/v3/user/{userId}/openid`.
#[derive(Clone)]
pub(crate) struct PathTemplate {
    /// The template as written; the runtime gets the same.
    pub(crate) literal: LitStr,
    /// The names of the placeholders, in order.
    pub(crate) placeholders: Vec<String>,
}

impl PathTemplate {
    /// Reads a template; reports everything that is wrong with it.
    pub(crate) fn parse(literal: &LitStr, diagnostics: &Diagnostics) -> Option<Self> {
        let text = literal.value();
        if let Some((scheme, rest)) = text.split_once("://")
            && !scheme.contains('/')
        {
            let path = rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or("/..");
            diagnostics.error(
                literal.span(),
                format!("a path has no host: clients prepend the base URL; write `{path}`"),
            );
            return None;
        }
        let mut problems = Vec::new();
        let mut placeholders: Vec<String> = Vec::new();
        if text.is_empty() {
            problems.push("the path is empty; write `/..`".to_owned());
        } else if !text.starts_with('/') {
            problems.push(format!("the path does not begin with `/`; write `/{text}`"));
        }
        for segment in text.trim_start_matches('/').split('/') {
            match Segment::read(segment) {
                Ok(Segment::Literal) => {}
                Ok(Segment::Placeholder(name)) if placeholders.contains(&name) => {
                    problems.push(format!("duplicate placeholder `{{{name}}}`; rename one"));
                }
                Ok(Segment::Placeholder(name)) => placeholders.push(name),
                Err(problem) => problems.push(problem),
            }
        }
        if text.contains("//") {
            problems.push("the path has an empty segment, `//`; write one `/`".to_owned());
        }
        if problems.is_empty() {
            return Some(Self { literal: literal.clone(), placeholders });
        }
        // Several segments may have the same problem.
        let mut seen = HashSet::new();
        for problem in problems.iter().filter(|problem| seen.insert(*problem)) {
            diagnostics.error(literal.span(), problem);
        }
        None
    }
}

/// A segment of a path, between two slashes.
enum Segment {
    Literal,
    Placeholder(String),
}

impl Segment {
    fn read(segment: &str) -> Result<Self, String> {
        if let Some(name) = segment.strip_prefix(':') {
            return Err(format!("a placeholder is written in braces: `{{{name}}}`, not `:{name}`"));
        }
        if segment.contains(['{', '}']) {
            return Self::read_placeholder(segment);
        }
        match segment {
            "." | ".." => Err(format!(
                "HTTP libraries remove the segment `{segment}`; write the path without it"
            )),
            _ => match segment.chars().find(|&character| !is_path_character(character)) {
                None => Self::check_encoding(segment),
                Some('?') => Err("a path cannot contain a query; write a field with \
                                  `#[ruma_api(query)]`"
                    .to_owned()),
                Some('#') => Err("a path cannot contain a fragment, which clients never send; \
                                  remove it"
                    .to_owned()),
                Some(character) => {
                    let mut encoded = String::new();
                    for byte in character.to_string().bytes() {
                        encoded.push_str(&format!("%{byte:02X}"));
                    }
                    Err(format!("a path cannot contain {character:?}; write `{encoded}`"))
                }
            },
        }
    }

    /// RFC 3986, section 2.1: `%` and two hexadecimal digits.
    fn check_encoding(segment: &str) -> Result<Self, String> {
        let broken = segment.split('%').skip(1).any(|encoded| {
            let digits = encoded.bytes().take(2).filter(u8::is_ascii_hexdigit).count();
            digits < 2
        });
        if broken {
            return Err(
                "two hexadecimal digits must follow `%`; for a literal `%` write `%25`".to_owned()
            );
        }
        Ok(Self::Literal)
    }

    fn read_placeholder(segment: &str) -> Result<Self, String> {
        let Some(opened) = segment.find('{') else {
            return Err(format!("unmatched `}}`; write `{{{}}}`", segment.trim_end_matches('}')));
        };
        let after = segment.get(opened + 1..).unwrap_or_default();
        let Some((name, rest)) = after.split_once('}') else {
            return Err(format!("the placeholder `{{{after}` is not closed; write `{{{after}}}`"));
        };
        if name.is_empty() {
            return Err(
                "the placeholder has no name; write that of its field, such as `{user_id}`"
                    .to_owned(),
            );
        }
        if opened > 0 || !rest.is_empty() {
            return Err(format!("a placeholder must be a whole segment; write `/{{{name}}}`"));
        }
        let looks_like_identifier = syn::parse_str::<Ident>(name).is_ok()
            || syn::parse_str::<Ident>(&format!("r#{name}")).is_ok();
        if !looks_like_identifier {
            return Err(invalid_placeholder(name));
        }
        Ok(Self::Placeholder(name.to_owned()))
    }
}

/// The error for a placeholder whose name is not an identifier.
fn invalid_placeholder(name: &str) -> String {
    if let Some(name) = name.strip_prefix('*') {
        return format!("a placeholder cannot be a wildcard; write `{{{name}}}` for one segment");
    }
    let identifier = name.split_once(':').map_or(name, |(name, _)| name).replace(['-', '.'], "_");
    if syn::parse_str::<Ident>(&identifier).is_ok() {
        format!("`{name}` cannot be a field's name; write `{{{identifier}}}`")
    } else {
        format!("`{name}` is not an identifier; write the name of a field")
    }
}

/// RFC 3986, section 3.3: `pchar`, and the `%` of encoded bytes.
fn is_path_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@%".contains(character)
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;
    use syn::LitStr;

    use super::PathTemplate;
    use crate::diagnostics::collect;

    fn placeholders(text: &str) -> Option<Vec<String>> {
        let literal = LitStr::new(text, Span::call_site());
        let (template, report) = collect(|diagnostics| PathTemplate::parse(&literal, diagnostics));
        assert_eq!(template.is_none(), report.has_errors(), "{text}");
        template.map(|template| template.placeholders)
    }

    #[test]
    fn placeholders_are_whole_segments() {
        assert_eq!(placeholders("/").as_deref(), Some(&[][..]));
        assert_eq!(placeholders("/a/{b}/c/{d}"), Some(vec!["b".to_owned(), "d".to_owned()]));
        assert_eq!(placeholders("/a/{type}"), Some(vec!["type".to_owned()]));
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
            "/100%",
            "/%2",
            "/%zz",
            "https://a/b",
        ] {
            assert_eq!(placeholders(path), None, "{path}");
        }
    }
}
