//! Rules for the query of an example's request.

use super::{
    part::{Advice, Part, Unknown},
    percent_encoding::decode,
    subject::Subject,
};
use crate::{
    check::{fields::CheckedField, message::CheckedMessage},
    diagnostics::Diagnostics,
    model::{Authentication, FieldPlace},
    suggestion::all_of,
    text::Text,
};

/// `start` is the byte of the target where the query begins.
pub(super) fn check(
    query: Option<&str>,
    start: usize,
    target: &Text,
    subject: &Subject<'_>,
    diagnostics: &Diagnostics,
) {
    let Some(request) = subject.request else { return };
    let Some(part) = part(request, subject.authentication) else { return };
    let mut written: Vec<String> = Vec::new();
    // All keys of a literal are at one token, so each message is shown once.
    let mut reported: Vec<String> = Vec::new();
    let mut position = start;
    for pair in query.unwrap_or_default().split('&') {
        let (name, _) = pair.split_once('=').unwrap_or((pair, ""));
        let span = target.span_at(position);
        position += pair.len() + 1;
        // The encoding was checked.
        let Ok(name) = decode(&name.replace('+', " ")) else { continue };
        if pair.is_empty() {
            continue;
        }
        let message = match part.advice(&name) {
            Some(Advice::NoNames) => Some("the request has no query; remove it".to_owned()),
            Some(Advice::Nearest(advice) | Advice::Names(advice)) => {
                Some(format!("unknown query key `{name}`; {advice}"))
            }
            None if written.contains(&name) && part.is_single(&name) => {
                Some(format!("duplicate query key `{name}`, which takes one value; remove one"))
            }
            None => None,
        };
        if let Some(message) = message.filter(|message| !reported.contains(message)) {
            diagnostics.error(span, &message);
            reported.push(message);
        }
        written.push(name);
    }
    let missing = part.missing_values(&written);
    if !missing.is_empty() {
        let pairs: Vec<String> = missing.iter().map(|name| format!("{name}=..")).collect();
        let sign = if query.is_some() { "&" } else { "?" };
        let message =
            format!("the query lacks {}; add `{sign}{}`", all_of(&missing), pairs.join("&"));
        diagnostics.error(target.span(), message);
    }
}

/// The keys of the query; `None` if any are allowed.
fn part<'a>(
    request: &'a CheckedMessage,
    authentication: Option<&Authentication>,
) -> Option<Part<'a>> {
    let fields = || request.fields.iter();
    let is_open = |it: &CheckedField| {
        it.field.place == FieldPlace::QueryAll
            || (it.field.place == FieldPlace::Query && it.flattened)
    };
    if fields().any(is_open) {
        return None;
    }
    let keys = fields().filter(|it| it.field.place == FieldPlace::Query).collect();
    let (others, unknown) = match authentication {
        Some(Authentication::Runtime(scheme)) => {
            (keys_of_scheme(&scheme.to_string()), Unknown::Refused)
        }
        // A scheme of the author may have keys.
        Some(Authentication::Custom(_)) | None => (Vec::new(), Unknown::Distinct),
    };
    Some(Part::new(keys, others, unknown))
}

/// The keys that the runtime's schemes read.
fn keys_of_scheme(scheme: &str) -> Vec<&'static str> {
    match scheme {
        "AppserviceToken" | "AppserviceTokenOptional" => {
            vec!["access_token", "user_id", "device_id"]
        }
        "AccessToken" | "AccessTokenOptional" => vec!["access_token"],
        _ => Vec::new(),
    }
}
