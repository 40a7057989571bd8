//! Rules for the responses of an endpoint together: their statuses.

use proc_macro2::{Ident, Span};

use super::{
    body,
    message::CheckedMessage,
    metadata::{WrittenStatus, status_constant},
    section,
};
use crate::{
    ast,
    attribute::same_configuration,
    diagnostics::Diagnostics,
    http_names::{STATUSES, StatusClass, is_error_status, status_names},
    keyword::Section,
    model::{Field, FieldPlace, MessageKind},
    suggestion::nearest,
};

/// A section with its status.
struct ResponseSection {
    message: ast::Message,
    /// A constant of `http::StatusCode`; absent for `OK`.
    status: Option<Ident>,
    /// Whether the status is known.
    known: bool,
}

impl ResponseSection {
    /// The status as a constant's name.
    fn name(&self) -> String {
        self.status.as_ref().map_or_else(|| "OK".to_owned(), ToString::to_string)
    }

    /// The token for errors about the section's status.
    fn span(&self) -> Span {
        match &self.message.status {
            Some(status) => status.ident.span(),
            None => self.message.keyword.span(),
        }
    }

    /// The class of a status that is known.
    fn class(&self) -> Option<StatusClass> {
        self.known.then(|| StatusClass::of(&self.name()))
    }
}

/// Checks the sections `response`; one that is missing has no fields. `written` is the status of `metadata`.
pub(super) fn check(
    sections: Vec<ast::Message>,
    written: &WrittenStatus,
    method: Option<&Ident>,
    diagnostics: &Diagnostics,
) -> Vec<CheckedMessage> {
    let several = sections.len() > 1;
    check_bare(&sections, written, diagnostics);
    let mut sections = sections;
    if sections.is_empty() {
        sections.push(section::missing(MessageKind::Response));
    }
    let sections: Vec<_> =
        sections.into_iter().map(|message| with_status(message, written, diagnostics)).collect();
    let sections = without_repeated(sections, diagnostics);
    let classes: Vec<_> =
        sections.iter().map(|section| (section.name(), section.class())).collect();
    let mut checked = Vec::new();
    for section in sections {
        let (name, class) = (section.name(), section.class());
        let kind = if several { MessageKind::OneResponse } else { MessageKind::Response };
        let ResponseSection { message, status, .. } = section;
        let mut message = section::check(message, kind, diagnostics);
        message.message.status = status;
        body::check_status(&message, &name, diagnostics);
        body::check_response_method(&message, method, diagnostics);
        check_repeated_status_fields(&message, diagnostics);
        if let Some(class) = class {
            check_status_fields(&message, (&name, class), &classes, diagnostics);
        }
        checked.push(message);
    }
    checked
}

/// `status: ..` is the status of a `response` without one.
fn check_bare(sections: &[ast::Message], written: &WrittenStatus, diagnostics: &Diagnostics) {
    let Some(key) = &written.key else { return };
    if !sections.is_empty() && sections.iter().all(|section| section.status.is_some()) {
        diagnostics
            .error(key.span(), "each `response` has a status of its own; remove this `status`");
    }
}

/// Gives a section its status; a wrong one is reported, and read as what was probably meant.
fn with_status(
    message: ast::Message,
    written: &WrittenStatus,
    diagnostics: &Diagnostics,
) -> ResponseSection {
    let Some(named) = &message.status else {
        let known = written.key.is_none() || written.constant.is_some();
        return ResponseSection { message, status: written.constant.clone(), known };
    };
    let ident = named.ident.clone();
    if named.reported {
        let known = STATUSES.iter().any(|(_, name)| ident == name);
        return ResponseSection { message, status: Some(ident), known };
    }
    let known = if is_error_status(&ident.to_string()) {
        diagnostics.error(
            ident.span(),
            format!(
                "`{ident}` is the status of an error; error responses have the type of `error: ..`; \
                 remove this section"
            ),
        );
        false
    } else {
        status_constant(&ident, diagnostics)
    };
    let status = if known { ident } else { probable(&ident) };
    ResponseSection { message, status: Some(status), known }
}

/// The status that a wrong name probably means, or the name itself.
fn probable(written: &Ident) -> Ident {
    match nearest(&written.to_string(), &status_names(STATUSES)) {
        Some(name) => Ident::new(name, written.span()),
        None => written.clone(),
    }
}

/// Reports and removes a section with the status of another one.
fn without_repeated(
    sections: Vec<ResponseSection>,
    diagnostics: &Diagnostics,
) -> Vec<ResponseSection> {
    let mut kept: Vec<ResponseSection> = Vec::new();
    for section in sections {
        let name = section.name();
        match kept.iter().find(|first| first.name() == name) {
            Some(first) if first.known && section.known => {
                report_repeated(&section, first, diagnostics);
            }
            // A status of one of them was reported.
            Some(_) => {}
            None => kept.push(section),
        }
    }
    kept
}

fn report_repeated(second: &ResponseSection, first: &ResponseSection, diagnostics: &Diagnostics) {
    let line = first.message.keyword.span().start().line;
    let response = Section::Response.name();
    let name = second.name();
    let message = match (&second.message.status, &first.message.status) {
        (None, None) => format!(
            "duplicate section `{response}`, first on line {line}; remove one, or write the status \
             of each: `{response} CREATED {{ .. }}`"
        ),
        (Some(_), Some(_)) => {
            format!("duplicate `{response} {name}`, first on line {line}; remove one")
        }
        (Some(_), None) => format!(
            "the `{response}` on line {line} already has the status `{name}`; remove one, or write \
             another status"
        ),
        (None, Some(_)) => format!(
            "a `{response}` without a status is `{response} {name}`, first on line {line}; remove one, \
             or write another status"
        ),
    };
    diagnostics.error(second.span(), message);
}

/// One field is the status.
fn check_repeated_status_fields(message: &CheckedMessage, diagnostics: &Diagnostics) {
    let mut fields = status_fields(message);
    let Some((first, _)) = fields.next() else { return };
    for (other, span) in fields {
        if same_configuration(&first.cfg, &other.cfg) {
            let message =
                format!("`{}` is already the status; remove `{}`", first.ident, other.ident);
            diagnostics.error(span, message);
        }
    }
}

/// A response has several statuses only if it is the only one of a class.
fn check_status_fields(
    message: &CheckedMessage,
    (name, class): (&str, StatusClass),
    all: &[(String, Option<StatusClass>)],
    diagnostics: &Diagnostics,
) {
    let other = all.iter().find(|(other, theirs)| other != name && *theirs == Some(class));
    let message_text = match (class, other) {
        (StatusClass::Exact, _) => {
            format!("the status of this response is always `{name}`; remove the field")
        }
        (_, Some((other, _))) => format!(
            "beside `{other}`, the status of this response is always `{name}`; remove the field"
        ),
        (_, None) => return,
    };
    for (_, span) in status_fields(message) {
        diagnostics.error(span, &message_text);
    }
}

/// The fields that are the status, with the tokens of their places.
fn status_fields(message: &CheckedMessage) -> impl Iterator<Item = (&Field, Span)> {
    message
        .fields
        .iter()
        .filter(|checked| checked.placed && checked.field.place == FieldPlace::Status)
        .map(|checked| (&checked.field, checked.place_span))
}
