//! Warnings: things that are allowed on a field, but are probably mistakes.
//!
//! Types are judged by their names, which is enough for a warning.

use proc_macro2::{Ident, Span};
use syn::{Attribute, GenericArgument, PathArguments, Type};

use super::presence::option_value;
use crate::{
    attribute::FieldAttributes,
    diagnostics::{Diagnostics, Warning},
    http_names::OBSOLETE_HEADERS,
    keyword::{NEVER_IN_A_QUERY, is_method},
    model::{Field, FieldPlace, Presence},
};

/// The facts of a field that warnings depend on.
pub(super) struct Subject<'a> {
    pub(super) ident: &'a Ident,
    pub(super) place: FieldPlace,
    pub(super) presence: &'a Presence,
    pub(super) wire_name: &'a str,
    /// The token that gives the name on the wire.
    pub(super) name_span: Span,
    pub(super) ty: &'a Type,
}

/// Applies every warning to a field.
pub(super) fn warn(subject: &Subject<'_>, attributes: &FieldAttributes, diagnostics: &Diagnostics) {
    // The author's own functions may do anything with a value.
    let by_functions = attributes.serde_facts.codec.is_some();
    let found = [
        exposed_secret(subject),
        obsolete_header(subject),
        nested_option(subject).filter(|_| !by_functions),
        hidden_setter(subject),
        several_values(subject).filter(|_| !by_functions),
    ];
    for found in found.into_iter().flatten() {
        warn_of(found, &attributes.others, diagnostics);
    }
}

fn warn_of((span, subject, message): Found, attributes: &[Attribute], diagnostics: &Diagnostics) {
    diagnostics.warn(Warning { span, subject, message, levels: levels(attributes) });
}

/// A placeholder takes one value; that of the rest of a path takes a list, too.
pub(super) fn warn_of_argument(field: &Field, is_rest: bool, diagnostics: &Diagnostics) {
    if field.serialize_with.is_some() || field.deserialize_with.is_some() {
        return;
    }
    if let Some(name) = several(&field.ty, is_rest) {
        let message = if is_rest {
            "the rest of a path is a text or a list of segments; no request with this type can be encoded"
        } else {
            "a placeholder takes one value; no request with this type can be encoded"
        };
        warn_of((name.span(), "several_values", message), &field.attributes, diagnostics);
    }
}

/// The span, the subject and the message of a warning.
type Found = (Span, &'static str, &'static str);

fn exposed_secret(subject: &Subject<'_>) -> Option<Found> {
    let exposed =
        subject.place == FieldPlace::Query && NEVER_IN_A_QUERY.contains(&subject.wire_name);
    exposed.then_some((
        subject.name_span,
        "secret_in_a_query",
        "servers and proxies log URIs; send a secret in the body, in a header or through \
         `authentication`",
    ))
}

fn obsolete_header(subject: &Subject<'_>) -> Option<Found> {
    let obsolete =
        subject.place == FieldPlace::Header && OBSOLETE_HEADERS.contains(&subject.wire_name);
    obsolete.then_some((subject.name_span, "obsolete_header", "this header is obsolete"))
}

/// A query and headers have no `null`.
fn nested_option(subject: &Subject<'_>) -> Option<Found> {
    let message = match subject.place {
        FieldPlace::Query | FieldPlace::QueryAll => {
            "a query has no `null`, so `Some(None)` is read as `None`; write a single `Option`"
        }
        FieldPlace::Header => {
            "a header has no `null`, so `Some(None)` is read as `None`; write a single `Option`"
        }
        _ => return None,
    };
    let inner = option_value(subject.ty)?;
    option_value(inner)?;
    let (name, _) = named(inner)?;
    Some((name.span(), "nested_option", message))
}

/// The setter of an optional field has the field's name.
fn hidden_setter(subject: &Subject<'_>) -> Option<Found> {
    let hidden = matches!(subject.presence, Presence::Optional { .. }) && is_method(subject.ident);
    hidden.then_some((
        subject.ident.span(),
        "field_without_setter",
        "every message has a method of this name, so the field has no setter; assign the field, or \
         name it differently and write `#[serde(rename = \"..\")]`",
    ))
}

const LISTS: &[&str] = &["Vec", "VecDeque", "BTreeSet", "HashSet"];
const MAPS: &[&str] = &["BTreeMap", "HashMap", "IndexMap"];

/// In a query or header a value cannot be a map, nor the elements of a list be lists.
fn several_values(subject: &Subject<'_>) -> Option<Found> {
    let message = match subject.place {
        FieldPlace::Query => {
            "a key of the query takes a value or a list of values; no request with this type can be \
             encoded. For a map write `#[ruma_api(query_all)]`"
        }
        FieldPlace::Header => {
            "a header takes a value or a list of values; no message with this type can be encoded"
        }
        _ => return None,
    };
    let name = several(subject.ty, true)?;
    Some((name.span(), "several_values", message))
}

/// The name of a type that holds several values; one `list` of single values may be allowed.
fn several(ty: &Type, list: bool) -> Option<&Ident> {
    let (name, inner) = named(ty)?;
    let is = |names: &[&str]| names.iter().any(|other| name == other);
    if is(MAPS) || (is(LISTS) && !list) {
        return Some(name);
    }
    let list = list && !is(LISTS);
    if name == "Option" || name == "Box" || is(LISTS) { several(inner?, list) } else { None }
}

/// The last identifier of a type's path, and its first type argument.
fn named(ty: &Type) -> Option<(&Ident, Option<&Type>)> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let inner = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    };
    Some((&last.ident, inner))
}

/// The author's `#[allow(..)]` on a field.
fn levels(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("allow")).cloned().collect()
}
