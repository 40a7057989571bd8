//! Values made from schemas.

use serde_json::{Value, json};

use crate::schema::Schema;

/// Values for strings with a grammar.
const STRINGS: &[(&str, &str)] = &[
    ("type", "m.login.dummy"),
    ("userId", "@alice:example.org"),
    ("user_id", "@alice:example.org"),
    ("home_server", "example.org"),
    ("matrix_server_name", "example.org"),
    ("errcode", "M_UNKNOWN"),
];

/// The members of the objects in a value.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Content {
    Required,
    All,
    /// All members of the schema, and another one wherever others are allowed.
    Extended,
}

pub(crate) fn value(schema: &Schema, content: Content) -> Value {
    make("", schema, content)
}

fn make(name: &str, schema: &Schema, content: Content) -> Value {
    let children = schema.children();
    let children = children.map(|(step, child)| (step, child, make(step, child, content)));
    match schema.kind() {
        "string" => string(name, schema).into(),
        "integer" | "number" => json!(1_535_176_800_000_u64),
        "boolean" => json!(true),
        "array" => children.map(|(_, _, element)| element).collect(),
        "object" => {
            let members =
                children.filter(|(_, child, _)| child.is_required || content != Content::Required);
            let extension = json!({ "list": [1, null, "two"] });
            let is_extended = content == Content::Extended && schema.is_open();
            let extension = is_extended.then_some(("org.example.extension".to_owned(), extension));
            members.map(|(name, _, value)| (name.to_owned(), value)).chain(extension).collect()
        }
        _ => json!({ "org.example.member": [1, "two", null] }),
    }
}

fn string<'a>(name: &str, schema: &'a Schema) -> &'a str {
    let named = STRINGS.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    schema.listed.as_deref().or(named).unwrap_or("text")
}

/// Values of other types than the schema's; none if the schema allows anything.
pub(crate) fn of_wrong_types(schema: &Schema) -> Vec<Value> {
    let others: &[&str] = match schema.kind() {
        "string" => &["5", "true", "[\"text\"]", "{\"text\":5}"],
        "integer" | "number" => &["\"5\"", "1.5", "-5", "true", "[5]", "{\"5\":5}"],
        "boolean" => &["\"true\"", "1", "[true]", "{\"true\":true}"],
        "array" => &["\"text\"", "5", "true", "{\"text\":5}"],
        "object" => &["\"text\"", "5", "true"],
        _ => &[],
    };
    others.iter().map(|json| serde_json::from_str(json).expect("these are JSON")).collect()
}
