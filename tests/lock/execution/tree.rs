//! A message as one JSON value, so that messages can be compared.

use matrix_api::{
    bytes::Bytes,
    http::{
        HeaderMap, Request, Response,
        header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE},
    },
};
use serde_json::{Map, Value, json};

use super::{http_form, side::Side};

/// The names from the root of a tree to a value. Items of lists are `*`.
pub type Place = Vec<String>;

/// `{ "path": { .. }, "query": { .. }, "header": { .. }, "body": .. }`
pub fn of_request(side: &Side, request: &Request<Bytes>) -> Value {
    let mut query: Map<String, Value> = Map::new();
    for pair in request.uri().query().unwrap_or_default().split('&').filter(|it| !it.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let values = query.entry(http_form::decode(key)).or_insert_with(|| json!([]));
        values.as_array_mut().expect("a list").push(http_form::decode(value).into());
    }
    let mut tree = of_parts(request.headers(), request.body());
    let arguments = side.path_arguments(request.uri().path());
    let arguments: Map<_, _> =
        arguments.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
    tree.insert("path".to_owned(), arguments.into());
    tree.insert("query".to_owned(), query.into());
    Value::Object(tree)
}

/// `{ "header": { .. }, "body": .. }`
pub fn of_answer(response: &Response<Bytes>) -> Value {
    Value::Object(of_parts(response.headers(), response.body()))
}

fn of_parts(headers: &HeaderMap, body: &Bytes) -> Map<String, Value> {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = media_type.unwrap_or_default().split(';').next().unwrap_or_default();
    let text = String::from_utf8_lossy(body);
    let json_of = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_else(|_| json!(text));
    let read = match essence {
        _ if body.is_empty() => None,
        "application/json" => Some(json_of(&text)),
        "application/x-ndjson" => Some(text.lines().map(json_of).collect()),
        "text/event-stream" => {
            let data = text.lines().filter_map(|line| line.strip_prefix("data: "));
            Some(data.map(json_of).collect())
        }
        _ => Some(json!(text)),
    };
    let mut tree = Map::new();
    let mut named = Map::new();
    for name in headers.keys() {
        // The type of a JSON body is not a field, and neither is what a codec adds to every stream of events.
        let is_implied = match *name {
            CONTENT_LENGTH => true,
            CONTENT_TYPE => body.is_empty() || essence == "application/json",
            CACHE_CONTROL => essence == "text/event-stream",
            _ => false,
        };
        if is_implied {
            continue;
        }
        let values = headers.get_all(name).iter().map(|it| String::from_utf8_lossy(it.as_bytes()));
        named.insert(name.as_str().to_owned(), values.collect());
    }
    tree.insert("header".to_owned(), named.into());
    tree.extend(read.map(|body| ("body".to_owned(), body)));
    tree
}

/// Calls a function for each value in a tree, with its place.
pub fn for_each<'a>(tree: &'a Value, visit: &mut impl FnMut(&Place, &'a Value)) {
    fn walk<'a>(place: &mut Place, value: &'a Value, visit: &mut impl FnMut(&Place, &'a Value)) {
        visit(place, value);
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    place.push(name.clone());
                    walk(place, value, visit);
                    place.pop();
                }
            }
            Value::Array(items) => {
                place.push("*".to_owned());
                for item in items {
                    walk(place, item, visit);
                }
                place.pop();
            }
            _ => {}
        }
    }
    walk(&mut Vec::new(), tree, visit);
}

/// Gives members of a tree other names: those under which the other side knows them.
pub fn rename(tree: &mut Value, names: &[(Place, String)]) {
    for (place, name) in names {
        let Some((last, parents)) = place.split_last() else { continue };
        let parent = parents.iter().try_fold(&mut *tree, |tree, name| tree.get_mut(name));
        let Some(Value::Object(members)) = parent else { continue };
        if !members.contains_key(name)
            && let Some(value) = members.remove(last)
        {
            members.insert(name.clone(), value);
        }
    }
}
