//! Rules for the presence of a field: whether it may be absent, and what `None` is on the wire.
//!
//! A type `Option<..>` is judged by its tokens. An alias or a newtype of an `Option` stays as serde has it.

use proc_macro2::Span;
use syn::{
    GenericArgument, Ident, Path, PathArguments, PathSegment, Token, Type, spanned::Spanned,
};

use crate::{
    attribute::{SerdeFacts, WrittenKeyword},
    diagnostics::Diagnostics,
    keyword::FieldKeyword,
    model::{FieldPlace, OptionType, Presence},
    suggestion::source_text,
};

/// The facts of a field that its presence depends on.
pub(super) struct Subject<'a> {
    pub(super) ident: &'a Ident,
    pub(super) ty: &'a Type,
    /// Whether the type is an `Option` that could not be read.
    pub(super) half_option: bool,
    pub(super) place: FieldPlace,
    pub(super) facts: &'a SerdeFacts,
    pub(super) keywords: &'a [WrittenKeyword],
}

/// What follows for the code.
pub(super) struct Checked {
    pub(super) presence: Presence,
    pub(super) option: Option<OptionType>,
    /// The function that says whether a value is left out.
    pub(super) skip_if: Option<Path>,
}

/// `placed`: whether it is known where the field is sent.
pub(super) fn check(subject: &Subject<'_>, placed: bool, diagnostics: &Diagnostics) -> Checked {
    let Subject { ty, half_option, place, facts, .. } = *subject;
    let nullable = check_nullable(subject, placed, diagnostics);
    let value = option_value(ty);
    let default = facts.default.as_ref().and_then(|default| default.function.clone());
    let leaves_out_none = (value.is_some() || half_option) && !nullable && default.is_none();
    let written_skip = facts.skip_serializing_if.as_ref().map(|skip| skip.function.clone());
    let implied_skip =
        (value.is_some() && leaves_out_none && written_skip.is_none() && facts.skip.is_none())
            .then(|| is_none(ty.span()));
    let option = value.map(|value| OptionType {
        implied_skip: implied_skip.is_some(),
        nullable,
        distinguishes_null: leaves_out_none
            && matches!(place, FieldPlace::Member | FieldPlace::WholeBody)
            && facts.deserialize_with.is_none()
            && option_value(value).is_some(),
        value: value.clone(),
        innermost: option_value(value).unwrap_or(value).clone(),
    });
    let declared = facts.default.is_some() || facts.skip.is_some();
    let optional = match place {
        FieldPlace::Status => false,
        // `path::bind` checks that it is the last segment.
        FieldPlace::Path | FieldPlace::Query | FieldPlace::Header | FieldPlace::Member => {
            declared || written_skip.is_some() || leaves_out_none
        }
        FieldPlace::Flattened => facts.default.is_some() || leaves_out_none,
        FieldPlace::QueryAll | FieldPlace::WholeBody | FieldPlace::RawBody => {
            leaves_out_none || (option.is_some() && declared)
        }
    };
    let presence = if optional {
        Presence::Optional { declared_default: declared, default }
    } else {
        Presence::Required
    };
    Checked { presence, option, skip_if: written_skip.or(implied_skip) }
}

/// The path of `Option::is_none`. Parsing it would take longer.
fn is_none(span: Span) -> Path {
    let names = ["core", "option", "Option", "is_none"];
    let segments = names.map(|name| PathSegment::from(Ident::new(name, span)));
    Path { leading_colon: Some(Token![::](span)), segments: segments.into_iter().collect() }
}

/// Whether the field is `nullable`: an `Option` in JSON whose `None` is written as `null`.
fn check_nullable(subject: &Subject<'_>, placed: bool, diagnostics: &Diagnostics) -> bool {
    let Subject { ident, ty, half_option, place, facts, keywords } = *subject;
    let mut nullable = keywords.iter().filter(|written| written.keyword == FieldKeyword::Nullable);
    let Some(first) = nullable.next() else { return false };
    for other in nullable {
        diagnostics.error(other.span, "duplicate `nullable`; remove one");
    }
    if let (true, Some(part)) = (placed, without_null(place)) {
        diagnostics.error(
            first.span,
            format!("{part} has no `null`: `None` is left out; remove `nullable`"),
        );
        return true;
    }
    let Some(value) = option_value(ty) else {
        if half_option {
            return true;
        }
        diagnostics.error(
            first.span,
            format!(
                "a nullable field is an `Option`; write `{ident}: Option<{}>`",
                source_text(ty)
            ),
        );
        return true;
    };
    if option_value(value).is_some() {
        diagnostics.error(
            first.span,
            format!(
                "`{}` already distinguishes `null` from an absent field; remove `nullable`",
                source_text(ty)
            ),
        );
    }
    if let Some(skip) = &facts.skip_serializing_if {
        diagnostics.error(skip.span, "a nullable field is always written; remove this");
    }
    true
}

/// The part of a message that a place is in, if the part cannot hold `null`.
fn without_null(place: FieldPlace) -> Option<&'static str> {
    match place {
        FieldPlace::Path => Some("a path"),
        FieldPlace::Query | FieldPlace::QueryAll => Some("a query"),
        FieldPlace::Header => Some("a header"),
        FieldPlace::RawBody => Some("a raw body"),
        FieldPlace::Flattened => Some("a flattened field"),
        FieldPlace::Status => Some("a status"),
        FieldPlace::Member | FieldPlace::WholeBody => None,
    }
}

/// `T` of a type whose last path segment is `Option<T>`.
pub(super) fn option_value(ty: &Type) -> Option<&Type> {
    match ty {
        // A fragment of another macro, `$type:ty`, arrives in a group.
        Type::Group(inner) => option_value(&inner.elem),
        Type::Paren(inner) => option_value(&inner.elem),
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
            match &last.arguments {
                PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
                    Some(GenericArgument::Type(ty)) if arguments.args.len() == 1 => Some(ty),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}

/// Reports attributes of a field that is a whole part, about its absence: only an `Option` can be absent.
pub(super) fn check_whole(subject: &Subject<'_>, part: &str, diagnostics: &Diagnostics) {
    let Subject { ident, ty, half_option, place, facts, .. } = *subject;
    let skip_if = facts.skip_serializing_if.as_ref().map(|skip| skip.span);
    let default = facts.default.as_ref().map(|default| default.span);
    let absent: Option<Span> = skip_if.or(default);
    if option_value(ty).is_none() {
        if let (false, Some(span)) = (half_option, absent.or(facts.skip)) {
            diagnostics.error(
                span,
                format!(
                    "only an `Option` can be absent as a whole {part}; write `{ident}: \
                     Option<{}>` without this",
                    source_text(ty)
                ),
            );
        }
        return;
    }
    if let Some(span) = facts.skip {
        diagnostics.error(span, format!("a whole {part} cannot be skipped; remove this"));
    }
    let has_function = facts.default.as_ref().is_some_and(|default| default.function.is_some());
    if let (true, Some(span)) = (has_function && place != FieldPlace::WholeBody, default) {
        diagnostics.error(span, format!("an absent {part} is `None`; remove this default"));
    }
}
