//! Rules for a single field: its place, its name on the wire, its presence, its secrecy.

use proc_macro2::Span;
use syn::{LitStr, Type, ext::IdentExt, spanned::Spanned};

use super::{
    container::Container,
    presence, types,
    warnings::{self, Subject},
};
use crate::{
    ast,
    attribute::{HeaderName, SerdeFacts, Since, WrittenKeyword},
    diagnostics::Diagnostics,
    http_names::{
        HEADER_CONSTANTS, REQUEST_HEADERS, RESERVED_HEADERS, RESPONSE_HEADERS, header_of_constant,
        is_header_name,
    },
    keyword::{FieldKeyword, is_secret_name},
    model::{Field, FieldPlace, MessageKind, Version},
    suggestion::nearest,
};

/// A field after its own rules, with what the rules about several fields need.
pub(super) struct CheckedField {
    pub(super) field: Field,
    /// The token that gives the name on the wire.
    pub(super) name_span: Span,
    /// The token that gives the place.
    pub(super) place_span: Span,
    /// Whether it is known where the field is sent.
    pub(super) placed: bool,
    /// Whether the field has a name on the wire.
    pub(super) named: bool,
    /// Whether the field is flattened into its part.
    pub(super) flattened: bool,
    /// Why a path field may be absent.
    pub(super) absence: Option<Absence>,
    /// The version that added the field.
    pub(super) since: Option<Since>,
}

/// What says that a path field may be absent.
#[derive(Clone, Copy)]
pub(super) enum Absence {
    /// `default` or `skip_serializing_if`.
    Attribute(Span),
    /// The type `Option<..>`.
    Option(Span),
}

pub(super) fn check(
    field: ast::Field,
    kind: MessageKind,
    container: &Container,
    diagnostics: &Diagnostics,
) -> CheckedField {
    let ast::Field { attributes, visibility, ident, mut ty, half_option } = field;
    let facts = &attributes.serde_facts;
    let (keyword, placed) = match check_place(&attributes.keywords, kind, diagnostics) {
        Ok(keyword) => (keyword, !attributes.unreadable),
        Err(Reported) => (None, false),
    };
    let place = place_of(keyword, facts);
    types::check(&mut ty, place, diagnostics);
    let keywords = &attributes.keywords;
    let presence =
        presence::Subject { ident: &ident, ty: &ty, half_option, place, facts, keywords };
    if placed {
        check_serde(&presence, diagnostics);
    }
    let presence::Checked { presence, option, skip_if } =
        presence::check(&presence, placed, diagnostics);
    check_status_not_secret(&attributes.keywords, place, diagnostics);
    if let (FieldPlace::Path, Some(cfg)) = (place, attributes.cfg.first()) {
        diagnostics.error_across(
            cfg,
            "a path field cannot be conditional; remove this, or write one endpoint for each path",
        );
    }
    let rust_name = ident.unraw().to_string();
    let (wire_name, name_span) = match keyword.and_then(|keyword| keyword.header.as_ref()) {
        Some(name) => header_name(name, kind, diagnostics),
        None => match &facts.serialized_name {
            Some(literal) => (literal.value(), literal.span()),
            None => (container.rename(&rust_name), ident.span()),
        },
    };
    let since = check_since(&attributes.keywords, diagnostics);
    let absence = absence(place, facts, &ty, diagnostics);
    let secret = check_secret(&attributes.keywords, &rust_name, &wire_name, diagnostics);
    warnings::warn(
        &Subject {
            ident: &ident,
            place,
            presence: &presence,
            wire_name: &wire_name,
            name_span,
            ty: &ty,
        },
        &attributes,
        diagnostics,
    );
    let named = place.is_named() && placed && facts.flatten.is_none() && facts.skip.is_none();
    let place_span = keyword.map_or(ident.span(), |keyword| keyword.span);
    let flattened = facts.flatten.is_some();
    let field = Field {
        presence,
        read_names: read_names(facts, place, &wire_name, name_span, container, &rust_name),
        needs_derive: facts.needs_derive,
        option,
        skip_if,
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
        skipped: attributes.serde_facts.skips_both,
        since: since.map(|Since { major, minor, .. }| Version { major, minor }),
    };
    CheckedField { field, name_span, place_span, placed, named, flattened, absence, since }
}

/// An error was reported, so it is not known where the field is sent.
struct Reported;

/// The one keyword that says where the field is sent.
fn check_place<'a>(
    keywords: &'a [WrittenKeyword],
    kind: MessageKind,
    diagnostics: &Diagnostics,
) -> Result<Option<&'a WrittenKeyword>, Reported> {
    let mut places = keywords.iter().filter(|written| written.keyword.is_place());
    let Some(first) = places.next() else { return Ok(None) };
    let mut decided = Ok(Some(first));
    for other in places {
        let name = first.keyword.name();
        let message = if first.keyword == other.keyword {
            format!("duplicate `{name}`; remove one")
        } else {
            decided = Err(Reported);
            format!("the field already has the place `{name}`; remove one")
        };
        diagnostics.error(other.span, message);
    }
    if kind != MessageKind::Request
        && matches!(
            first.keyword,
            FieldKeyword::Path | FieldKeyword::Query | FieldKeyword::QueryAll
        )
    {
        diagnostics.error(
            first.span,
            format!(
                "a response has no URI; remove `{}` to send the field in the body, or write \
                 `#[ruma_api(header = ..)]`",
                first.keyword.name()
            ),
        );
        return Err(Reported);
    }
    if kind == MessageKind::Request && first.keyword == FieldKeyword::Status {
        diagnostics.error(
            first.span,
            "a request has no status; remove `status` to send the field in the body",
        );
        return Err(Reported);
    }
    decided
}

/// Everybody sees the status of a response.
fn check_status_not_secret(
    keywords: &[WrittenKeyword],
    place: FieldPlace,
    diagnostics: &Diagnostics,
) {
    let secret = keywords.iter().find(|written| written.keyword == FieldKeyword::Secret);
    if let (FieldPlace::Status, Some(secret)) = (place, secret) {
        diagnostics.error(secret.span, "a status cannot be secret; remove `secret`");
    }
}

fn place_of(written: Option<&WrittenKeyword>, facts: &SerdeFacts) -> FieldPlace {
    match written.map(|written| written.keyword) {
        Some(FieldKeyword::Path) => FieldPlace::Path,
        Some(FieldKeyword::Query) => FieldPlace::Query,
        Some(FieldKeyword::QueryAll) => FieldPlace::QueryAll,
        Some(FieldKeyword::Header) => FieldPlace::Header,
        Some(FieldKeyword::Body) => FieldPlace::WholeBody,
        Some(FieldKeyword::RawBody) => FieldPlace::RawBody,
        Some(FieldKeyword::Status) => FieldPlace::Status,
        Some(
            FieldKeyword::Secret
            | FieldKeyword::Public
            | FieldKeyword::Nullable
            | FieldKeyword::Since,
        )
        | None => {
            if facts.flatten.is_some() {
                FieldPlace::Flattened
            } else {
                FieldPlace::Member
            }
        }
    }
}

/// Reports serde attributes that do not fit the place.
fn check_serde(subject: &presence::Subject<'_>, diagnostics: &Diagnostics) {
    let presence::Subject { place, facts, .. } = *subject;
    for attribute in &facts.container_attributes {
        diagnostics.error(
            attribute.span(),
            format!("`{attribute}` is an attribute of a whole type, not of a field; remove it"),
        );
    }
    let report = |span: Option<Span>, message: &str| {
        if let Some(span) = span {
            diagnostics.error(span, message);
        }
    };
    let name = facts.serialized_name.as_ref().or(facts.deserialized_name.as_ref());
    let name_span = name.map(LitStr::span);
    let alias_span = facts.aliases.first().map(LitStr::span);
    match place {
        FieldPlace::Path => {
            report(facts.flatten, "a placeholder takes one value; remove `flatten`");
            report(facts.skip, "a path field cannot be skipped; remove this");
            report(alias_span, "a placeholder has one name; remove the alias");
            let [read, written] = [&facts.deserialized_name, &facts.serialized_name]
                .map(|name| name.as_ref().map(LitStr::value));
            let one_name = "a placeholder has one name in both directions; write `rename = \"..\"`";
            report(name_span.filter(|_| read != written), one_name);
        }
        FieldPlace::Header => {
            report(facts.flatten, "a header takes a value or a list of values; remove `flatten`");
            report(
                name_span.or(alias_span),
                "`header = ..` already names the header; remove this name",
            );
        }
        FieldPlace::QueryAll | FieldPlace::WholeBody => {
            let part = if place == FieldPlace::WholeBody { "body" } else { "query" };
            report(
                facts.flatten,
                &format!("the field is already the whole {part}; remove `flatten`"),
            );
            report(
                name_span.or(alias_span),
                &format!("a whole {part} has no name; remove this name"),
            );
            presence::check_whole(subject, part, diagnostics);
        }
        FieldPlace::Status => {
            let skip_if = facts.skip_serializing_if.as_ref().map(|skip| skip.span);
            let default = facts.default.as_ref().map(|default| default.span);
            let any = [facts.flatten, name_span, alias_span, skip_if, default, facts.skip];
            report(
                any.into_iter().chain([facts.codec]).flatten().next(),
                "serde does not handle the status; remove this",
            );
        }
        FieldPlace::RawBody => {
            presence::check_whole(subject, "body", diagnostics);
            let any = [facts.flatten, name_span, alias_span, facts.codec];
            report(
                any.into_iter().flatten().next(),
                "serde does not handle a raw body; remove this",
            );
        }
        FieldPlace::Query | FieldPlace::Member | FieldPlace::Flattened => {}
    }
}

/// The header's name in lower case, and the token that gives it.
fn header_name(name: &HeaderName, kind: MessageKind, diagnostics: &Diagnostics) -> (String, Span) {
    let (name, span) = match name {
        HeaderName::Constant(ident) => {
            let constant = ident.to_string();
            let name = header_of_constant(&constant).unwrap_or_else(|| {
                let advice = nearest(&constant, HEADER_CONSTANTS).map_or_else(
                    || "for another name write `header = \"x-name\"`".to_owned(),
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
        HeaderName::Literal(literal) => {
            let name = literal.value();
            if !is_header_name(&name) {
                diagnostics.error(
                    literal.span(),
                    "invalid header name; write letters, digits and `-`, such as `X-Name`",
                );
            }
            (name.to_ascii_lowercase(), literal.span())
        }
    };
    if let Some((_, reason)) = RESERVED_HEADERS.iter().find(|(reserved, _)| *reserved == name) {
        diagnostics.error(span, format!("the header `{name}` cannot be a field: {reason}"));
    }
    let (others, other) = match kind {
        MessageKind::Request => (RESPONSE_HEADERS, "response"),
        MessageKind::Response | MessageKind::OneResponse => (REQUEST_HEADERS, "request"),
    };
    if others.contains(&name.as_str()) {
        diagnostics
            .error(span, format!("`{name}` is a {other} header; a {} cannot have it", kind.name()));
    }
    (name, span)
}

/// Whether the field is secret; `secret` and `public` exclude each other.
fn check_secret(
    keywords: &[WrittenKeyword],
    rust_name: &str,
    wire_name: &str,
    diagnostics: &Diagnostics,
) -> bool {
    let mut marks = keywords.iter().filter(|written| written.keyword.is_secrecy());
    let first = marks.next();
    if let (Some(first), Some(second)) = (first, marks.next()) {
        let message = if first.keyword == second.keyword {
            format!("duplicate `{}`; remove one", second.keyword.name())
        } else {
            "a field cannot be both `secret` and `public`; remove one".to_owned()
        };
        diagnostics.error(second.span, message);
    }
    match first {
        Some(mark) => mark.keyword == FieldKeyword::Secret,
        None => is_secret_name(rust_name) || is_secret_name(wire_name),
    }
}

/// The version that added the field.
fn check_since(keywords: &[WrittenKeyword], diagnostics: &Diagnostics) -> Option<Since> {
    let mut written = keywords.iter().filter(|written| written.keyword == FieldKeyword::Since);
    let first = written.next()?;
    for other in written {
        diagnostics.error(other.span, "duplicate `since`; remove one");
    }
    first.since
}

/// The names under which the field is read.
fn read_names(
    facts: &SerdeFacts,
    place: FieldPlace,
    wire_name: &str,
    name_span: Span,
    container: &Container,
    rust_name: &str,
) -> Vec<LitStr> {
    let own = match (&facts.deserialized_name, place) {
        (_, FieldPlace::Header) => LitStr::new(wire_name, name_span),
        (Some(literal), _) => literal.clone(),
        (None, _) => LitStr::new(&container.rename(rust_name), name_span),
    };
    std::iter::once(own).chain(facts.aliases.iter().cloned()).collect()
}

/// Why a path field may be absent.
fn absence(
    place: FieldPlace,
    facts: &SerdeFacts,
    ty: &Type,
    diagnostics: &Diagnostics,
) -> Option<Absence> {
    if place != FieldPlace::Path {
        return None;
    }
    let default = facts.default.as_ref();
    if presence::option_value(ty).is_some() {
        if let Some(default) = default.filter(|default| default.function.is_some()) {
            diagnostics.error(default.span, "an absent segment is `None`; remove this default");
        }
        return Some(Absence::Option(ty.span()));
    }
    let skip_if = facts.skip_serializing_if.as_ref().map(|skip| skip.span);
    skip_if.or(default.map(|default| default.span)).map(Absence::Attribute)
}
