//! The difference between a message and the same message, decoded and encoded again.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, Request, Response, Uri, header};
use serde_json::Value;

use super::{fields::Fields, json::member};
use crate::{
    authentication::{Credential, Security},
    description::{Shape, Shapes},
    metadata::FieldPlace,
    text::{
        location::{Step, location},
        percent_decode,
    },
    wire::MediaType,
};

/// The differences of a request.
pub(super) fn of_request(
    example: &Request<Bytes>,
    recoded: &Request<Bytes>,
    fields: Fields<'_>,
    security: &Security,
) -> Vec<String> {
    let mut problems = Vec::new();
    if segments(example.uri()) != segments(recoded.uri()) {
        problems.push("path: written again with other arguments".to_owned());
    }
    let mut read = query(example.uri());
    // Nothing encodes the credentials of an example.
    read.retain(|(name, _)| !is_credential_in_query(security, name));
    for (name, _) in &mut read {
        if let Some(canonical) = fields.name_of_alias(FieldPlace::Query, name) {
            *name = Cow::Borrowed(canonical);
        }
    }
    let written = query(recoded.uri());
    for (name, problem) in compare_pairs(&read, &written) {
        let is_default = || fields.is_default_of_key(name, &values(&written, name));
        if !(problem == ADDED && is_default()) {
            problems.push(format!("query: `{name}`: {problem}"));
        }
    }
    let mut headers = example.headers().clone();
    for credential in security.credentials() {
        if let Credential::Header(name) = credential {
            headers.remove(*name);
        }
    }
    compare_headers(&headers, recoded.headers(), fields, &mut problems);
    compare_bodies(example.body(), recoded.body(), example.headers(), fields, &mut problems);
    problems
}

/// The differences of a response.
pub(super) fn of_response(
    example: &Response<Bytes>,
    recoded: &Response<Bytes>,
    fields: Fields<'_>,
) -> Vec<String> {
    let mut problems = Vec::new();
    if example.status() != recoded.status() {
        problems.push(format!("status: written again as {}", recoded.status().as_u16()));
    }
    compare_headers(example.headers(), recoded.headers(), fields, &mut problems);
    compare_bodies(example.body(), recoded.body(), example.headers(), fields, &mut problems);
    problems
}

fn is_credential_in_query(security: &Security, name: &str) -> bool {
    security.parameters().contains(&name)
        || security.credentials().iter().any(|it| match it {
            Credential::Query(parameter) => *parameter == name,
            _ => false,
        })
}

fn segments(uri: &Uri) -> Vec<Cow<'_, str>> {
    // In a path, `+` does not stand for a space.
    let decode = |segment| match percent_decode::decode_segment(segment, &mut []) {
        Ok(decoded) => Cow::Owned(decoded.into_owned()),
        Err(percent_decode::Malformed) => Cow::Borrowed(segment),
    };
    uri.path().split('/').map(decode).collect()
}

/// A name and a value.
type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The pairs of a query, in its order.
fn query(uri: &Uri) -> Vec<Pair<'_>> {
    pairs(uri.query().unwrap_or_default())
}

fn pairs(text: &str) -> Vec<Pair<'_>> {
    let decode = |text| percent_decode::decode_form(text).unwrap_or(Cow::Borrowed(text));
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

const LOST: &str = "read, and not written again";
const CHANGED: &str = "written again with another value";
const ADDED: &str = "written, but not in the example";

/// The values of a name, in their order.
fn values(pairs: &[Pair<'_>], name: &str) -> Vec<String> {
    let values = pairs.iter().filter(|(other, _)| other == name);
    values.map(|(_, value)| value.to_string()).collect()
}

/// The names whose values differ, each with its problem.
fn compare_pairs<'a>(
    read: &'a [Pair<'_>],
    written: &'a [Pair<'_>],
) -> Vec<(&'a str, &'static str)> {
    let mut names: Vec<&str> = read.iter().chain(written).map(|(name, _)| &**name).collect();
    names.sort_unstable();
    names.dedup();
    let problem = |name: &str| match (values(read, name), values(written, name)) {
        (read, written) if read == written => None,
        (_, written) if written.is_empty() => Some(LOST),
        (read, _) if read.is_empty() => Some(ADDED),
        _ => Some(CHANGED),
    };
    names.into_iter().filter_map(|name| Some((name, problem(name)?))).collect()
}

/// Each header of the example is written again. Its lines may be joined.
fn compare_headers(
    example: &HeaderMap,
    recoded: &HeaderMap,
    fields: Fields<'_>,
    problems: &mut Vec<String>,
) {
    for name in example.keys() {
        // Examples have no credentials to encode, and the length of a body is not a field.
        if matches!(*name, header::AUTHORIZATION | header::CONTENT_LENGTH) {
            continue;
        }
        let same = match name {
            &header::CONTENT_TYPE => media_type(example) == media_type(recoded),
            name => {
                let alias = fields.name_of_alias(FieldPlace::Header, name.as_str());
                let written = alias.unwrap_or(name.as_str());
                joined(example, name.as_str()) == joined(recoded, written)
            }
        };
        if !same {
            let problem = if recoded.contains_key(name) { CHANGED } else { "not written again" };
            problems.push(format!("header: `{name}`: {problem}"));
        }
    }
}

fn joined(headers: &HeaderMap, name: &str) -> Vec<u8> {
    let values: Vec<_> = headers.get_all(name).iter().map(header::HeaderValue::as_bytes).collect();
    values.join(&b", "[..])
}

fn media_type(headers: &HeaderMap) -> Option<String> {
    let media_type = MediaType::of_header(headers.get(header::CONTENT_TYPE)?)?;
    Some(media_type.essence().to_ascii_lowercase())
}

fn compare_bodies(
    example: &[u8],
    recoded: &[u8],
    headers: &HeaderMap,
    fields: Fields<'_>,
    problems: &mut Vec<String>,
) {
    // The parts of a body are separated by a text that the writer chooses.
    let media_type = media_type(headers);
    if media_type.as_deref().is_some_and(|essence| essence.starts_with("multipart/")) {
        return;
    }
    if media_type.as_deref() == Some("application/x-www-form-urlencoded")
        && let (Ok(read), Ok(written)) = (str::from_utf8(example), str::from_utf8(recoded))
    {
        let (read, written) = (pairs(read), pairs(written));
        let differences = compare_pairs(&read, &written).into_iter();
        problems.extend(differences.map(|(name, problem)| format!("body: `{name}`: {problem}")));
        return;
    }
    // An absent body is an object without members.
    let json = |body: &[u8]| match body {
        [] => Some(Value::Object(serde_json::Map::new())),
        body => serde_json::from_slice::<Value>(body).ok(),
    };
    let shapes = fields.body_shapes();
    match (json(example), json(recoded)) {
        (Some(mut read), Some(written)) => {
            fields.rename_aliases(&mut read);
            let mut comparison = Comparison { fields, path: Vec::new(), problems };
            comparison.compare(&read, &written, &shapes.iter().collect::<Vec<_>>());
        }
        _ if example == recoded => {}
        _ => problems.push("body: written again with other bytes".to_owned()),
    }
}

/// Compares two JSON values, member by member.
struct Comparison<'a> {
    fields: Fields<'a>,
    path: Vec<Step>,
    problems: &'a mut Vec<String>,
}

impl Comparison<'_> {
    /// `shapes` are the shapes that the value has.
    fn compare(&mut self, read: &Value, written: &Value, shapes: &[&Shape]) {
        match (read, written) {
            (Value::Object(read), Value::Object(written)) => {
                for (name, value) in read {
                    let members = known(self.fields.shapes, written, read, name, shapes);
                    self.path.push(Step::Member(name.clone()));
                    match written.get(name) {
                        Some(again) => self.compare(value, again, &members.shapes),
                        // It means the same as an absent one.
                        None if value.is_null() && !members.required => {}
                        None => self.add(LOST),
                    }
                    self.path.pop();
                }
                for name in written.keys().filter(|name| !read.contains_key(*name)) {
                    let members = known(self.fields.shapes, written, read, name, shapes);
                    let value = written.get(name).unwrap_or(&Value::Null);
                    if members.required || !self.may_be_added(name, value, &members.shapes) {
                        self.path.push(Step::Member(name.clone()));
                        self.add(ADDED);
                        self.path.pop();
                    }
                }
            }
            (Value::Array(read), Value::Array(written)) if read.len() == written.len() => {
                let items =
                    shapes.iter().filter_map(|shape| match self.fields.shapes.resolve(shape) {
                        Shape::List(item) => Some(&**item),
                        _ => None,
                    });
                let items: Vec<_> = items.collect();
                for (index, (value, again)) in read.iter().zip(written).enumerate() {
                    self.path.push(Step::Element(index));
                    self.compare(value, again, &items);
                    self.path.pop();
                }
            }
            (read, written) if read == written => {}
            _ => self.add(CHANGED),
        }
    }

    /// Whether an optional member may have this value without an example that has it.
    fn may_be_added(&self, name: &str, value: &Value, shapes: &[&Shape]) -> bool {
        let has_shape = |shape: &&Shape| self.fields.shapes.mismatch(shape, value).is_none();
        let is_field = self.path.is_empty();
        shapes.iter().any(has_shape) && (!is_field || self.fields.is_default_of_member(name, value))
    }

    fn add(&mut self, problem: &str) {
        let path: Vec<_> = self.path.iter().rev().cloned().collect();
        self.problems.push(format!("body: `{}`: {problem}", location(&path)));
    }
}

/// What the shapes of an object say about a member.
struct Known<'a> {
    shapes: Vec<&'a Shape>,
    required: bool,
}

fn known<'a>(
    all: &'a Shapes,
    written: &serde_json::Map<String, Value>,
    read: &serde_json::Map<String, Value>,
    name: &str,
    shapes: &[&'a Shape],
) -> Known<'a> {
    let object = if read.contains_key(name) { read } else { written };
    let found = shapes.iter().filter_map(|shape| member(object, name, shape, all));
    let found: Vec<_> = found.collect();
    Known {
        required: found.iter().any(|(_, required)| *required),
        shapes: found.into_iter().map(|(shape, _)| shape).collect(),
    }
}
