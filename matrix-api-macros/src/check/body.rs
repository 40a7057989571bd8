//! Rules for the shape of the query and of the body.

use proc_macro2::{Ident, Span};

use super::{CheckedMessage, fields::CheckedField};
use crate::{
    attribute::same_configuration,
    diagnostics::Diagnostics,
    keyword::all_of,
    model::{Field, MessageKind, Place},
};

/// One whole body and nothing beside it; one whole query and nothing beside it; a flattened field
/// that is not alone.
pub(super) fn check_shape(
    fields: &[CheckedField],
    kind: MessageKind,
    complete: bool,
    diagnostics: &Diagnostics,
) {
    let at = |wanted: fn(Place) -> bool| -> Vec<(&Field, Span)> {
        fields
            .iter()
            .filter(|checked| checked.placed && wanted(checked.field.place))
            .map(|checked| (&checked.field, checked.place_span))
            .collect()
    };
    let whole_bodies = at(|place| matches!(place, Place::WholeBody | Place::RawBody));
    let members = at(|place| matches!(place, Place::Member | Place::Flattened));
    check_whole(&whole_bodies, &members, "body", kind, diagnostics);
    let whole_queries = at(|place| place == Place::QueryAll);
    let queries = at(|place| place == Place::Query);
    check_whole(&whole_queries, &queries, "query", kind, diagnostics);
    if let [(field, span)] = members.as_slice()
        && field.place == Place::Flattened
        && complete
        && fields.iter().all(|checked| checked.placed)
    {
        diagnostics.error(
            *span,
            format!(
                "`{}` is the only field of the body; write `#[ruma_api(body)]` instead of \
                 `flatten`",
                field.ident
            ),
        );
    }
}

fn check_whole(
    wholes: &[(&Field, Span)],
    parts: &[(&Field, Span)],
    what: &str,
    kind: MessageKind,
    diagnostics: &Diagnostics,
) {
    let Some(((whole, span), others)) = wholes.split_first() else { return };
    for (other, span) in
        others.iter().filter(|(other, _)| same_configuration(&whole.cfg, &other.cfg))
    {
        diagnostics.error(
            *span,
            format!(
                "`{}` is the whole {what} already, so `{}` has no room there; remove one of them",
                whole.ident, other.ident
            ),
        );
    }
    let parts: Vec<String> = parts.iter().map(|(part, _)| part.ident.to_string()).collect();
    if !parts.is_empty() {
        diagnostics.error(
            *span,
            format!(
                "`{}` is the whole {what} of this {}, but {} {} there too; {}",
                whole.ident,
                kind.word(),
                all_of(parts.iter().map(String::as_str)),
                if parts.len() == 1 { "travels" } else { "travel" },
                if what == "body" {
                    "remove `body`, or write one type that holds all of it"
                } else {
                    "write `query` instead of `query_all`, or one type that holds all of it"
                },
            ),
        );
    }
}

/// A GET or HEAD request has no body, and the answer to HEAD has none either.
pub(super) fn check_method(
    request: &CheckedMessage,
    response: &CheckedMessage,
    method: Option<&Ident>,
    diagnostics: &Diagnostics,
) {
    let Some(method) = method.filter(|method| *method == "GET" || *method == "HEAD") else {
        return;
    };
    let fields = body_fields(request);
    if let Some(first) = fields.first() {
        let place = match first.place {
            Place::WholeBody | Place::RawBody | Place::Flattened => "query_all",
            _ => "query",
        };
        diagnostics.error(
            first.ident.span(),
            format!(
                "a {method} request has no body, but {} {} there; mark {} with \
                 `#[ruma_api({place})]`, or take another method",
                names(&fields),
                if fields.len() == 1 { "travels" } else { "travel" },
                if fields.len() == 1 { "it" } else { "them" },
            ),
        );
    }
    let fields = body_fields(response);
    if let (Some(first), true) = (fields.first(), method == "HEAD") {
        report_no_body(first, "the answer to a HEAD request", &fields, diagnostics);
    }
}

/// Some answers have no body.
pub(super) fn check_status(
    response: &CheckedMessage,
    status: Option<&Ident>,
    diagnostics: &Diagnostics,
) {
    const WITHOUT_BODY: &[&str] = &["NO_CONTENT", "RESET_CONTENT", "NOT_MODIFIED"];
    let Some(status) = status.filter(|status| WITHOUT_BODY.iter().any(|word| *status == word))
    else {
        return;
    };
    let fields = body_fields(response);
    let Some(first) = fields.first() else { return };
    report_no_body(first, &format!("a response with the status `{status}`"), &fields, diagnostics);
}

fn report_no_body(first: &Field, what: &str, fields: &[&Field], diagnostics: &Diagnostics) {
    diagnostics.error(
        first.ident.span(),
        format!(
            "{what} has no body, but {} {} there; name a header with `#[ruma_api(header = ..)]`",
            names(fields),
            if fields.len() == 1 { "travels" } else { "travel" },
        ),
    );
}

/// The fields that travel in the body, as far as their places are known.
fn body_fields(message: &CheckedMessage) -> Vec<&Field> {
    let in_body = |place: Place| {
        matches!(place, Place::Member | Place::Flattened | Place::WholeBody | Place::RawBody)
    };
    message
        .fields
        .iter()
        .filter(|checked| checked.placed && in_body(checked.field.place))
        .map(|checked| &checked.field)
        .collect()
}

fn names(fields: &[&Field]) -> String {
    let names: Vec<String> = fields.iter().map(|field| field.ident.to_string()).collect();
    all_of(names.iter().map(String::as_str))
}
