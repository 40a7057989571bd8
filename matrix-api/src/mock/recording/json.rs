//! JSON of recordings.

use serde_json::{Map, Value};

/// A JSON body that has members or items: a scalar is recorded as text.
pub(super) fn parse_body(body: &[u8]) -> Option<Value> {
    let value: Value = serde_json::from_slice(body).ok()?;
    (value.is_object() || value.is_array()).then_some(value)
}

/// The value with its members in the order of their names, whatever features serde_json has.
pub(super) fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.into_iter().collect();
            members.sort_by(|(one, _), (other, _)| one.cmp(other));
            let members = members.into_iter().map(|(name, value)| (name, sorted(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        value => value,
    }
}
