//! Messages on the wire: each is an object of its parts, and of the status of a response.
//!
//! An empty body is added to requests, and headers to error responses. A message without these parts is
//! returned without them.

use matrix_api::{
    bytes::Bytes,
    endpoints::{DecodedResponse, EndpointEntry, RecodeError},
    http,
};
use serde_json::{Map, Value, json};

/// Decodes a request with this path, and encodes the result.
pub(crate) fn recode_request(
    endpoint: &EndpointEntry,
    template: &str,
    message: &Value,
) -> Result<Value, RecodeError> {
    let mut uri = template.to_owned();
    for (name, value) in texts(message, "path") {
        let value = value.replace('@', "%40").replace(':', "%3A");
        uri = uri.replace(&format!("{{{name}}}"), &value);
    }
    let query: Vec<_> =
        texts(message, "query").map(|(name, value)| format!("{name}={value}")).collect();
    let uri = if query.is_empty() { uri } else { format!("{uri}?{}", query.join("&")) };
    let request = http::Request::builder().method(&endpoint.metadata().method).uri(uri);
    let recoded = endpoint.recode_request(&request.body(body(message)).expect("a request"))?;
    assert_eq!(recoded.method(), endpoint.metadata().method);
    let query = recoded.uri().query().into_iter().flat_map(|query| query.split('&'));
    let query: Map<_, _> = query
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let path = arguments(template, recoded.uri().path());
    let body = if message.get("body").is_some() { recoded.body() } else { &Bytes::new() };
    Ok(with_body(json!({ "path": path, "query": query }), body))
}

/// Decodes a response, and encodes the result.
pub(crate) fn recode_response(
    endpoint: &EndpointEntry,
    message: &Value,
) -> Result<Value, RecodeError> {
    let status = message["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    let mut response = http::Response::builder().status(status.expect("a status"));
    for (name, value) in texts(message, "header") {
        response = response.header(name, value);
    }
    let recoded =
        match endpoint.recode_response(&response.body(body(message)).expect("a response"))? {
            DecodedResponse::Success(recoded) | DecodedResponse::Error(recoded) => recoded,
            other => panic!("read as another response: {other:?}"),
        };
    let headers = recoded.headers().iter().filter(|(name, _)| *name != http::header::CONTENT_TYPE);
    let headers: Map<_, _> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().expect("text").into()))
        .collect();
    let mut message_again = json!({ "status": recoded.status().as_u16() });
    if message.get("header").is_some() {
        message_again["header"] = headers.into();
    }
    Ok(with_body(message_again, recoded.body()))
}

/// The members of a part, whose texts need no escapes in a query.
fn texts<'a>(message: &'a Value, part: &str) -> impl Iterator<Item = (&'a String, &'a str)> {
    let members = message[part].as_object().into_iter().flatten();
    members.map(|(name, value)| (name, value.as_str().expect("a string")))
}

fn body(message: &Value) -> Bytes {
    message.get("body").map(Value::to_string).unwrap_or_default().into()
}

fn with_body(mut message: Value, body: &Bytes) -> Value {
    if !body.is_empty() {
        message["body"] = serde_json::from_slice(body).expect("the body is JSON");
    }
    message
}

/// The arguments of the path.
fn arguments(template: &str, path: &str) -> Map<String, Value> {
    assert_eq!(template.split('/').count(), path.split('/').count());
    let mut arguments = Map::new();
    for (expected, found) in template.split('/').zip(path.split('/')) {
        if let Some(name) = expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            let argument = found.replace("%40", "@").replace("%3A", ":");
            arguments.insert(name.to_owned(), argument.into());
        } else {
            assert_eq!(expected, found, "another path was chosen than {template}");
        }
    }
    arguments
}
