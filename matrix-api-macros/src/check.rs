//! Syntax tree to model: the rules that a definition obeys, one family a file.
//!
//! Rules read the syntax tree, report, and build the model. They report nothing about a part that was already
//! reported.

mod body;
mod container;
mod examples;
mod fields;
mod message;
mod metadata;
mod names;
mod path;
mod presence;
mod responses;
mod section;
mod since;
mod types;
mod warnings;

use syn::{Type, ext::IdentExt};

use self::metadata::{CheckedMetadata, WrittenStatus};
use crate::{
    ast::Definition,
    diagnostics::{Diagnostics, Report},
    model::{Authentication, Endpoint, Example, Message, MessageKind},
};

/// A definition after all rules were applied.
pub(crate) struct Checked {
    metadata: Option<CheckedMetadata>,
    request: Message,
    responses: Vec<Message>,
    error: Option<Type>,
    examples: Vec<Example>,
}

/// What is emitted of a definition with errors.
pub(crate) struct Outline {
    pub(crate) request: Message,
    pub(crate) responses: Vec<Message>,
    pub(crate) error: Option<Type>,
    pub(crate) authentication: Option<Authentication>,
}

/// Applies every rule.
pub(crate) fn check(definition: Definition, diagnostics: &Diagnostics) -> Checked {
    let metadata = definition.metadata.map(|metadata| metadata::check(metadata, diagnostics));
    let has_request = definition.request.is_some();
    let errors = diagnostics.error_count();
    let request = definition.request.unwrap_or_else(|| section::missing(MessageKind::Request));
    let request_was_reported = request.reported;
    let request = section::check(request, MessageKind::Request, diagnostics);
    let (no_status, mut path_order) = (WrittenStatus::default(), Vec::new());
    let (mut method, mut status, mut templates) = (None, &no_status, &[][..]);
    if let Some(metadata) = &metadata {
        (method, status) = (metadata.method.as_ref(), &metadata.status);
        if has_request {
            let errors = diagnostics.error_count();
            path_order = path::bind(&request, &metadata.templates, diagnostics);
            if diagnostics.error_count() == errors {
                templates = metadata.known_templates();
            }
        }
        body::check_request_method(&request, method, diagnostics);
    }
    let lifetime = metadata.as_ref().and_then(|metadata| metadata.lifetime);
    if let Some(lifetime) = lifetime {
        since::check(&request, lifetime, diagnostics);
    }
    let request_is_right =
        has_request && !request_was_reported && diagnostics.error_count() == errors;
    let errors = diagnostics.error_count();
    let has_responses = !definition.responses.is_empty();
    let responses_were_reported = definition.responses.iter().any(|response| response.reported);
    let responses = responses::check(definition.responses, status, method, diagnostics);
    if let Some(lifetime) = lifetime {
        responses.iter().for_each(|response| since::check(response, lifetime, diagnostics));
    }
    let responses_are_right =
        has_responses && !responses_were_reported && diagnostics.error_count() == errors;
    let subject = examples::Subject {
        method,
        templates,
        authentication: metadata.as_ref().and_then(|metadata| metadata.authentication.as_ref()),
        request: request_is_right.then_some(&request),
        responses: responses_are_right.then_some(&responses),
    };
    let examples = examples::check(definition.examples, &subject, diagnostics);
    Checked {
        request: request.into_message(path_order),
        responses: responses.into_iter().map(|it| it.into_message(Vec::new())).collect(),
        metadata,
        error: definition.error.and_then(|error| error.ty),
        examples,
    }
}

impl Checked {
    /// The endpoint, or the outline of a definition with errors.
    pub(crate) fn into_endpoint(self, report: &Report) -> Result<Endpoint, Box<Outline>> {
        let Self { metadata, request, responses, error, examples } = self;
        let (metadata, authentication) =
            metadata.map_or((None, None), |checked| (checked.metadata, checked.authentication));
        match metadata.filter(|_| !report.has_errors()) {
            Some(metadata) => Ok(Endpoint { metadata, request, responses, error, examples }),
            None => {
                let request = without_repeated_fields(request);
                let responses = responses.into_iter().map(without_repeated_fields).collect();
                Err(Box::new(Outline { request, responses, error, authentication }))
            }
        }
    }
}

/// Removes repeated fields, so that the compiler does not report them again.
fn without_repeated_fields(mut message: Message) -> Message {
    let mut seen = Vec::new();
    message.fields.retain(|field| {
        let name = field.ident.unraw();
        let is_repeated = field.cfg.is_empty() && seen.contains(&name);
        if field.cfg.is_empty() {
            seen.push(name);
        }
        !is_repeated
    });
    message
}
