//! Rules for the target of an example's request: the path and the query.

use super::{
    path,
    percent_encoding::{Undecodable, decode},
    query,
    subject::Subject,
};
use crate::{
    diagnostics::Diagnostics,
    path::{encoded, is_path_character},
    text::Text,
};

pub(super) fn check(target: &Text, subject: &Subject<'_>, diagnostics: &Diagnostics) {
    let value = target.value();
    if let Some((position, message)) = problem(&value) {
        diagnostics.error(target.span_at(position), message);
        return;
    }
    let (path, query) = match value.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (value.as_str(), None),
    };
    path::check(path, target, subject, diagnostics);
    query::check(query, path.len() + 1, target, subject, diagnostics);
}

/// Why a text cannot be a target, and at which byte (RFC 9112, section 3.2.1).
fn problem(target: &str) -> Option<(usize, String)> {
    if let Some((scheme, rest)) = target.split_once("://")
        && !scheme.contains(['/', '?'])
    {
        let path = rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or("/..");
        return Some((0, format!("a path has no host: clients add it; write `{path}`")));
    }
    if !target.starts_with('/') {
        return Some((0, format!("the path does not begin with `/`; write `/{target}`")));
    }
    let is_allowed = |character| is_path_character(character) || matches!(character, '/' | '?');
    let other = target.char_indices().find(|(_, character)| !is_allowed(*character));
    if let Some((position, character)) = other {
        let message = match character {
            '#' => "a request has no fragment: clients never send it; remove it".to_owned(),
            _ => {
                let is_in_query = target.find('?').is_some_and(|query| query < position);
                let part = if is_in_query { "query" } else { "path" };
                format!("a {part} cannot contain {character:?}; write `{}`", encoded(character))
            }
        };
        return Some((position, message));
    }
    match decode(target) {
        Ok(_) => None,
        Err(Undecodable::Digits(position)) => Some((
            position,
            "two hexadecimal digits must follow `%`; for a literal `%` write `%25`".to_owned(),
        )),
        Err(Undecodable::Utf8(position)) => {
            let message = "the percent-encoded bytes are not UTF-8; write those of a UTF-8 text";
            Some((position, message.to_owned()))
        }
    }
}
