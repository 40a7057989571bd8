//! Rules for the body of an example.

use proc_macro2::Span;

use super::{
    first_names::FirstNames,
    part::{Advice, Part, Unknown, listed},
    subject::Subject,
};
use crate::{
    ast,
    check::message::CheckedMessage,
    diagnostics::Diagnostics,
    http_names::code_of_status,
    json::{Json, JsonObject, JsonValue},
    model::{ExampleBody, Field, FieldPlace},
};

/// What the body of an example may be.
pub(super) enum BodyPlace<'a> {
    /// Nothing; the message that says why.
    Empty(String),
    /// An object with these members. The name of the message for errors.
    Members(Part<'a>, &'static str),
    /// One JSON value, the field of this name, and whether it is always there.
    Json { field: String, required: bool },
    /// Anything but JSON, the field of this name.
    Raw { field: String },
    /// Anything: errors have types of their own.
    Any,
}

impl<'a> BodyPlace<'a> {
    pub(super) fn of_request(subject: &Subject<'a>) -> Self {
        if let Some(method) = subject.method.filter(|it| *it == "GET" || *it == "HEAD") {
            return Self::Empty(format!("a {method} request has no body; remove it"));
        }
        subject.request.map_or(Self::Any, |request| Self::of_message(request, "request"))
    }

    /// `message` is absent for an error.
    pub(super) fn of_response(
        status: Option<u16>,
        message: Option<&'a CheckedMessage>,
        subject: &Subject<'a>,
    ) -> Self {
        if subject.method.is_some_and(|method| method == "HEAD") {
            return Self::Empty("the response to a HEAD request has no body; remove it".to_owned());
        }
        let without_body = ["NO_CONTENT", "RESET_CONTENT", "NOT_MODIFIED"];
        let without_body = without_body.into_iter().filter_map(code_of_status);
        if let Some(status) = status.filter(|status| without_body.clone().any(|it| it == *status)) {
            let reason = format!("a response with the status {status} has no body; remove it");
            return Self::Empty(reason);
        }
        message.map_or(Self::Any, |message| Self::of_message(message, "response"))
    }

    fn of_message(message: &'a CheckedMessage, kind: &'static str) -> Self {
        let at = |place| message.fields.iter().filter(move |it| it.field.place == place);
        let name = |field: &Field| field.ident.to_string();
        match (at(FieldPlace::WholeBody).next(), at(FieldPlace::RawBody).next()) {
            (Some(json), None) => {
                let required = !json.field.is_optional() && json.field.cfg.is_empty();
                Self::Json { field: name(&json.field), required }
            }
            (None, Some(raw)) => Self::Raw { field: name(&raw.field) },
            // Alternatives under different configurations.
            (Some(_), Some(_)) => Self::Any,
            (None, None) => {
                let is_open = at(FieldPlace::Flattened).next().is_some();
                let unknown = if is_open { Unknown::Allowed } else { Unknown::Refused };
                let members = at(FieldPlace::Member).collect();
                Self::Members(Part::new(members, Vec::new(), unknown), kind)
            }
        }
    }

    /// Checks a body. A missing one is reported at `span`, if it can be reported.
    pub(super) fn check(
        &self,
        body: Option<ast::ExampleBody>,
        span: Option<Span>,
        diagnostics: &Diagnostics,
    ) -> ExampleBody {
        let Some(body) = body else {
            if let Some(span) = span {
                self.check_missing(span, diagnostics);
            }
            return ExampleBody::None;
        };
        if let Some(problem) = self.problem(&body) {
            diagnostics.error(body.span(), problem);
        }
        match body {
            ast::ExampleBody::Json(json) => {
                check_repeated(&json, diagnostics);
                if let (Self::Members(part, kind), JsonValue::Object(object)) = (self, &json.value)
                {
                    check_members(object, part, kind, json.span, diagnostics);
                }
                ExampleBody::Json(json)
            }
            ast::ExampleBody::Text(text) => match self {
                Self::Json { .. } => ExampleBody::Json(Json {
                    span: text.span(),
                    value: JsonValue::String(text.value()),
                }),
                _ => ExampleBody::Text(text.value()),
            },
            ast::ExampleBody::Bytes(bytes) => ExampleBody::Bytes(bytes.value()),
        }
    }

    /// Why a body cannot stand here.
    fn problem(&self, body: &ast::ExampleBody) -> Option<String> {
        let is_object = matches!(
            body,
            ast::ExampleBody::Json(Json {
                value: JsonValue::Object(_) | JsonValue::Unreadable,
                ..
            })
        );
        match (self, body) {
            (Self::Empty(reason), _) => Some(reason.clone()),
            (Self::Members(..), _) if !is_object => {
                Some("the body is a JSON object; write `{ .. }`".to_owned())
            }
            (Self::Json { field, .. }, ast::ExampleBody::Bytes(_)) => {
                Some(format!("the field `{field}` is a JSON body, not bytes; write JSON"))
            }
            (Self::Raw { field }, ast::ExampleBody::Json(json)) if !json.is_unreadable() => Some(
                format!("the field `{field}` is a raw body, not JSON; write a string or `b\"..\"`"),
            ),
            _ => None,
        }
    }

    /// Reports a missing body at the token before it.
    fn check_missing(&self, span: Span, diagnostics: &Diagnostics) {
        match self {
            Self::Members(part, kind) => {
                let missing = part.missing(&[]);
                if !missing.is_empty() {
                    let members = members_to_add(&missing);
                    let message = format!(
                        "the {kind} has no body and lacks {}; add `{{ {members} }}`",
                        listed("member", &missing)
                    );
                    diagnostics.error(span, message);
                }
            }
            Self::Json { field, required: true } => {
                let message = format!("the body is missing; add the JSON of the field `{field}`");
                diagnostics.error(span, message);
            }
            _ => {}
        }
    }
}

/// `"a": .., "b": ..`.
fn members_to_add(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\": ..")).collect::<Vec<_>>().join(", ")
}

/// The members are those of the message.
fn check_members(
    object: &JsonObject,
    part: &Part<'_>,
    kind: &str,
    span: Span,
    diagnostics: &Diagnostics,
) {
    let mut written: Vec<String> = Vec::new();
    for member in &object.members {
        let name = member.name.value();
        let problem = match part.advice(&name) {
            Some(Advice::Nearest(advice) | Advice::Names(advice)) => {
                Some(format!("unknown member `{name}`; {advice}"))
            }
            Some(Advice::NoNames) => {
                Some(format!("the {kind} has no fields in its body; remove the member `{name}`"))
            }
            None => other_name(part, &name, &written),
        };
        // The same name twice was reported.
        if let Some(problem) = problem.filter(|_| !written.contains(&name)) {
            diagnostics.error(member.name.span(), problem);
        }
        written.push(name);
    }
    let missing = part.missing(&written);
    if !missing.is_empty() && object.complete {
        let (members, names) = (members_to_add(&missing), listed("member", &missing));
        diagnostics.error(span, format!("the {kind} lacks {names}; add `{members}`"));
    }
}

/// The error for a second name of a field.
fn other_name(part: &Part<'_>, name: &str, written: &[String]) -> Option<String> {
    let fields = part.fields_named(name);
    let first = written.iter().find(|first| {
        let others = part.fields_named(first);
        others.iter().any(|other| fields.iter().any(|field| std::ptr::eq(*field, *other)))
    })?;
    Some(format!("`{name}` and `{first}` are names of the same member; remove one"))
}

/// No object has two members of one name.
fn check_repeated(json: &Json, diagnostics: &Diagnostics) {
    match &json.value {
        JsonValue::List(elements) => {
            elements.iter().for_each(|element| check_repeated(element, diagnostics));
        }
        JsonValue::Object(object) => {
            let mut names = FirstNames::default();
            for member in &object.members {
                names.check(&member.name, "member", "remove one", diagnostics);
                check_repeated(&member.value, diagnostics);
            }
        }
        _ => {}
    }
}
