//! Walks through the values of a message, and says of each what its definition says: whether it is secret.

use serde_json::{Map, Value};

use super::{
    definitions::{Definition, MessageDefinition},
    members::{Known, Members},
    message::{Content, Pairs, RecordedRequest, RecordedResponse},
    path,
    secrets::is_secret_name,
};
use crate::{
    description::{Shape, Text},
    endpoints::FieldDescription,
    metadata::FieldPlace,
};

/// What is done with the values of a message.
pub(super) trait Visitor {
    /// A text or a number that is secret by the definition, or by the name of what contains it.
    fn secret(&mut self, name: &str, value: &mut Value);
    /// A text that is not secret, but may contain secrets.
    fn plain(&mut self, text: &mut String);
    /// A value that the definition does not have.
    fn unknown(&mut self, value: &mut Value);
}

/// The format of secret texts, in descriptions and in JSON Schema.
const SECRET_FORMAT: &str = "password";

/// Visits the values of a request.
pub(super) fn request(
    request: &mut RecordedRequest,
    definition: &Definition,
    message: MessageDefinition<'_>,
    visitor: &mut dyn Visitor,
) {
    let names = definition.path_fields(&request.path);
    let segments = request.path.split('/').zip(names).map(|(segment, name)| {
        let field = name.and_then(|name| message.field(FieldPlace::Path, name));
        path::map_segment(segment, |argument| match field {
            Some(field) if field.metadata.secret => {
                secret_text(field.metadata.name, argument, visitor);
            }
            _ => visitor.plain(argument),
        })
    });
    request.path = segments.collect::<Vec<_>>().join("/");
    let whole = message.only_field(FieldPlace::QueryAll);
    for (name, value) in &mut request.query {
        let field = message.field(FieldPlace::Query, name).or(whole);
        let is_credential = definition.authentication_parameter(name);
        let Some(is_secret) = field.map(|it| is_secret_field(it, name)).or(is_credential) else {
            visitor.unknown(value);
            continue;
        };
        texts(name, value, is_secret, visitor);
    }
    content(&mut request.content, message, visitor);
}

/// Visits the values of a response.
pub(super) fn response(
    response: &mut RecordedResponse,
    message: MessageDefinition<'_>,
    visitor: &mut dyn Visitor,
) {
    content(&mut response.content, message, visitor);
}

/// A field of the name itself says whether it is secret; a field of other names leaves it to the names.
fn is_secret_field(field: &FieldDescription, name: &str) -> bool {
    field.metadata.secret || (field.metadata.name != name && is_secret_name(name))
}

fn secret_text(name: &str, text: &mut String, visitor: &mut dyn Visitor) {
    let mut value = Value::String(std::mem::take(text));
    visitor.secret(name, &mut value);
    if let Value::String(value) = value {
        *text = value;
    }
}

/// Visits the texts of a name.
fn texts(name: &str, value: &mut Value, is_secret: bool, visitor: &mut dyn Visitor) {
    let values = match value {
        Value::Array(values) => values.as_mut_slice(),
        value => std::slice::from_mut(value),
    };
    for value in values {
        match value {
            value if is_secret => visitor.secret(name, value),
            Value::String(text) => visitor.plain(text),
            _ => {}
        }
    }
}

fn content(content: &mut Content, message: MessageDefinition<'_>, visitor: &mut dyn Visitor) {
    for (name, value) in &mut content.headers {
        header(name, value, message, visitor);
    }
    let raw = message.only_field(FieldPlace::RawBody);
    let is_secret = raw.is_some_and(|field| field.metadata.secret);
    let name = raw.map_or("body", |field| field.metadata.name);
    for body in [&mut content.text, &mut content.base64].into_iter().flatten() {
        texts(name, body, is_secret, visitor);
    }
    if let Some(form) = &mut content.form {
        let shape = raw.map(|field| &field.shape).or(message.error);
        form_fields(form, name, shape, is_secret, message, visitor);
    }
    if let Some(body) = &mut content.body {
        json_body(body, message, visitor);
    }
}

fn header(
    name: &str,
    value: &mut Value,
    message: MessageDefinition<'_>,
    visitor: &mut dyn Visitor,
) {
    let field = message.field(FieldPlace::Header, name);
    match value {
        Value::String(credentials) if name == "authorization" => {
            let Some((scheme, secret)) = credentials.split_once(' ') else {
                return visitor.secret(name, value);
            };
            let name = if scheme.eq_ignore_ascii_case("bearer") { "access_token" } else { name };
            let (scheme, mut secret) = (scheme.to_owned(), secret.to_owned());
            secret_text(name, &mut secret, visitor);
            *credentials = format!("{scheme} {secret}");
        }
        value => {
            let is_plain = matches!(name, "content-type" | "retry-after")
                || field.is_some_and(|field| !field.metadata.secret);
            texts(name, value, !is_plain, visitor);
        }
    }
}

fn form_fields(
    form: &mut Pairs,
    name: &str,
    shape: Option<&Shape>,
    is_secret: bool,
    message: MessageDefinition<'_>,
    visitor: &mut dyn Visitor,
) {
    let mut walk = Walk { message, visitor };
    let mut body = Value::Object(std::mem::take(form));
    let shapes: Vec<_> = shape.into_iter().collect();
    walk.value(&mut body, &shapes, name, is_secret);
    if let Value::Object(members) = body {
        *form = members;
    }
}

fn json_body(body: &mut Value, message: MessageDefinition<'_>, visitor: &mut dyn Visitor) {
    let mut walk = Walk { message, visitor };
    if let Some(shape) = message.error {
        return walk.value(body, &[shape], "body", false);
    }
    if let Some(field) = message.only_field(FieldPlace::WholeBody) {
        return walk.value(body, &[&field.shape], field.metadata.name, field.metadata.secret);
    }
    walk.fields(body);
}

/// The way through a JSON value.
struct Walk<'a, 'v> {
    message: MessageDefinition<'a>,
    visitor: &'v mut dyn Visitor,
}

impl<'a> Walk<'a, '_> {
    /// An object whose members are fields.
    fn fields(&mut self, body: &mut Value) {
        let whole = body.clone();
        let Value::Object(members) = body else {
            return self.value(body, &[], "body", false);
        };
        let flattened = self.message.fields.iter().filter(|field| field.flattened);
        let is_secret = flattened.clone().any(|field| field.metadata.secret);
        let shapes: Vec<_> = flattened.map(|field| &field.shape).collect();
        let others =
            (!shapes.is_empty()).then(|| Members::of(&whole, &shapes, self.message.shapes));
        for (name, value) in members {
            let field = self.message.field(FieldPlace::Body, name).filter(|it| !it.flattened);
            match (field, &others) {
                (Some(field), _) => {
                    let metadata = field.metadata;
                    self.value(value, &[&field.shape], metadata.name, metadata.secret);
                }
                (None, Some(others)) => self.member(name, value, others, is_secret),
                (None, None) => self.visitor.unknown(value),
            }
        }
    }

    fn member(&mut self, name: &str, value: &mut Value, members: &Members<'a>, is_secret: bool) {
        match members.get(name) {
            Known::No => self.visitor.unknown(value),
            Known::Tag => {}
            Known::Member { shapes, is_hidden } => {
                let is_secret = is_secret || is_hidden || is_secret_name(name);
                self.value(value, &shapes, name, is_secret);
            }
        }
    }

    /// A value. `shapes` are those that it may have; without one it may have any.
    fn value(&mut self, value: &mut Value, shapes: &[&'a Shape], name: &str, is_secret: bool) {
        let resolved = self.resolve(shapes);
        match value {
            Value::Object(_) => {
                let members = Members::of(value, shapes, self.message.shapes);
                let Value::Object(object) = value else { return };
                for (name, value) in object.iter_mut() {
                    self.member(name, value, &members, is_secret);
                }
                self.free_names(object, &members);
            }
            Value::Array(items) => {
                let of_items = resolved.iter().flat_map(|shape| match shape {
                    Shape::List(item) => std::slice::from_ref(&**item),
                    Shape::Tuple(items) => items,
                    _ => &[],
                });
                let of_items: Vec<_> = of_items.collect();
                for item in items {
                    self.value(item, &of_items, name, is_secret);
                }
            }
            Value::String(text) => {
                let texts: Vec<&Text> = resolved
                    .iter()
                    .filter_map(
                        |shape| if let Shape::Text(text) = shape { Some(text) } else { None },
                    )
                    .collect();
                let has_format = |it: &&Text| it.format.as_deref() == Some(SECRET_FORMAT);
                if is_secret || texts.iter().any(has_format) {
                    self.visitor.secret(name, value);
                } else if !texts.iter().any(|it| it.values.contains(text)) {
                    // Known values are part of the definition, so they cannot be secret.
                    self.visitor.plain(text);
                }
            }
            Value::Number(_) if is_secret => self.visitor.secret(name, value),
            Value::Number(_) | Value::Bool(_) | Value::Null => {}
        }
    }

    /// Names that the definition does not have may contain secrets.
    fn free_names(&mut self, object: &mut Map<String, Value>, members: &Members<'_>) {
        let names = object.keys().filter(|name| members.is_free(name));
        for name in names.cloned().collect::<Vec<_>>() {
            let mut visited = name.clone();
            self.visitor.plain(&mut visited);
            if visited != name
                && let Some(value) = object.remove(&name)
            {
                object.insert(visited, value);
            }
        }
    }

    /// The shapes without names and alternatives.
    fn resolve(&self, shapes: &[&'a Shape]) -> Vec<&'a Shape> {
        let mut resolved = Vec::new();
        let mut left: Vec<&'a Shape> = shapes.to_vec();
        // Shapes may contain themselves.
        while let Some(shape) = left.pop().filter(|_| resolved.len() < 64) {
            match self.message.shapes.resolve(shape) {
                Shape::OneOf(alternatives) => left.extend(alternatives),
                shape => resolved.push(shape),
            }
        }
        resolved
    }
}
