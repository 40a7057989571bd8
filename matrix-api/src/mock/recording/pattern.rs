//! Recorded requests, and whether one that was sent is the same.

use bytes::Bytes;
use http::Request;
use serde_json::Value;

use super::{
    bindings::{Bindings, Mismatch, fill_value},
    definitions::{Definition, Definitions},
    message::{Pairs, RecordedRequest},
    path::map_segments,
    placeholder::{Piece, Placeholder, fill, pieces},
    redact::{Hide, Learn},
    secrets::Secrets,
    visit,
};
use crate::text::{
    location::{Step, location},
    percent_decode::decode_segment,
};

/// A request as the definition understands it: decoded, and encoded again.
pub(super) fn canonical(
    request: &Request<Bytes>,
    definition: &Definition,
    definitions: &Definitions,
) -> RecordedRequest {
    let message = definitions.request(definition);
    let sent = RecordedRequest::of(request, definition, message);
    let Ok(recoded) = definition.entry.recode_request(request) else { return sent };
    let mut canonical = RecordedRequest::of(&recoded, definition, message);
    let RecordedRequest { method, query, content, .. } = sent;
    canonical.method = method;
    // Credentials are not fields.
    for (name, value) in query {
        if definition.authentication_parameter(&name).is_some() {
            canonical.query.entry(name).or_insert(value);
        }
    }
    for (name, value) in content.headers {
        if name.parse().is_ok_and(|name| definition.is_credential(&name)) {
            canonical.content.headers.entry(name).or_insert(value);
        }
    }
    canonical
}

/// A recorded request as the definition understands it, with its placeholders.
pub(super) fn pattern(
    recorded: &RecordedRequest,
    definition: &Definition,
    definitions: &Definitions,
) -> RecordedRequest {
    let mut placeholders = Vec::new();
    let mut filled = recorded.clone();
    fill_request(&mut filled, &mut |placeholder| {
        placeholders.push(placeholder.clone());
        placeholder.stand_in()
    });
    let request = filled.to_http().filter(|_| !placeholders.iter().any(|it| it.is_number));
    let Some(request) = request else { return recorded.clone() };
    if definition.entry.recode_request(&request).is_err() {
        // The placeholder stands for a value of a type that the stand-in does not have.
        return recorded.clone();
    }
    let mut canonical = canonical(&request, definition, definitions);
    placeholders.sort_by_key(|placeholder| std::cmp::Reverse(placeholder.stand_in().len()));
    change_texts(&mut canonical, &mut |text| {
        for placeholder in &placeholders {
            *text = text.replace(&placeholder.stand_in(), &placeholder.to_string());
        }
    });
    canonical
}

fn fill_request(request: &mut RecordedRequest, value_of: &mut dyn FnMut(&Placeholder) -> String) {
    request.path = map_segments(&request.path, |segment| *segment = fill(segment, &mut *value_of));
    let mut query = Value::Object(std::mem::take(&mut request.query));
    fill_value(&mut query, value_of);
    if let Value::Object(pairs) = query {
        request.query = pairs;
    }
    request.content.fill(value_of);
}

/// Changes every text of a request.
fn change_texts(request: &mut RecordedRequest, change: &mut dyn FnMut(&mut String)) {
    fn walk(value: &mut Value, change: &mut dyn FnMut(&mut String)) {
        match value {
            Value::String(text) => change(text),
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, change)),
            Value::Object(members) => members.values_mut().for_each(|value| walk(value, change)),
            _ => {}
        }
    }
    request.path = map_segments(&request.path, &mut *change);
    request.query.values_mut().for_each(|value| walk(value, change));
    request.content.each_value(&mut |value| walk(value, change));
}

/// What differs between a recorded request and one that was sent, a line for each.
pub(super) fn differences(
    recorded: &RecordedRequest,
    sent: &RecordedRequest,
    definition: &Definition,
    definitions: &Definitions,
    bindings: &mut Bindings,
) -> Vec<String> {
    let shown = without_secrets(sent, definition, definitions);
    let mut comparison = Comparison { bindings, part: "path", path: Vec::new(), found: Vec::new() };
    let [recorded_path, sent_path, shown_path] =
        [recorded, sent, &shown].map(|request| Value::Object(arguments(request, definition)));
    comparison.compare(&recorded_path, &sent_path, &shown_path);
    let [recorded_parts, sent_parts, shown_parts] = [recorded, sent, &shown].map(parts);
    for (((part, recorded), (_, sent)), (_, shown)) in
        recorded_parts.iter().zip(&sent_parts).zip(&shown_parts)
    {
        comparison.part = part;
        comparison.maybe(recorded.as_ref(), sent.as_ref(), shown.as_ref());
    }
    comparison.found
}

/// The request with placeholders in place of its secrets.
fn without_secrets(
    request: &RecordedRequest,
    definition: &Definition,
    definitions: &Definitions,
) -> RecordedRequest {
    let (mut secrets, mut shown) = (Secrets::default(), request.clone());
    let message = definitions.request(definition);
    visit::request(&mut shown.clone(), definition, message, &mut Learn(&mut secrets));
    visit::request(&mut shown, definition, message, &mut Hide(&secrets));
    shown
}

/// The arguments of a path.
fn arguments(request: &RecordedRequest, definition: &Definition) -> Pairs {
    let names = definition.path_fields(&request.path);
    let mut arguments = Pairs::new();
    for (segment, name) in request.path.split('/').zip(names) {
        let Some(name) = name else { continue };
        let segment = decode_segment(segment, &mut []).map_or(segment.to_owned(), Into::into);
        match arguments.get_mut(name) {
            // The rest of a path.
            Some(Value::String(before)) => *before = format!("{before}/{segment}"),
            _ => _ = arguments.insert(name.to_owned(), segment.into()),
        }
    }
    arguments
}

/// The parts of a request without its path.
fn parts(request: &RecordedRequest) -> [(&'static str, Option<Value>); 6] {
    let content = &request.content;
    let object = |pairs: &Pairs| Some(Value::Object(pairs.clone()));
    [
        ("query", object(&request.query)),
        ("header", object(&content.headers)),
        ("body", content.body.clone()),
        ("form", content.form.as_ref().and_then(object)),
        ("text", content.text.clone()),
        ("bytes", content.base64.clone()),
    ]
}

struct Comparison<'a> {
    bindings: &'a mut Bindings,
    part: &'static str,
    path: Vec<Step>,
    found: Vec<String>,
}

impl Comparison<'_> {
    fn maybe(&mut self, recorded: Option<&Value>, sent: Option<&Value>, shown: Option<&Value>) {
        match (recorded, sent) {
            (None, None) => {}
            (Some(recorded), Some(sent)) => self.compare(recorded, sent, shown.unwrap_or(sent)),
            (Some(_), None) => self.add("was recorded, and is missing"),
            (None, Some(_)) => self.add("was sent, and not recorded"),
        }
    }

    fn compare(&mut self, recorded: &Value, sent: &Value, shown: &Value) {
        match (recorded, sent) {
            (Value::Object(recorded), Value::Object(sent)) => {
                let added = sent.keys().filter(|name| !recorded.contains_key(*name));
                for name in recorded.keys().chain(added) {
                    self.path.push(Step::Member(name.clone()));
                    self.maybe(recorded.get(name), sent.get(name), shown.get(name));
                    self.path.pop();
                }
            }
            (Value::Array(recorded), Value::Array(sent)) if recorded.len() == sent.len() => {
                for (index, (recorded, sent)) in recorded.iter().zip(sent).enumerate() {
                    self.path.push(Step::Element(index));
                    self.compare(recorded, sent, shown.get(index).unwrap_or(sent));
                    self.path.pop();
                }
            }
            (Value::String(recorded), Value::String(sent)) => {
                if let Err(mismatch) = self.bindings.unify(recorded, sent) {
                    self.add(&text(&mismatch, recorded, sent, shown));
                }
            }
            (Value::String(recorded), Value::Number(sent)) => {
                if let Err(mismatch) = self.bindings.unify(recorded, &sent.to_string()) {
                    self.add(&text(&mismatch, recorded, &sent.to_string(), shown));
                }
            }
            (recorded, sent) if recorded == sent => {}
            (recorded, _) => self.add(&format!("recorded {recorded}, sent {shown}")),
        }
    }

    fn add(&mut self, problem: &str) {
        let path: Vec<_> = self.path.iter().rev().cloned().collect();
        let part = self.part;
        self.found.push(match location(&path).as_str() {
            "" => format!("{part}: {problem}"),
            place => format!("{part}: `{place}`: {problem}"),
        });
    }
}

/// Why two texts differ. It shows no secret.
fn text(mismatch: &Mismatch, recorded: &str, sent: &str, shown: &Value) -> String {
    let is_secret = shown.as_str() != Some(sent);
    match mismatch {
        Mismatch::Instead { expected, sent } => format!("recorded {expected}, sent {sent}"),
        Mismatch::OtherValue(placeholder) => {
            format!("recorded {placeholder}, sent another value than before")
        }
        Mismatch::OtherText if is_secret => {
            let has_placeholder =
                pieces(recorded).iter().any(|it| matches!(it, Piece::Placeholder(_)));
            let recorded = if has_placeholder { recorded } else { "another value" };
            format!("recorded {recorded}, sent a secret that differs")
        }
        Mismatch::OtherText => format!("recorded {recorded:?}, sent {sent:?}"),
    }
}
