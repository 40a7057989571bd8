//! Values made from schemas.

use serde_json::{Map, Value, json};

use crate::facts::{is_required, properties};

/// The name of a member where the specification allows any name.
pub(crate) const KEY: &str = "example";

/// Values for strings with a grammar.
const STRINGS: &[(&str, &str)] = &[
    ("type", "m.login.dummy"),
    ("userId", "@alice:example.org"),
    ("user_id", "@alice:example.org"),
    ("home_server", "example.org"),
    ("matrix_server_name", "example.org"),
    ("errcode", "M_UNKNOWN"),
];

/// A value with all members of the schema.
pub(crate) fn whole(name: &str, schema: &Value) -> Value {
    make(name, schema, &|_| true)
}

/// A value with the required members only.
pub(crate) fn required(name: &str, schema: &Value) -> Value {
    make(name, schema, &is_required)
}

fn make(name: &str, schema: &Value, with: &dyn Fn(&Value) -> bool) -> Value {
    match schema.get("type").and_then(Value::as_str) {
        Some("string") => string(name, schema).into(),
        Some("integer" | "number") => json!(1_535_176_800_000_u64),
        Some("boolean") => json!(true),
        Some("array") => {
            schema.get("items").map(|items| make(name, items, with)).into_iter().collect()
        }
        Some("object") => object(schema, with),
        // Anything.
        _ => json!({"org.example.member": [1, "two", null]}),
    }
}

fn string<'a>(name: &str, schema: &'a Value) -> &'a str {
    let allowed = schema.get("enum").and_then(|values| values.get(0)).and_then(Value::as_str);
    let named = STRINGS.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    allowed.or(named).unwrap_or("text")
}

fn object(schema: &Value, with: &dyn Fn(&Value) -> bool) -> Value {
    let mut object: Map<String, Value> = properties(schema)
        .filter(|(_, schema)| with(schema))
        .map(|(name, schema)| (name.to_owned(), make(name, schema, with)))
        .collect();
    if let Some(values) = values_of_map(schema) {
        object.insert(KEY.to_owned(), make(KEY, values, with));
    }
    object.into()
}

/// The schema of a map's values. A map has any names, and values of one type.
pub(crate) fn values_of_map(schema: &Value) -> Option<&Value> {
    let values =
        schema.get("additionalProperties").filter(|values| values.get("type").is_some())?;
    // An object with named members is not a map; it allows extensions.
    schema.get("properties").is_none().then_some(values)
}

/// Values of other types than the schema's; none if the schema allows anything.
pub(crate) fn of_wrong_types(schema: &Value) -> Vec<Value> {
    let others: &[&str] = match schema.get("type").and_then(Value::as_str) {
        Some("string") => &["5", "true", "[\"text\"]", "{\"text\":5}"],
        Some("integer" | "number") => &["\"5\"", "1.5", "-5", "true", "[5]", "{\"5\":5}"],
        Some("boolean") => &["\"true\"", "1", "[true]", "{\"true\":true}"],
        Some("array") => &["\"text\"", "5", "true", "{\"text\":5}"],
        Some("object") => &["\"text\"", "5", "true"],
        _ => &[],
    };
    others.iter().map(|json| serde_json::from_str(json).expect("these are JSON")).collect()
}
