//! Requests, on every path of their endpoint.

use matrix_api::{
    bytes::Bytes,
    endpoints::{EndpointEntry, RecodeError},
    http,
};
use matrix_api_tests::account::module;
use serde_json::{Map, Value, json};

use crate::{example, facts::Operation, message::Kind, place::differences};

/// Requests whose `type` selects the other members, which the specification's schemas list together.
///
/// The endpoint; the type; the members that it does not have; the members that a version must have to
/// know this type.
const TYPES: &[(&str, &str, &[&str], &[&str])] = &[
    ("session::login", "m.login.password", &["token"], &["password"]),
    (
        "session::login",
        "m.login.token",
        &["identifier", "user", "medium", "address", "password"],
        &["token"],
    ),
    (
        "session::login",
        "m.login.application_service",
        &["medium", "address", "password", "token"],
        &[],
    ),
];

pub(crate) fn check(
    operation: &Operation,
    own: &Operation,
    endpoint: &EndpointEntry,
    findings: &mut Vec<String>,
) {
    let (document, schema) = (schema(own), schema(operation));
    if operation.request_body().is_none() && own.request_body().is_some() {
        findings.push("the request has no body there".to_owned());
        return;
    }
    let recode = |message: &Value| recode(endpoint, &operation.path, message);
    let variants = variants(module(endpoint), &schema);
    // The document lists the members of all variants together.
    let document = if variants.len() == 1 { document } else { Value::Null };
    for (name, whole, required) in variants {
        let kind = Kind { name, schema: &schema, recode: &recode, document: &document };
        let required = kind.check_whole(&whole, required, findings);
        check_paths(endpoint, &required, findings);
    }
}

/// Every path of the endpoint is decoded, and encoded for a server without newer ones.
fn check_paths(endpoint: &EndpointEntry, message: &Value, findings: &mut Vec<String>) {
    for template in endpoint.metadata().path.templates().map(|template| template.as_str()) {
        match recode(endpoint, template, message) {
            Ok(recoded) => findings.extend(
                differences(message, &recoded)
                    .iter()
                    .map(|difference| format!("{template}: {difference}")),
            ),
            Err(failure) => findings.push(format!("{template}: {failure:?}")),
        }
    }
}

/// For each variant: its name, a complete message, and one with the required fields only.
fn variants(module: &str, schema: &Value) -> Vec<(String, Value, Value)> {
    let (whole, required) = (example::whole("", schema), example::required("", schema));
    let has = |name: &&str| whole.pointer(&format!("/body/{name}")).is_some();
    let types: Vec<_> =
        TYPES.iter().filter(|(of, _, _, needs)| *of == module && needs.iter().all(has)).collect();
    if types.is_empty() {
        return vec![("request".to_owned(), whole, required)];
    }
    let variant = |(_, kind, without, _): &(&str, &str, &[&str], &[&str])| {
        let of_type = |mut message: Value| {
            let body = message.get_mut("body").and_then(Value::as_object_mut).expect("a body");
            body.retain(|name, _| !without.contains(&name.as_str()));
            body.insert("type".to_owned(), json!(kind));
            if let Some(identifier) = body.get_mut("identifier") {
                *identifier = json!({"type": "org.example.badge", "number": 7});
            }
            message
        };
        (format!("request {kind}"), of_type(whole.clone()), of_type(required.clone()))
    };
    types.into_iter().map(variant).collect()
}

fn with(object: Option<&Value>, name: &str, value: &Value) -> Value {
    let mut object = object.and_then(Value::as_object).cloned().unwrap_or_default();
    object.insert(name.to_owned(), value.clone());
    object.into()
}

/// The schema of the whole message.
fn schema(operation: &Operation) -> Value {
    let mut parts = Map::new();
    for part in ["path", "query"] {
        let members: Map<String, Value> = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.part == part)
            .map(|parameter| {
                let required = json!(parameter.required);
                (parameter.name.clone(), with(Some(&parameter.schema), "required", &required))
            })
            .collect();
        parts.insert(
            part.to_owned(),
            json!({"type": "object", "properties": members, "required": true}),
        );
    }
    if let Some(body) = operation.request_body() {
        parts.insert("body".to_owned(), with(Some(body), "required", &json!(true)));
    }
    json!({"type": "object", "properties": parts})
}

fn recode(endpoint: &EndpointEntry, template: &str, message: &Value) -> Result<Value, RecodeError> {
    let request = write(endpoint, template, message);
    let recoded = endpoint.recode_request(&request)?;
    assert_eq!(recoded.method(), request.method());
    Ok(read(template, &recoded, message.get("body").is_some()))
}

fn write(endpoint: &EndpointEntry, template: &str, message: &Value) -> http::Request<Bytes> {
    let mut uri = template.to_owned();
    for (name, value) in members(message, "path") {
        let value = value.replace('@', "%40").replace(':', "%3A");
        uri = uri.replace(&format!("{{{name}}}"), &value);
    }
    for (index, (name, value)) in members(message, "query").into_iter().enumerate() {
        uri.push_str(&format!("{}{name}={value}", if index == 0 { "?" } else { "&" }));
    }
    let body = message.get("body").map(Value::to_string).unwrap_or_default();
    http::Request::builder()
        .method(endpoint.metadata().method.clone())
        .uri(uri)
        .body(body.into())
        .expect("the example is a request")
}

/// The members of a part, whose texts need no escapes in a query.
fn members(message: &Value, part: &str) -> Vec<(String, String)> {
    let part = message.get(part).and_then(Value::as_object);
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    part.into_iter().flatten().map(|(name, value)| (name.clone(), text(value))).collect()
}

fn read(template: &str, request: &http::Request<Bytes>, has_body: bool) -> Value {
    let path: Map<String, Value> = template
        .split('/')
        .zip(request.uri().path().split('/'))
        .filter_map(|(expected, found)| {
            let Some(name) = expected.strip_prefix('{').and_then(|name| name.strip_suffix('}'))
            else {
                assert_eq!(expected, found, "another path was chosen than {template}");
                return None;
            };
            let found = found.replace("%40", "@").replace("%3A", ":");
            Some((name.to_owned(), found.into()))
        })
        .collect();
    assert_eq!(template.split('/').count(), request.uri().path().split('/').count());
    let query: Map<String, Value> = request
        .uri()
        .query()
        .into_iter()
        .flat_map(|query| query.split('&'))
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let mut message = json!({"path": path, "query": query});
    if has_body {
        let body = serde_json::from_slice(request.body()).expect("the body is JSON");
        message = with(Some(&message), "body", &body);
    }
    message
}
