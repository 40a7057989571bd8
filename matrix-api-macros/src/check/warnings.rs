//! What is allowed at a field, since somebody may have to, and better avoided.
//!
//! Types are judged by what they are called, which is enough for a warning.

use proc_macro2::{Ident, Span};
use syn::{Attribute, GenericArgument, PathArguments, Type};

use crate::{
    attribute::FieldAttributes,
    diagnostics::{Diagnostics, Warning},
    http_names::OBSOLETE_HEADERS,
    keyword::NEVER_IN_A_QUERY,
    model::{Place, Presence},
};

/// A field, as far as warnings ask.
pub(super) struct Subject<'a> {
    pub(super) place: Place,
    pub(super) presence: &'a Presence,
    pub(super) wire_name: &'a str,
    /// Where the name on the wire is given.
    pub(super) name_span: Span,
    pub(super) ty: &'a Type,
}

/// Warns of what is probably a mistake.
pub(super) fn warn(subject: &Subject<'_>, attributes: &FieldAttributes, diagnostics: &Diagnostics) {
    // What functions of the author's make of a value is theirs.
    let by_functions = attributes.serde_facts.codec.is_some();
    let found = [
        exposed_secret(subject),
        obsolete_header(subject),
        required_option(subject).filter(|_| !by_functions),
        several_values(subject).filter(|_| !by_functions),
    ];
    for (span, name, message) in found.into_iter().flatten() {
        let levels = levels(&attributes.others);
        diagnostics.warn(Warning { span, subject: name, message, levels });
    }
}

/// The place of a warning, its subject, its message.
type Found = (Span, &'static str, &'static str);

fn exposed_secret(subject: &Subject<'_>) -> Option<Found> {
    let exposed = subject.place == Place::Query && NEVER_IN_A_QUERY.contains(&subject.wire_name);
    exposed.then_some((
        subject.name_span,
        "secret_in_a_query",
        "servers and proxies log URIs; a secret travels in the body, in a header, or by \
         `authentication`",
    ))
}

fn obsolete_header(subject: &Subject<'_>) -> Option<Found> {
    let obsolete = subject.place == Place::Header && OBSOLETE_HEADERS.contains(&subject.wire_name);
    obsolete.then_some((
        subject.name_span,
        "obsolete_header",
        "HTTP has given this header up, and few read it",
    ))
}

/// An `Option` mostly is to be absent where it is `None`, which serde has to be told.
fn required_option(subject: &Subject<'_>) -> Option<Found> {
    if !matches!(subject.presence, Presence::Required) {
        return None;
    }
    let (name, _) = named(subject.ty)?;
    let message = match subject.place {
        Place::Member => {
            "`new` asks for it, and `None` is written as `null`; what may be absent has \
             `#[serde(skip_serializing_if = \"Option::is_none\")]`"
        }
        Place::Query | Place::Header => {
            "`new` asks for it; what may be absent has \
             `#[serde(skip_serializing_if = \"Option::is_none\")]`"
        }
        _ => return None,
    };
    (name == "Option").then(|| (name.span(), "required_option", message))
}

const LISTS: &[&str] = &["Vec", "VecDeque", "BTreeSet", "HashSet"];
const MAPS: &[&str] = &["BTreeMap", "HashMap", "IndexMap"];

/// Where text travels, one value has no members, and a list none of its own.
fn several_values(subject: &Subject<'_>) -> Option<Found> {
    let (list, message) = match subject.place {
        Place::Path => {
            (false, "a placeholder takes one value; every request with this one would be refused")
        }
        Place::Query => (
            true,
            "a key of the query takes one value or a list of them; every request with this one would \
             be refused. A map is a whole query: `#[ruma_api(query_all)]`",
        ),
        Place::Header => (
            true,
            "a header takes one value or a list of them; every message with this one would be refused",
        ),
        _ => return None,
    };
    let name = several(subject.ty, list)?;
    Some((name.span(), "several_values", message))
}

/// The name of a type that is more than one value, or, where one may be, than one `list`.
fn several(ty: &Type, list: bool) -> Option<&Ident> {
    let (name, inner) = named(ty)?;
    let is = |names: &[&str]| names.iter().any(|other| name == other);
    if is(MAPS) || (is(LISTS) && !list) {
        return Some(name);
    }
    let list = list && !is(LISTS);
    if name == "Option" || name == "Box" || is(LISTS) { several(inner?, list) } else { None }
}

/// The last name of a type's path, and its first argument.
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

/// The lints that the author allows at a field.
fn levels(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("allow")).cloned().collect()
}
