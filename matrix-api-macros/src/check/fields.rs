//! Rules for one field: its place, its name on the wire, its presence, its secrecy.

use proc_macro2::Span;
use syn::{LitStr, ext::IdentExt};

use super::{
    container::Container,
    types,
    warnings::{self, Subject},
};
use crate::{
    ast,
    attribute::{SerdeFacts, Value, Word},
    diagnostics::Diagnostics,
    http_names::{
        HEADER_CONSTANTS, REQUEST_HEADERS, RESERVED_HEADERS, RESPONSE_HEADERS, header_of_constant,
        is_header_name,
    },
    keyword::{FieldWord, is_secret_name, nearest},
    model::{Field, MessageKind, Place, Presence},
};

/// A field after its own rules, with what the rules about several fields need.
pub(super) struct CheckedField {
    pub(super) field: Field,
    /// The token that gives the name on the wire.
    pub(super) name_span: Span,
    /// The token that gives the place.
    pub(super) place_span: Span,
    /// Whether it is known where the field travels.
    pub(super) placed: bool,
    /// Whether the field has a name on the wire.
    pub(super) named: bool,
}

pub(super) fn check(
    field: ast::Field,
    kind: MessageKind,
    container: &Container,
    diagnostics: &Diagnostics,
) -> CheckedField {
    let ast::Field { attributes, visibility, ident, mut ty } = field;
    let facts = &attributes.serde_facts;
    let (word, placed) = match check_place(&attributes.words, kind, diagnostics) {
        Ok(word) => (word, !attributes.unreadable),
        Err(Reported) => (None, false),
    };
    let place = place_of(word, facts);
    if placed {
        check_serde(place, facts, diagnostics);
    }
    types::check(&mut ty, place, diagnostics);
    if matches!(place, Place::Path)
        && let Some(cfg) = attributes.cfg.first()
    {
        diagnostics.error_across(
            cfg,
            "a path field is always there; remove this, or write an endpoint for each path",
        );
    }

    let rust_name = ident.unraw().to_string();
    let header = word.filter(|word| word.word == FieldWord::Header);
    let (wire_name, name_span) = match header.and_then(|word| word.value.as_ref()) {
        Some(value) => header_name(value, kind, diagnostics),
        None => match &facts.serialized_name {
            Some(literal) => (literal.value(), literal.span()),
            None => (container.rename(&rust_name), ident.span()),
        },
    };
    let presence = presence(place, facts);
    let secret = check_secret(&attributes.words, &rust_name, &wire_name, diagnostics);
    warnings::warn(
        &Subject { place, presence: &presence, wire_name: &wire_name, name_span, ty: &ty },
        &attributes,
        diagnostics,
    );
    let named =
        !matches!(place, Place::QueryAll | Place::WholeBody | Place::RawBody | Place::Flattened)
            && placed
            && facts.flatten.is_none()
            && facts.skip.is_none();
    let place_span = word.map_or(ident.span(), |word| word.span);
    let field = Field {
        presence,
        read_names: read_names(facts, place, &wire_name, name_span, container, &rust_name),
        needs_derive: facts.needs_derive,
        skip_if: attributes.serde_facts.skip_serializing_if.map(|skip| skip.function),
        serialize_with: attributes.serde_facts.serialize_with,
        deserialize_with: attributes.serde_facts.deserialize_with,
        documentation: attributes.documentation,
        cfg: attributes.cfg,
        attributes: attributes.others,
        serde: attributes.serde,
        visibility,
        ident,
        ty,
        place,
        wire_name,
        secret,
    };
    CheckedField { field, name_span, place_span, placed, named }
}

/// Something was reported that leaves a question open.
struct Reported;

/// The one word that says where the field travels.
fn check_place<'a>(
    words: &'a [Word],
    kind: MessageKind,
    diagnostics: &Diagnostics,
) -> Result<Option<&'a Word>, Reported> {
    let mut places =
        words.iter().filter(|word| !matches!(word.word, FieldWord::Secret | FieldWord::Public));
    let Some(first) = places.next() else { return Ok(None) };
    let mut decided = Ok(Some(first));
    for other in places {
        let name = first.word.word();
        diagnostics.error(
            other.span,
            if first.word == other.word {
                format!("`{name}` is given twice")
            } else {
                decided = Err(Reported);
                format!("a field travels in one place, and this one in `{name}` already")
            },
        );
    }
    if kind == MessageKind::Response
        && matches!(first.word, FieldWord::Path | FieldWord::Query | FieldWord::QueryAll)
    {
        diagnostics.error(
            first.span,
            "a response has no URI; its fields travel in the body, or in a header: \
             `#[ruma_api(header = ..)]`",
        );
        return Err(Reported);
    }
    decided
}

fn place_of(word: Option<&Word>, facts: &SerdeFacts) -> Place {
    match word.map(|word| word.word) {
        Some(FieldWord::Path) => Place::Path,
        Some(FieldWord::Query) => Place::Query,
        Some(FieldWord::QueryAll) => Place::QueryAll,
        Some(FieldWord::Header) => Place::Header,
        Some(FieldWord::Body) => Place::WholeBody,
        Some(FieldWord::RawBody) => Place::RawBody,
        Some(FieldWord::Secret | FieldWord::Public) | None if facts.flatten.is_some() => {
            Place::Flattened
        }
        Some(FieldWord::Secret | FieldWord::Public) | None => Place::Member,
    }
}

/// serde attributes that make no sense where they stand.
fn check_serde(place: Place, facts: &SerdeFacts, diagnostics: &Diagnostics) {
    for word in &facts.container_words {
        diagnostics.error(
            word.span(),
            format!("`{word}` is serde's word for a whole type, not for a field; remove it here"),
        );
    }
    let name = facts.serialized_name.as_ref().or(facts.deserialized_name.as_ref());
    let skip_if = facts.skip_serializing_if.as_ref().map(|skip| skip.span);
    let absent = skip_if.or(facts.default.as_ref().map(|default| default.span));
    let say = |span: Option<Span>, message: &str| {
        if let Some(span) = span {
            diagnostics.error(span, message);
        }
    };
    let name_span = name.map(LitStr::span);
    let alias_span = facts.aliases.first().map(LitStr::span);
    match place {
        Place::Path => {
            const ALWAYS: &str = "a path argument is always there; remove this";
            say(facts.flatten, "a placeholder takes one value; remove `flatten`");
            say(absent, ALWAYS);
            say(facts.skip, ALWAYS);
            say(alias_span, "a placeholder has one name; remove the alias");
            let read = facts.deserialized_name.as_ref().map(LitStr::value);
            let written = facts.serialized_name.as_ref().map(LitStr::value);
            if read != written {
                say(
                    name_span,
                    "a placeholder has one name in both directions; write `rename = \"..\"`",
                );
            }
        }
        Place::Header => {
            say(facts.flatten, "a header takes one value or a list; remove `flatten`");
            say(name_span.or(alias_span), "`header = ..` names the header; remove this name");
        }
        Place::QueryAll | Place::WholeBody => {
            let what = if place == Place::WholeBody { "body" } else { "query" };
            say(facts.flatten, &format!("the field is the whole {what} already; remove `flatten`"));
            say(name_span.or(alias_span), &format!("a whole {what} has no name; remove this one"));
            say(absent.or(facts.skip), &format!("a whole {what} is always there; remove this"));
        }
        Place::RawBody => {
            say(
                facts
                    .flatten
                    .or(name_span)
                    .or(alias_span)
                    .or(absent)
                    .or(facts.skip)
                    .or(facts.codec),
                "a raw body is bytes, which serde never sees; remove this",
            );
        }
        Place::Query | Place::Member | Place::Flattened => {}
    }
}

/// The header's name in lower case, and where it is given.
fn header_name(value: &Value, kind: MessageKind, diagnostics: &Diagnostics) -> (String, Span) {
    let (name, span) = match value {
        Value::Constant(ident) => {
            let constant = ident.to_string();
            let name = header_of_constant(&constant).unwrap_or_else(|| {
                let advice = nearest(&constant, HEADER_CONSTANTS.iter().copied()).map_or_else(
                    || "write another name as a string: `header = \"x-name\"`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                diagnostics.error(
                    ident.span(),
                    format!("`http::header` has no constant `{constant}`; {advice}"),
                );
                constant.to_ascii_lowercase()
            });
            (name, ident.span())
        }
        Value::Literal(literal) => {
            let name = literal.value();
            if !is_header_name(&name) {
                diagnostics.error(
                    literal.span(),
                    "HTTP does not allow this name for a header; write letters, digits and `-`, such \
                     as `X-Name`",
                );
            }
            (name.to_ascii_lowercase(), literal.span())
        }
    };
    if let Some((_, reason)) = RESERVED_HEADERS.iter().find(|(reserved, _)| *reserved == name) {
        diagnostics.error(span, format!("the header `{name}` is no field: {reason}"));
    }
    let (others, other) = match kind {
        MessageKind::Request => (RESPONSE_HEADERS, "response"),
        MessageKind::Response => (REQUEST_HEADERS, "request"),
    };
    if others.contains(&name.as_str()) {
        diagnostics.error(
            span,
            format!("`{name}` is a header of a {other}, and a {} never has it", kind.word()),
        );
    }
    (name, span)
}

/// `secret` and `public` exclude each other; neither is needed twice.
fn check_secret(
    words: &[Word],
    rust_name: &str,
    wire_name: &str,
    diagnostics: &Diagnostics,
) -> bool {
    let mut marks =
        words.iter().filter(|word| matches!(word.word, FieldWord::Secret | FieldWord::Public));
    let first = marks.next();
    if let (Some(first), Some(second)) = (first, marks.next()) {
        diagnostics.error(
            second.span,
            if first.word == second.word {
                format!("`{}` is given twice", second.word.word())
            } else {
                "a field is `secret` or `public`, not both".to_owned()
            },
        );
    }
    match first.map(|word| word.word) {
        Some(mark) => mark == FieldWord::Secret,
        None => is_secret_name(rust_name) || is_secret_name(wire_name),
    }
}

fn read_names(
    facts: &SerdeFacts,
    place: Place,
    wire_name: &str,
    name_span: Span,
    container: &Container,
    rust_name: &str,
) -> Vec<LitStr> {
    let own = match (&facts.deserialized_name, place) {
        (_, Place::Header) => LitStr::new(wire_name, name_span),
        (Some(literal), _) => literal.clone(),
        (None, _) => LitStr::new(&container.rename(rust_name), name_span),
    };
    std::iter::once(own).chain(facts.aliases.iter().cloned()).collect()
}

/// A field may be left out if serde may leave it out, or fills it when it is absent.
fn presence(place: Place, facts: &SerdeFacts) -> Presence {
    let named = matches!(place, Place::Query | Place::Header | Place::Member);
    let flattened_default = place == Place::Flattened && facts.default.is_some();
    let optional =
        facts.default.is_some() || facts.skip_serializing_if.is_some() || facts.skip.is_some();
    if (named && optional) || flattened_default {
        Presence::Optional {
            declared_default: facts.default.is_some() || facts.skip.is_some(),
            default: facts.default.as_ref().and_then(|default| default.function.clone()),
        }
    } else {
        Presence::Required
    }
}
