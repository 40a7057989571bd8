//! Examples of messages: [Example Object](https://spec.openapis.org/oas/v3.1.1.html#example-object).

use std::borrow::Cow;

use super::{
    json::{Json, JsonObject},
    served::Served,
};
use crate::{
    examples::{Example, ExampleBody, ExampleRequest},
    path_history::PathHistory,
    text::{percent_decode::decode_form, template::PathTemplate},
};

/// The examples of an endpoint.
pub(super) struct Examples<'a> {
    examples: Vec<(String, &'static Example)>,
    paths: &'static PathHistory,
    endpoint: &'a Served<'a>,
}

impl<'a> Examples<'a> {
    pub(super) fn of(endpoint: &'a Served<'_>) -> Self {
        let mut examples: Vec<(String, &Example)> = Vec::new();
        for example in endpoint.entry.examples() {
            let key = key(example.name);
            let is_free = |key: &String| !examples.iter().any(|(other, _)| other == key);
            let numbered = (2..).map(|number| format!("{key}_{number}"));
            let free = std::iter::once(key.clone()).chain(numbered).find(is_free);
            examples.push((free.unwrap_or(key), example));
        }
        Self { examples, paths: &endpoint.entry.metadata().path, endpoint }
    }

    /// The bodies of the requests.
    pub(super) fn of_request_bodies(&self) -> JsonObject {
        let newer = &self.endpoint.newer_in_requests;
        self.each(|example| body_value(&example.request.as_ref()?.body, newer))
    }

    /// The bodies of the responses with a status.
    pub(super) fn of_response_bodies(&self, status: u16) -> JsonObject {
        let newer = &self.endpoint.newer_in_responses;
        self.each(|example| {
            let response = example.response.as_ref().filter(|it| it.status == status)?;
            body_value(&response.body, newer)
        })
    }

    /// The statuses of error responses.
    pub(super) fn error_statuses(&self) -> impl Iterator<Item = u16> {
        let responses = self.examples.iter().filter_map(|(_, example)| example.response.as_ref());
        responses.map(|response| response.status.as_u16()).filter(|status| *status >= 400)
    }

    /// The arguments for a placeholder.
    pub(super) fn of_path(&self, name: &str, schema: &JsonObject) -> JsonObject {
        self.each_request(|request| {
            let path = request.target.split('?').next()?;
            let argument = self.paths.templates().find_map(|it| argument(it, path, name))?;
            Some(typed(&decode(&argument.replace('+', "%2B")), schema))
        })
    }

    /// The values of a parameter of the query.
    pub(super) fn of_query(&self, name: &str, schema: &JsonObject, is_list: bool) -> JsonObject {
        self.each_request(|request| {
            let (_, query) = request.target.split_once('?')?;
            let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
            let values = pairs.filter(|(key, _)| decode(key) == name);
            value_of(values.map(|(_, value)| decode(value)), schema, is_list)
        })
    }

    /// The values of a header.
    pub(super) fn of_header(&self, name: &str, schema: &JsonObject, is_list: bool) -> JsonObject {
        self.each_request(|request| {
            let lines = request.headers.iter().filter(|(other, _)| *other == name);
            let values = lines.flat_map(|(_, value)| {
                let limit = if is_list { usize::MAX } else { 1 };
                value.splitn(limit, ',').map(|value| Cow::Borrowed(value.trim()))
            });
            value_of(values, schema, is_list)
        })
    }

    fn each_request(&self, value: impl Fn(&ExampleRequest) -> Option<Json>) -> JsonObject {
        self.each(|example| value(example.request.as_ref()?))
    }

    fn each(&self, value: impl Fn(&Example) -> Option<Json>) -> JsonObject {
        let mut examples = JsonObject::new();
        for (key, example) in &self.examples {
            if let Some(value) = value(example) {
                let value = JsonObject::new().with("summary", example.name).with("value", value);
                examples.set(key.as_str(), value);
            }
        }
        examples
    }
}

/// The value of a body that is text, without the members that only newer versions have. Bytes are not a JSON value.
fn body_value(body: &ExampleBody, newer: &[&str]) -> Option<Json> {
    match body {
        ExampleBody::Json(text) => match serde_json::from_str(text).ok()? {
            Json::Object(object) => Some(object.without(newer).into()),
            other => Some(other),
        },
        ExampleBody::Text(text) => Some(Json::from(*text)),
        ExampleBody::None | ExampleBody::Bytes(_) => None,
    }
}

/// The argument of a path for a placeholder of a template.
fn argument<'a>(template: PathTemplate, path: &'a str, name: &str) -> Option<&'a str> {
    let (mut segments, mut rest) = (template.as_str().split('/'), path);
    let mut found = None;
    // Both begin with `/`.
    segments.next();
    for segment in segments {
        let after = rest.strip_prefix('/')?;
        let placeholder = segment.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        if let Some(all) = placeholder.and_then(|it| it.strip_suffix("..")) {
            return if all == name { Some(after) } else { found };
        }
        let end = after.find('/').unwrap_or(after.len());
        let (argument, behind) = after.split_at_checked(end)?;
        match placeholder {
            Some(placeholder) if placeholder == name => found = Some(argument),
            None if argument != segment => return None,
            _ => {}
        }
        rest = behind;
    }
    if rest.is_empty() { found } else { None }
}

fn decode(text: &str) -> Cow<'_, str> {
    decode_form(text).unwrap_or(Cow::Borrowed(text))
}

fn value_of<'a>(
    mut values: impl Iterator<Item = Cow<'a, str>>,
    schema: &JsonObject,
    is_list: bool,
) -> Option<Json> {
    if !is_list {
        return values.next().map(|value| typed(&value, schema));
    }
    let items = match schema.get("items") {
        Some(Json::Object(items)) => items.clone(),
        _ => JsonObject::new(),
    };
    let values: Vec<Json> = values.map(|value| typed(&value, &items)).collect();
    Some(values).filter(|values| !values.is_empty()).map(Json::List)
}

/// Text as a value of a schema's type: a number for `integer`.
fn typed(text: &str, schema: &JsonObject) -> Json {
    match schema.get("type") {
        Some(Json::Text(kind)) if ["integer", "number", "boolean"].contains(&kind.as_str()) => {
            serde_json::from_str(text).unwrap_or_else(|_| Json::from(text))
        }
        _ => Json::from(text),
    }
}

/// The name of an example as a key: letters and digits of ASCII, and underscores.
fn key(name: &str) -> String {
    let words = name.split(|character: char| !character.is_ascii_alphanumeric());
    let words: Vec<String> =
        words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    if words.is_empty() { "example".to_owned() } else { words.join("_") }
}
