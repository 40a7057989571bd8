//! Messages as values, and their differences.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use serde_json::{Map, Value, json};

/// A request or a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A request.
    Request,
    /// A response of a success.
    Response,
    /// An error response.
    Error,
}

/// Who encoded a message that the other one decoded and encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The peer decoded what this project had encoded.
    OursToPeer,
    /// This project decoded what the peer had encoded.
    PeerToOurs,
}

/// Something that the one who decoded and encoded a message changed.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The module of this project's account crate.
    pub module: &'static str,
    /// Which message it is.
    pub kind: Kind,
    /// Who changed it.
    pub direction: Direction,
    /// Where: a JSON pointer such as `/body/user_id`. Empty if the whole message was refused.
    pub at: String,
    /// What was there, unless there was nothing.
    pub before: Option<Value>,
    /// What is there, unless there is nothing. The reason, if the message was refused.
    pub after: Option<Value>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { module, kind, direction, at, before, after } = self;
        let text = |value: &Option<Value>| {
            value.as_ref().map_or_else(|| "nothing".to_owned(), Value::to_string)
        };
        write!(f, "{module} {kind:?} {direction:?} {at}: {} -> {}", text(before), text(after))
    }
}

/// Method, path, query and body.
pub fn request(request: &Request<Bytes>) -> Value {
    let pairs = request.uri().query().unwrap_or_default().split('&');
    let pairs = pairs.filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), json!(decode(value)))
    });
    json!({
        "method": request.method().as_str(),
        "path": request.uri().path().split('/').map(decode).collect::<Vec<_>>(),
        "query": pairs.collect::<Map<_, _>>(),
        "body": body(request.body()),
    })
}

/// Status, headers and body.
pub fn response(response: &Response<Bytes>) -> Value {
    json!({
        "status": response.status().as_u16(),
        "headers": headers(response.headers()),
        "body": body(response.body()),
    })
}

/// Text in a query or a path. The messages have no text that is written differently in a form.
fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn headers(headers: &HeaderMap) -> Value {
    let values = |name| -> Vec<_> {
        headers
            .get_all(name)
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
            .collect()
    };
    headers.keys().map(|name| (name.to_string(), json!(values(name)))).collect::<Map<_, _>>().into()
}

fn body(body: &Bytes) -> Value {
    serde_json::from_slice(body).unwrap_or_else(|_| json!(String::from_utf8_lossy(body)))
}

/// Calls `report` for every place where two values differ.
pub fn compare(
    at: &str,
    before: Option<&Value>,
    after: Option<&Value>,
    report: &mut impl FnMut(&str, Option<&Value>, Option<&Value>),
) {
    match (before, after) {
        (Some(Value::Object(one)), Some(Value::Object(other))) => {
            let mut names: Vec<_> = one.keys().chain(other.keys()).collect();
            names.sort();
            names.dedup();
            for name in names {
                compare(&format!("{at}/{name}"), one.get(name), other.get(name), report);
            }
        }
        (Some(Value::Array(one)), Some(Value::Array(other))) => {
            for index in 0..one.len().max(other.len()) {
                compare(&format!("{at}/{index}"), one.get(index), other.get(index), report);
            }
        }
        _ if before == after => {}
        _ => report(at, before, after),
    }
}
