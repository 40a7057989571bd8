//! JSON objects with known, unknown and repeated names.

use proptest::{collection::vec, prelude::*};
use serde_json::{Number, Value, json};

/// The members of an object, in order. `names` have a valid value each. A name can occur more than once.
pub fn document(
    names: &'static [(&'static str, &'static str)],
) -> impl Strategy<Value = Vec<(String, Value)>> {
    let member = move |(name, right): (&str, &str)| {
        let right: Value = serde_json::from_str(right).unwrap_or_else(|error| panic!("{error}"));
        (Just(name.to_owned()), prop_oneof![24 => Just(right), 1 => value()])
    };
    // Each name at most once, so that some documents are valid.
    let most = names.len().saturating_sub(2);
    let some = prop_oneof![0..=names.len(), most..=names.len()];
    let known = some
        .prop_flat_map(|count| prop::sample::subsequence(names.to_vec(), count))
        .prop_shuffle()
        .prop_flat_map(move |names| names.into_iter().map(member).collect::<Vec<_>>());
    let other = prop_oneof![
        20 => prop::sample::select(names).prop_flat_map(member),
        1 => (any::<String>(), value()),
    ];
    prop_oneof![3 => known, 1 => vec(other, 0..8)]
}

/// A value, mostly one that some field accepts.
fn value() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        Just(json!(0)),
        Just(json!(1)),
        Just(json!(127)),
        Just(json!(-128)),
        Just(json!(255)),
        Just(json!(256)),
        Just(json!(u64::MAX)),
        Just(json!(i64::MIN)),
        Just(json!(1.5)),
        Just(json!(1e300)),
        any::<i64>().prop_map(|number| json!(number)),
        any::<f64>().prop_map(|number| Number::from_f64(number).map_or(Value::Null, Value::Number)),
    ];
    let text = prop_oneof![
        Just(json!("")),
        Just(json!("ff")),
        Just(json!("x")),
        Just(json!("Unit")),
        any::<String>().prop_map(Value::String),
    ];
    let shaped = prop_oneof![
        Just(json!([])),
        Just(json!([1, null])),
        Just(json!([3, "text"])),
        Just(json!([true, false])),
        Just(json!({})),
        Just(json!({ "innerText": "x", "innerNumber": -1 })),
        Just(json!({ "inner_text": "x", "innerNumber": null })),
        Just(json!({ "Newtype": 5 })),
        Just(json!({ "Tuple": [5, true] })),
        Just(json!({ "Fields": { "one": 1 } })),
        Just(json!({ "type": "First", "one": 1 })),
        Just(json!({ "one": 1, "type": "First", "x": [] })),
        Just(json!({ "type": "Second", "innerText": "x" })),
        Just(json!({ "type": "Third" })),
        Just(json!({ "type": "Fourth" })),
        Just(json!({ "1": true, "255": false })),
        Just(json!({ "256": true })),
    ];
    prop_oneof![
        4 => number,
        2 => text,
        3 => shaped,
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::Bool),
    ]
}

/// The text of an object, some of its names with escapes.
pub fn text(members: &[(String, Value)]) -> String {
    let mut text = String::from("{");
    for (index, (name, value)) in members.iter().enumerate() {
        if index > 0 {
            text.push_str(if index % 2 == 0 { "," } else { " ,\n" });
        }
        let name = match name.chars().next() {
            Some(first) if first.is_ascii_lowercase() && index % 3 == 2 => {
                format!("\"\\u{:04x}{}\"", u32::from(first), &name[1..])
            }
            _ => json!(name).to_string(),
        };
        text.push_str(&format!("{name}:{value}"));
    }
    text.push('}');
    text
}
