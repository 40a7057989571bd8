//! The rules that concern one section `request` or `response` alone.

use proc_macro2::{Ident, Span};

use super::{body, container, fields, message::CheckedMessage, names};
use crate::{
    ast,
    diagnostics::Diagnostics,
    model::{Message, MessageKind},
};

/// Stands in for a section that is missing.
pub(super) fn missing(kind: MessageKind) -> ast::Message {
    ast::Message::new(Ident::new(kind.name(), Span::call_site()))
}

/// Applies the rules of a section.
pub(super) fn check(
    mut message: ast::Message,
    kind: MessageKind,
    diagnostics: &Diagnostics,
) -> CheckedMessage {
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
        status: None,
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
