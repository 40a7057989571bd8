//! Invalid messages with a marker in every value.

use std::{error::Error, fmt};

use matrix_api::{
    EndpointError, IncomingResponse, MatrixError, OutgoingResponse,
    bytes::Bytes,
    http::{Request, Response, Uri},
};
use matrix_api_tests::account::{
    AccountEndpoint, Filled, Filler, MARKER, Visitor, for_each, is_marked, send,
};
use serde_json::{Value, json};

/// The marker as a number.
const NUMBER: u64 = 7_365_001;

/// Fails if an error, or one of its sources, shows the marker.
#[track_caller]
fn assert_silent(error: &(dyn Error + 'static), about: &dyn fmt::Display) {
    let mut next = Some(error);
    while let Some(error) = next {
        for shown in [error.to_string(), format!("{error:?}"), format!("{error:#?}")] {
            assert!(!is_marked(&shown), "{about}\n{shown}");
        }
        next = error.source();
    }
}

/// Values of every kind, with the marker where possible.
fn wrong_values() -> Vec<Value> {
    vec![
        json!(MARKER),
        json!(format!("@{MARKER}:{MARKER}")),
        json!(format!("a \"{MARKER}\" ` {MARKER}, expected {MARKER}")),
        json!(NUMBER),
        json!(-7_365_001.5),
        json!([MARKER]),
        json!([[MARKER, NUMBER]]),
        json!({ "key": MARKER }),
        json!({ "type": MARKER, "session": { "key": NUMBER } }),
        json!({ "type": "m.login.password", "password": MARKER, "identifier": MARKER }),
        json!(true),
        Value::Null,
        json!([]),
        json!({}),
        json!(""),
    ]
}

/// JSON pointers to every place in a value.
fn places(value: &Value) -> Vec<String> {
    let mut places = vec![String::new()];
    let below = |step: &str, value: &Value| -> Vec<String> { places_below(step, value) };
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                places.extend(below(&name.replace('~', "~0").replace('/', "~1"), value));
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                places.extend(below(&index.to_string(), value));
            }
        }
        _ => {}
    }
    places
}

fn places_below(step: &str, value: &Value) -> Vec<String> {
    places(value).into_iter().map(|place| format!("/{step}{place}")).collect()
}

/// The body with the marker as every text except `type`.
fn marked(value: &Value) -> Value {
    match value {
        Value::String(_) => json!(MARKER),
        Value::Number(_) => json!(NUMBER),
        Value::Array(list) => list.iter().map(marked).collect(),
        Value::Object(object) => object
            .iter()
            .map(|(name, value)| {
                let kept = name == "type";
                (name.clone(), if kept { value.clone() } else { marked(value) })
            })
            .collect(),
        other => other.clone(),
    }
}

/// Variants of a JSON body: each value replaced by each wrong one, with the others unchanged or marked;
/// each member left out; and texts that are not JSON.
fn variants(body: &[u8]) -> Vec<Vec<u8>> {
    let Ok(body) = serde_json::from_slice::<Value>(body) else { return Vec::new() };
    let mut variants = Vec::new();
    for whole in [body.clone(), marked(&body)] {
        for place in places(&whole) {
            for wrong in wrong_values() {
                let mut variant = whole.clone();
                if let Some(value) = variant.pointer_mut(&place) {
                    *value = wrong;
                }
                variants.push(variant.to_string().into_bytes());
            }
            if let Some((parent, name)) = place.rsplit_once('/') {
                let mut variant = whole.clone();
                if let Some(Value::Object(object)) = variant.pointer_mut(parent) {
                    object.remove(name);
                }
                variants.push(variant.to_string().into_bytes());
            }
        }
        let text = whole.to_string();
        for cut in 1..text.len() {
            variants.extend(text.is_char_boundary(cut).then(|| text.as_bytes()[..cut].to_vec()));
        }
        variants.push(text.replace('"', "\\").into_bytes());
        variants.push(text.replace(MARKER, &format!("{MARKER}\u{0}")).into_bytes());
        variants.push([text.as_bytes(), MARKER.as_bytes()].concat());
        let mut not_utf8 = text.into_bytes();
        let middle = not_utf8.len() / 2;
        not_utf8.insert(middle, 0xff);
        variants.push(not_utf8);
    }
    variants
}

#[test]
fn decode_errors_show_no_received_value() {
    #[derive(Default)]
    struct Errors {
        form: usize,
        refused: usize,
    }
    impl Errors {
        fn request<R: AccountEndpoint>(&mut self, request: &Request<Bytes>) {
            if let Err(error) = R::try_from_http_request(request) {
                self.refused += 1;
                assert_silent(&error, &String::from_utf8_lossy(request.body()));
            }
        }
    }
    impl Visitor for Errors {
        fn visit<R: AccountEndpoint>(&mut self) {
            let sent = send(&R::filled(&mut Filler::marked(self.form)), "token");
            for body in variants(sent.body()) {
                let mut request = sent.clone();
                *request.body_mut() = body.into();
                self.request::<R>(&request);
            }
            for field in R::METADATA.request_fields {
                for query in
                    ["?{}={}", "?{}={}&{}={}", "?{}=%zz{}", "?{}=%{}", "?{}={}%ff", "?{}[{}]={}"]
                {
                    let query = query.replacen("{}", field.name, 1).replace("{}", MARKER);
                    let uri = format!("{}{query}", sent.uri().path());
                    let mut request = sent.clone();
                    *request.uri_mut() =
                        uri.parse::<Uri>().unwrap_or_else(|error| panic!("{error}"));
                    self.request::<R>(&request);
                }
            }
            let mut request = sent.clone();
            *request.uri_mut() = format!("/{MARKER}?{MARKER}").parse().unwrap_or_default();
            self.request::<R>(&request);

            let answer = <R::Response as Filled>::filled(&mut Filler::marked(self.form))
                .try_into_http_response()
                .unwrap_or_else(|error| panic!("{error}"));
            for body in variants(answer.body()) {
                let mut answer = answer.clone();
                *answer.body_mut() = body.into();
                if let Err(error) = R::Response::try_from_http_response(&answer) {
                    self.refused += 1;
                    let text = error.to_string();
                    assert!(!is_marked(&text), "{text}");
                    let debug = format!("{error:?}");
                    assert!(!is_marked(&debug), "{debug}");
                }
            }
        }
    }
    let mut errors = Errors::default();
    for form in 0..8 {
        errors.form = form;
        for_each(&mut errors);
    }
    assert!(errors.refused > 1000, "{}", errors.refused);
}

#[test]
fn error_responses_show_no_secret_member() {
    for status in [400, 401, 403, 429, 500] {
        for body in [
            json!({ "errcode": "M_FORBIDDEN", "error": "No", "access_token": MARKER, "x": [NUMBER] })
                .to_string(),
            json!({ "flows": [], "session": "s", "params": { "x": { "secret": MARKER } }, "x": MARKER })
                .to_string(),
            format!("<html>{MARKER}</html>"),
            MARKER.to_owned(),
        ] {
            let answer = Response::builder().status(status).body(Bytes::from(body.clone()));
            let error = MatrixError::from_http_response(&answer.unwrap());
            let shown = error.to_string();
            assert!(!is_marked(&shown), "{status} {body}: {shown}");
        }
    }
}
