//! Rules for the headers of an example.

use proc_macro2::Span;

use super::{
    part::{Advice, Part, Unknown, listed},
    subject::Subject,
};
use crate::{
    ast::ExampleContent,
    check::message::CheckedMessage,
    diagnostics::Diagnostics,
    http_names::{RESERVED_HEADERS, is_header_name},
    model::{Authentication, FieldPlace},
    text::Text,
};

/// Headers that any client may send.
const OF_REQUESTS: &[&str] = &["accept", "authorization", "content-type", "user-agent"];

/// Headers that any response may have.
const OF_RESPONSES: &[&str] = &["content-type"];

pub(super) fn check_request(
    content: &ExampleContent,
    subject: &Subject<'_>,
    diagnostics: &Diagnostics,
) {
    let unknown = match subject.authentication {
        Some(Authentication::Runtime(_)) => Unknown::Refused,
        // A scheme of the author may have headers.
        Some(Authentication::Custom(_)) | None => Unknown::Distinct,
    };
    let part = subject.request.map(|request| part(request, OF_REQUESTS, unknown));
    check_alone(content, true, diagnostics);
    check(content, part.as_ref(), content.keyword.span(), diagnostics);
}

/// `message` is absent for an error, which may have any headers. `span` is the token before the headers.
pub(super) fn check_response(
    content: &ExampleContent,
    message: Option<&CheckedMessage>,
    span: Span,
    diagnostics: &Diagnostics,
) {
    let part = message.map(|message| part(message, OF_RESPONSES, Unknown::Refused));
    check_alone(content, false, diagnostics);
    check(content, part.as_ref(), span, diagnostics);
}

fn part<'a>(message: &'a CheckedMessage, others: &[&'static str], unknown: Unknown) -> Part<'a> {
    let is_header = |place| place == FieldPlace::Header;
    let fields = message.fields.iter().filter(|it| is_header(it.field.place)).collect();
    Part::new(fields, others.to_vec(), unknown)
}

/// The rules for a header without its message.
fn check_alone(content: &ExampleContent, is_request: bool, diagnostics: &Diagnostics) {
    for header in &content.headers {
        let name = header.name.value().to_ascii_lowercase();
        let reserved = RESERVED_HEADERS.iter().find(|(reserved, _)| *reserved == name);
        let is_authorization = is_request && name == "authorization";
        if !is_header_name(&name) {
            let message = "invalid header name; write letters, digits and `-`, such as `X-Name`";
            diagnostics.error(header.name.span(), message);
        } else if let Some((_, reason)) = reserved.filter(|_| !is_authorization) {
            let reason = if name == "authorization" { "only requests have it" } else { reason };
            let message = format!("the header `{name}` cannot be in an example: {reason}");
            diagnostics.error(header.name.span(), message);
        }
        check_value(&header.value, diagnostics);
    }
}

/// RFC 9110, section 5.5.
fn check_value(value: &Text, diagnostics: &Diagnostics) {
    let written = value.value();
    let control = written.char_indices().find(|(_, it)| it.is_ascii_control() && *it != '\t');
    if let Some((position, character)) = control {
        let message = format!("the value of a header cannot contain {character:?}; remove it");
        diagnostics.error(value.span_at(position), message);
    }
}

fn check(content: &ExampleContent, part: Option<&Part<'_>>, span: Span, diagnostics: &Diagnostics) {
    let Some(part) = part else { return };
    let message = content.keyword.to_string();
    let mut written: Vec<String> = Vec::new();
    for header in &content.headers {
        let name = header.name.value().to_ascii_lowercase();
        let is_reserved = RESERVED_HEADERS.iter().any(|(reserved, _)| *reserved == name);
        let advice = part.advice(&name).filter(|_| is_header_name(&name) && !is_reserved);
        let problem = match advice {
            Some(Advice::Nearest(advice)) => Some(format!("unknown header `{name}`; {advice}")),
            Some(Advice::Names(_) | Advice::NoNames) => Some(format!(
                "the {message} has no header `{name}`; remove it, or add a field with \
                 `#[ruma_api(header = \"{name}\")]`"
            )),
            None if written.contains(&name) && part.is_single(&name) => {
                Some(format!("duplicate header `{name}`, which takes one value; remove one"))
            }
            None => None,
        };
        if let Some(problem) = problem {
            diagnostics.error(header.name.span(), problem);
        }
        written.push(name);
    }
    let missing = part.missing_values(&written);
    if !missing.is_empty() && !content.unreadable {
        let headers: Vec<String> =
            missing.iter().map(|name| format!("`\"{name}\": \"..\"`")).collect();
        let names = listed("header", &missing);
        let problem = format!("the {message} lacks {names}; add {}", headers.join(" and "));
        diagnostics.error(span, problem);
    }
}
