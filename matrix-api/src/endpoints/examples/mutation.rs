//! Messages with one change: a part is left out, or a value has another type.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Request, Response, Uri, header::CONTENT_TYPE};
use serde_json::{Value, json};

use super::{
    fields::Fields,
    json::{Place, at, places},
};
use crate::{
    description::{Shape, Shapes},
    endpoints::{description::FieldDescription, recode::RecodeError},
    error::Part,
    metadata::{FieldPlace, Metadata},
    text::{
        location::{Step, location},
        percent_decode,
    },
    wire::path_arguments::PathArguments,
};

/// A message with one change.
pub(super) struct Mutated<M> {
    pub(super) message: M,
    part: Part,
    /// Where the change is, and where a decoder refuses the message.
    location: String,
    change: Change,
}

#[derive(Clone, Copy)]
enum Change {
    /// A required part is left out.
    LeftOut,
    /// An optional field is left out, so the message must be accepted.
    OptionalLeftOut,
    /// A value of this kind instead.
    WrongType(&'static str),
}

impl<M> Mutated<M> {
    /// What is wrong, if the message was not refused at its place, or not accepted without an optional field.
    pub(super) fn problem(&self, outcome: Result<(), RecodeError>) -> Option<String> {
        let Self { part, location, .. } = self;
        let change = match self.change {
            Change::LeftOut => "without it",
            Change::WrongType(kind) => kind,
            Change::OptionalLeftOut => {
                let refused = || format!("{part}: `{location}`: optional, but refused without it");
                return outcome.err().map(|_| refused());
            }
        };
        match outcome {
            Ok(()) => Some(format!("{part}: `{location}`: accepted {change}")),
            Err(RecodeError::Decode(error))
                if error.part() == *part && error.location() == location =>
            {
                None
            }
            Err(RecodeError::Decode(error)) => Some(format!(
                "{part}: `{location}`: refused {change} at the {} `{}`",
                error.part(),
                error.location(),
            )),
            Err(error) => Some(format!("{part}: `{location}`: {change}: {error}")),
        }
    }
}

/// Requests with one change.
pub(super) fn of_request(
    example: &Request<Bytes>,
    metadata: &Metadata,
    fields: Fields<'_>,
) -> Vec<Mutated<Request<Bytes>>> {
    let mut mutated = Vec::new();
    for field in fields.described {
        match field.metadata.place {
            FieldPlace::Query => mutate_query(example, field, fields.shapes, &mut mutated),
            FieldPlace::Path => mutate_path(example, metadata, field, fields.shapes, &mut mutated),
            FieldPlace::Header => {
                mutated.extend(without_header(example, field, Request::headers_mut));
            }
            _ => {}
        }
    }
    mutated.extend(of_body(example.body(), fields).map(|body| {
        body.map(|body| {
            let mut request = example.clone();
            *request.body_mut() = body;
            request
        })
    }));
    mutated
}

/// Responses with one change.
pub(super) fn of_response(
    example: &Response<Bytes>,
    fields: Fields<'_>,
) -> Vec<Mutated<Response<Bytes>>> {
    let headers =
        fields.described.iter().filter(|field| field.metadata.place == FieldPlace::Header);
    let without = headers.filter_map(|field| without_header(example, field, Response::headers_mut));
    let bodies = of_body(example.body(), fields).map(|body| {
        body.map(|body| {
            let mut response = example.clone();
            *response.body_mut() = body;
            response
        })
    });
    without.chain(bodies).collect()
}

impl<M> Mutated<M> {
    fn map<N>(self, map: impl FnOnce(M) -> N) -> Mutated<N> {
        let Self { message, part, location, change } = self;
        Mutated { message: map(message), part, location, change }
    }
}

fn without_header<M: Clone>(
    example: &M,
    field: &FieldDescription,
    headers: fn(&mut M) -> &mut HeaderMap,
) -> Option<Mutated<M>> {
    let mut message = example.clone();
    let name = HeaderName::from_bytes(field.metadata.name.as_bytes()).ok()?;
    // The format of a raw body may need its type.
    let is_needed_elsewhere = field.metadata.optional && name == CONTENT_TYPE;
    // An empty list has no header.
    let may_be_empty = matches!(field.shape, Shape::List(_) | Shape::Any);
    let change = left_out(field, may_be_empty)?;
    if is_needed_elsewhere || headers(&mut message).remove(name).is_none() {
        return None;
    }
    let location = field.metadata.name.to_owned();
    Some(Mutated { message, part: Part::Header, location, change })
}

/// What follows from leaving out a field. Nothing, if it is required and may be empty.
fn left_out(field: &FieldDescription, may_be_empty: bool) -> Option<Change> {
    match field.metadata.optional {
        true => Some(Change::OptionalLeftOut),
        false => (!may_be_empty).then_some(Change::LeftOut),
    }
}

fn mutate_query(
    example: &Request<Bytes>,
    field: &FieldDescription,
    shapes: &Shapes,
    mutated: &mut Vec<Mutated<Request<Bytes>>>,
) {
    let name = field.metadata.name;
    let query = example.uri().query().unwrap_or_default();
    let is_field = |pair: &&str| {
        let key = pair.split_once('=').map_or(*pair, |(key, _)| key);
        percent_decode::decode_form(key).is_ok_and(|key| key == name)
    };
    let (given, others): (Vec<_>, Vec<_>) =
        query.split('&').filter(|pair| !pair.is_empty()).partition(is_field);
    let with_query = |query: String| {
        let target = format!("{}?{query}", example.uri().path());
        with_target(example, &target)
    };
    if given.is_empty() {
        return;
    }
    let location = name.to_owned();
    // An empty list has no key.
    let may_be_empty = matches!(shapes.resolve(&field.shape), Shape::List(_) | Shape::Any);
    if let Some(change) = left_out(field, may_be_empty) {
        let message = with_query(others.join("&"));
        mutated.extend(message.map(|message| Mutated {
            message,
            part: Part::Query,
            location: location.clone(),
            change,
        }));
    }
    if !field.read_by_function && !is_text(&field.shape, shapes) {
        let key = given.first().and_then(|pair| pair.split('=').next()).unwrap_or(name);
        let changed = format!("{key}={UNEXPECTED_TEXT}");
        let pairs: Vec<_> = others.iter().copied().chain([changed.as_str()]).collect();
        mutated.extend(with_query(pairs.join("&")).map(|message| Mutated {
            message,
            part: Part::Query,
            location,
            change: AS_TEXT,
        }));
    }
}

/// Text that is neither a number nor a boolean.
const UNEXPECTED_TEXT: &str = "unexpected";
const AS_TEXT: Change = Change::WrongType("as a string");

/// Whether any text may have the shape, where every value is a text.
fn is_text(shape: &Shape, shapes: &Shapes) -> bool {
    match shapes.resolve(shape) {
        Shape::List(item) => is_text(item, shapes),
        shape => shapes.mismatch(shape, &json!(UNEXPECTED_TEXT)).is_none(),
    }
}

fn mutate_path(
    example: &Request<Bytes>,
    metadata: &Metadata,
    field: &FieldDescription,
    shapes: &Shapes,
    mutated: &mut Vec<Mutated<Request<Bytes>>>,
) {
    if field.read_by_function || is_text(&field.shape, shapes) {
        return;
    }
    let arguments = PathArguments::find(&metadata.path, example.uri().path());
    let path = arguments.and_then(|it| it.path_with(field.metadata.name, UNEXPECTED_TEXT));
    let Some(path) = path else { return };
    let query = example.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    mutated.extend(with_target(example, &format!("{path}{query}")).map(|message| Mutated {
        message,
        part: Part::Path,
        location: field.metadata.name.to_owned(),
        change: AS_TEXT,
    }));
}

fn with_target(example: &Request<Bytes>, target: &str) -> Option<Request<Bytes>> {
    let mut request = example.clone();
    *request.uri_mut() = target.parse::<Uri>().ok()?;
    Some(request)
}

/// JSON bodies with one change.
fn of_body(body: &[u8], fields: Fields<'_>) -> impl Iterator<Item = Mutated<Bytes>> {
    let mut mutated = Vec::new();
    if let Ok(value) = serde_json::from_slice::<Value>(body) {
        for shape in fields.body_shapes() {
            for place in places(&value, &shape, fields.shapes) {
                mutate_value(&value, &place, fields, &mut mutated);
            }
        }
    }
    mutated.into_iter()
}

/// Values of every kind, each with its description.
fn other_values() -> [(Value, &'static str); 5] {
    [
        (json!(true), "as a boolean"),
        (json!(UNEXPECTED_TEXT), "as a string"),
        (json!(-1.5), "as a number"),
        (json!([true]), "as an array"),
        (json!({ UNEXPECTED_TEXT: true }), "as an object"),
    ]
}

fn mutate_value(
    body: &Value,
    place: &Place<'_>,
    fields: Fields<'_>,
    mutated: &mut Vec<Mutated<Bytes>>,
) {
    let field = fields.containing(&place.path);
    // The function decides which values are accepted within the field.
    let read_by_function = field.is_some_and(|field| field.read_by_function);
    let is_field = place.path.len() == 1;
    let mut add = |body: Value, change| {
        let message = Bytes::from(body.to_string());
        // Errors hide the names within a secret.
        let location = match (field, place.path.first()) {
            (Some(field), Some(first)) if field.metadata.secret => {
                location(std::slice::from_ref(first))
            }
            _ => place.location(),
        };
        mutated.push(Mutated { message, part: Part::Body, location, change });
    };
    // Only the definition says for sure that something may be absent; a type may need one of several members.
    let is_optional = is_field
        && field.is_some_and(|it| it.metadata.optional && it.metadata.place == FieldPlace::Body);
    if (is_optional || place.required && (is_field || !read_by_function))
        && let Some((Step::Member(name), parent)) = place.path.split_last()
    {
        let mut body = body.clone();
        if let Some(Value::Object(members)) = at(&mut body, parent) {
            members.remove(name);
            add(body, if is_optional { Change::OptionalLeftOut } else { Change::LeftOut });
        }
    }
    let is_other =
        |value: &Value| !read_by_function && fields.shapes.mismatch(place.shape, value).is_some();
    if let Some((value, kind)) = other_values().into_iter().find(|(value, _)| is_other(value)) {
        let mut body = body.clone();
        if let Some(changed) = at(&mut body, &place.path) {
            *changed = value;
            add(body, Change::WrongType(kind));
        }
    }
}

#[cfg(test)]
mod tests;
