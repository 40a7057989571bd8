//! Path templates: literal segments and placeholders.

use syn::{Ident, LitStr};

use crate::diagnostics::Diagnostics;

/// A path template that the runtime can fill and match: `/_matrix/client/v3/user/{userId}/openid`.
pub(crate) struct PathTemplate {
    /// As written, and as the runtime gets it.
    pub(crate) literal: LitStr,
    /// The names of the placeholders, in order.
    pub(crate) placeholders: Vec<String>,
}

impl PathTemplate {
    /// Reads a template; everything that is wrong with it is reported.
    pub(crate) fn parse(literal: &LitStr, diagnostics: &Diagnostics) -> Option<Self> {
        let text = literal.value();
        let mut problems = Vec::new();
        let mut placeholders: Vec<String> = Vec::new();
        if text.is_empty() {
            problems.push("the path is empty; write `/..`".to_owned());
        } else if !text.starts_with('/') {
            problems.push(format!("a path begins with `/`: `/{text}`"));
        }
        for segment in text.trim_start_matches('/').split('/') {
            match Segment::read(segment) {
                Ok(Segment::Literal) => {}
                Ok(Segment::Placeholder(name)) if placeholders.contains(&name) => {
                    problems.push(format!("the placeholder `{{{name}}}` stands here twice"));
                }
                Ok(Segment::Placeholder(name)) => placeholders.push(name),
                Err(problem) => problems.push(problem),
            }
        }
        if text.contains("//") {
            problems.push("the path has an empty segment: `//`".to_owned());
        }
        if problems.is_empty() {
            return Some(Self { literal: literal.clone(), placeholders });
        }
        for problem in problems {
            diagnostics.error(literal.span(), problem);
        }
        None
    }
}

/// What stands between two slashes.
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
            "." | ".." => {
                Err(format!("a path has no segment `{segment}`: clients resolve it away"))
            }
            _ => match segment.chars().find(|&character| !is_path_character(character)) {
                None => Ok(Self::Literal),
                Some('?') => Err("a path ends ahead of `?`; write a field with \
                                  `#[ruma_api(query)]` instead"
                    .to_owned()),
                Some('#') => Err("a path has no `#`: a fragment is never sent".to_owned()),
                Some(character) => {
                    Err(format!("a path must not hold {character:?}; percent-encode it"))
                }
            },
        }
    }

    fn read_placeholder(segment: &str) -> Result<Self, String> {
        let Some(opened) = segment.find('{') else {
            return Err(format!("`}}` closes nothing in the segment `{segment}`"));
        };
        let after = segment.get(opened + 1..).unwrap_or_default();
        let Some((name, rest)) = after.split_once('}') else {
            return Err(format!("the placeholder `{{{after}` is not closed; write `{{{after}}}`"));
        };
        if name.is_empty() {
            return Err(
                "a placeholder has a name: that of its field, such as `{user_id}`".to_owned()
            );
        }
        if opened > 0 || !rest.is_empty() {
            return Err(format!(
                "a placeholder is a whole segment; `{segment}` holds more than `{{{name}}}`"
            ));
        }
        let looks_like_identifier = syn::parse_str::<Ident>(name).is_ok()
            || syn::parse_str::<Ident>(&format!("r#{name}")).is_ok();
        if !looks_like_identifier {
            return Err(format!("`{name}` is no identifier, so no field can fill `{{{name}}}`"));
        }
        Ok(Self::Placeholder(name.to_owned()))
    }
}

/// RFC 3986, section 3.3: `pchar`, and `%` of what is already encoded.
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
        let (template, errors) = collect(|diagnostics| PathTemplate::parse(&literal, diagnostics));
        assert_eq!(template.is_none(), !errors.is_empty(), "{text}");
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
            "", "a", "//a", "/a//b", "/a?b", "/a#b", "/a b", "/ä", "/{", "/{}", "/{a", "/a}",
            "/{a}/{a}", "/{1a}", "/{a-b}", "/:a", "/a/../b", "/a/.", "/a\\b", "/{*rest}",
        ] {
            assert_eq!(placeholders(path), None, "{path}");
        }
    }
}
