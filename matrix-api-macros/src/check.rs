//! Syntax tree to model: the rules that a definition obeys, one family a file.
//!
//! Rules read the syntax tree, report, and build the model. They report nothing about a part that was already
//! reported.

mod body;
mod container;
mod fields;
mod message;
mod metadata;
mod names;
mod path;
mod presence;
mod types;
mod warnings;

use std::collections::HashSet;

use proc_macro2::{Ident, Span};
use syn::{Type, ext::IdentExt};

use self::{message::CheckedMessage, metadata::CheckedMetadata};
use crate::{
    ast::{self, Definition},
    diagnostics::{Diagnostics, Report},
    model::{Authentication, Endpoint, Message, MessageKind},
};

/// A definition after all rules were applied.
pub(crate) struct Checked {
    metadata: Option<CheckedMetadata>,
    request: Message,
    response: Message,
    error: Option<Type>,
}

/// What is emitted of a definition with errors.
pub(crate) struct Outline {
    pub(crate) request: Message,
    pub(crate) response: Message,
    pub(crate) error: Option<Type>,
    pub(crate) authentication: Option<Authentication>,
}

/// Applies every rule.
pub(crate) fn check(definition: Definition, diagnostics: &Diagnostics) -> Checked {
    let metadata = definition.metadata.map(|metadata| metadata::check(metadata, diagnostics));
    let has_request = definition.request.is_some();
    let request = check_message(definition.request, MessageKind::Request, diagnostics);
    let response = check_message(definition.response, MessageKind::Response, diagnostics);
    let mut path_order = Vec::new();
    if let Some(CheckedMetadata { method, status, templates, .. }) = &metadata {
        if has_request {
            path_order = path::bind(&request, templates, diagnostics);
        }
        body::check_method(&request, &response, method.as_ref(), diagnostics);
        body::check_status(&response, status.as_ref(), diagnostics);
    }
    Checked {
        metadata,
        request: request.into_message(path_order),
        response: response.into_message(Vec::new()),
        error: definition.error.and_then(|error| error.ty),
    }
}

impl Checked {
    /// The endpoint, or the outline of a definition with errors.
    pub(crate) fn into_endpoint(self, report: &Report) -> Result<Endpoint, Box<Outline>> {
        let Self { metadata, request, response, error } = self;
        let (metadata, authentication) =
            metadata.map_or((None, None), |checked| (checked.metadata, checked.authentication));
        match metadata.filter(|_| !report.has_errors()) {
            Some(metadata) => Ok(Endpoint { metadata, request, response, error }),
            None => {
                let [request, response] = [request, response].map(without_repeated_fields);
                Err(Box::new(Outline { request, response, error, authentication }))
            }
        }
    }
}

/// Removes repeated fields, so that the compiler does not report them again.
fn without_repeated_fields(mut message: Message) -> Message {
    let mut seen = HashSet::new();
    message.fields.retain(|field| !field.cfg.is_empty() || seen.insert(field.ident.unraw()));
    message
}

fn check_message(
    message: Option<ast::Message>,
    kind: MessageKind,
    diagnostics: &Diagnostics,
) -> CheckedMessage {
    let missing = || ast::Message::new(Ident::new(kind.name(), Span::call_site()));
    let mut message = message.unwrap_or_else(missing);
    let container = container::check(&mut message, diagnostics);
    names::check_repeated_fields(&message.fields, diagnostics);
    let fields: Vec<_> = message
        .fields
        .into_iter()
        .map(|field| fields::check(field, kind, &container, diagnostics))
        .collect();
    names::check(&fields, diagnostics);
    body::check_shape(&fields, kind, !message.unreadable, diagnostics);
    let unreadable = message.unreadable;
    let message = Message {
        kind,
        span: message.keyword.span(),
        attributes: message.attributes,
        serde: message.serde,
        needs_derive: container.denies_unknown_fields,
        exhaustive: message.exhaustive,
        fields: Vec::new(),
        path_order: Vec::new(),
    };
    CheckedMessage { message, fields, unreadable }
}
