//! Rules for the shape of the query and of the body.

use proc_macro2::{Ident, Span};

use super::{fields::CheckedField, message::CheckedMessage};
use crate::{
    attribute::same_configuration,
    diagnostics::Diagnostics,
    model::{Field, FieldPlace, MessageKind},
    suggestion::all_of,
};

/// A whole body excludes other fields in the body, and a whole query others in the query. A flattened field
/// is not the only field in the body.
pub(super) fn check_shape(
    fields: &[CheckedField],
    kind: MessageKind,
    complete: bool,
    diagnostics: &Diagnostics,
) {
    let at = |wanted: fn(FieldPlace) -> bool| -> Vec<(&Field, Span)> {
        fields
            .iter()
            .filter(|checked| checked.placed && wanted(checked.field.place))
            .map(|checked| (&checked.field, checked.place_span))
            .collect()
    };
    let whole_bodies = at(|place| matches!(place, FieldPlace::WholeBody | FieldPlace::RawBody));
    let members = at(|place| matches!(place, FieldPlace::Member | FieldPlace::Flattened));
    check_whole(&whole_bodies, &members, "body", kind, diagnostics);
    let whole_queries = at(|place| place == FieldPlace::QueryAll);
    let queries = at(|place| place == FieldPlace::Query);
    check_whole(&whole_queries, &queries, "query", kind, diagnostics);
    if let [(field, span)] = members.as_slice()
        && field.place == FieldPlace::Flattened
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
    part: &str,
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
                "`{0}` is already the whole {part}; remove `{0}` or `{1}`",
                whole.ident, other.ident
            ),
        );
    }
    let parts: Vec<&Field> = parts.iter().map(|(field, _)| *field).collect();
    if !parts.is_empty() {
        diagnostics.error(
            *span,
            format!(
                "`{}` is the whole {part} of this {}, but {} in the {part}, too; {}",
                whole.ident,
                kind.name(),
                are(&parts),
                if part == "body" {
                    "remove `body`, or write one type for the whole body"
                } else {
                    "write `query` instead of `query_all`, or one type for the whole query"
                },
            ),
        );
    }
}

/// GET and HEAD requests have no body.
pub(super) fn check_request_method(
    request: &CheckedMessage,
    method: Option<&Ident>,
    diagnostics: &Diagnostics,
) {
    let Some(method) = method.filter(|method| *method == "GET" || *method == "HEAD") else {
        return;
    };
    let fields = body_fields(request);
    if let Some(first) = fields.first() {
        let place = match first.place {
            FieldPlace::WholeBody | FieldPlace::RawBody | FieldPlace::Flattened => "query_all",
            _ => "query",
        };
        diagnostics.error(
            first.ident.span(),
            format!(
                "a {method} request has no body, but {} in the body; write `#[ruma_api({place})]`, or \
                 use another method",
                are(&fields),
            ),
        );
    }
}

/// The response to HEAD has no body.
pub(super) fn check_response_method(
    response: &CheckedMessage,
    method: Option<&Ident>,
    diagnostics: &Diagnostics,
) {
    let fields = body_fields(response);
    if let (Some(first), Some(_)) = (fields.first(), method.filter(|method| *method == "HEAD")) {
        report_no_body(first, "the response to a HEAD request", &fields, diagnostics);
    }
}

/// Responses with some statuses have no body.
pub(super) fn check_status(response: &CheckedMessage, status: &str, diagnostics: &Diagnostics) {
    const WITHOUT_BODY: &[&str] = &["NO_CONTENT", "RESET_CONTENT", "NOT_MODIFIED"];
    if !WITHOUT_BODY.contains(&status) {
        return;
    }
    let fields = body_fields(response);
    let Some(first) = fields.first() else { return };
    report_no_body(first, &format!("a response with the status `{status}`"), &fields, diagnostics);
}

fn report_no_body(first: &Field, response: &str, fields: &[&Field], diagnostics: &Diagnostics) {
    diagnostics.error(
        first.ident.span(),
        format!(
            "{response} has no body, but {} in the body; write `#[ruma_api(header = ..)]`",
            are(fields),
        ),
    );
}

/// The fields in the body, as far as places are known.
fn body_fields(message: &CheckedMessage) -> Vec<&Field> {
    message
        .fields
        .iter()
        .filter(|checked| checked.placed && checked.field.place.is_in_body())
        .map(|checked| &checked.field)
        .collect()
}

/// "`a` is", or "`a` and `b` are".
fn are(fields: &[&Field]) -> String {
    let names: Vec<String> = fields.iter().map(|field| field.ident.to_string()).collect();
    let verb = if fields.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", all_of(&names))
}
