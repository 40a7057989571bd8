//! Successful responses.

use matrix_api::{
    bytes::Bytes,
    endpoints::{DecodedResponse, EndpointEntry, RecodeError},
    http,
};
use matrix_api_tests::account::module;
use serde_json::{Map, Value, json};

use crate::{
    example,
    facts::{Operation, ResponseFacts},
    message::Kind,
};

/// Members that a version does not list, but that the response needs.
const UNLISTED: &[(&str, &str)] = &[
    ("request_3pid_token", "sid"),
    ("request_password_change_token", "sid"),
    ("request_register_token", "sid"),
];

pub(crate) fn check(
    operation: &Operation,
    own: &Operation,
    endpoint: &EndpointEntry,
    findings: &mut Vec<String>,
) {
    let (status, answer) = operation.success();
    let [response] = endpoint.metadata().responses.as_slice() else {
        findings.push("there are several responses of a success".to_owned());
        return;
    };
    if response.status != status {
        findings.push(format!("a success is {}, not {status}", response.status));
        return;
    }
    let (schema, document) = (schema(answer), schema(own.success().1));
    let recode = |message: &Value| recode(endpoint, message);
    let kind =
        Kind { name: "response".to_owned(), schema: &schema, recode: &recode, document: &document };
    let mut whole = example::whole("", &schema);
    let mut required = example::required("", &schema);
    for (_, name) in UNLISTED.iter().filter(|(of, _)| *of == module(endpoint)) {
        if whole.pointer(&format!("/body/{name}")).is_none() {
            findings.push(format!("response body `{name}` is required here, unknown there"));
            for message in [&mut whole, &mut required] {
                if let Some(body) = message.get_mut("body").and_then(Value::as_object_mut) {
                    body.insert((*name).to_owned(), json!("text"));
                }
            }
        }
    }
    extend(&schema, &mut whole);
    kind.check_whole(&whole, required, findings);
}

/// Adds a member wherever the specification allows others.
fn extend(schema: &Value, value: &mut Value) {
    let Some(object) = value.as_object_mut() else { return };
    for (name, schema) in crate::facts::properties(schema) {
        if let Some(value) = object.get_mut(name) {
            extend(schema, value);
        }
    }
    let open =
        schema.get("additionalProperties").is_some_and(|values| values.get("type").is_none());
    if open {
        object.insert("org.example.extension".to_owned(), json!({"list": [1, null, "two"]}));
    }
}

/// The schema of the whole message.
fn schema(answer: &ResponseFacts) -> Value {
    let mut headers = Map::new();
    for (name, schema) in &answer.headers {
        let mut schema = schema.clone();
        // A redirect needs a target, although the schema does not say so.
        mark_required(&mut schema);
        headers.insert(name.to_lowercase(), schema);
    }
    let redirects = !headers.is_empty();
    let mut parts = Map::new();
    parts.insert(
        "header".to_owned(),
        json!({"type": "object", "properties": headers, "required": true}),
    );
    if !redirects {
        let empty = json!({"type": "object"});
        let mut body = answer.body().unwrap_or(&empty).clone();
        mark_required(&mut body);
        parts.insert("body".to_owned(), body);
    }
    json!({"type": "object", "properties": parts})
}

fn mark_required(schema: &mut Value) {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("required".to_owned(), json!(true));
    }
}

fn recode(endpoint: &EndpointEntry, message: &Value) -> Result<Value, RecodeError> {
    let body = message.get("body").map(Value::to_string).unwrap_or_default();
    let mut response = http::Response::builder().status(endpoint.metadata().responses[0].status);
    let headers = message.get("header").and_then(Value::as_object);
    for (name, value) in headers.into_iter().flatten() {
        response = response.header(name, value.as_str().expect("a header is a string"));
    }
    let response = response.body(Bytes::from(body)).expect("the example is a response");
    match endpoint.recode_response(&response)? {
        DecodedResponse::Success(recoded) => Ok(read(&recoded)),
        other => panic!("read as another response: {other:?}"),
    }
}

fn read(response: &http::Response<Bytes>) -> Value {
    let headers: Map<String, Value> = response
        .headers()
        .iter()
        .filter(|(name, _)| *name != http::header::CONTENT_TYPE)
        .map(|(name, value)| (name.to_string(), value.to_str().expect("text").into()))
        .collect();
    let mut message = json!({ "header": headers });
    if !response.body().is_empty() {
        let body = serde_json::from_slice(response.body()).expect("the body is JSON");
        message.as_object_mut().expect("an object").insert("body".to_owned(), body);
    }
    message
}
