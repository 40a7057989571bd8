//! Percent-encoding and forms.

use serde_json::Value;

/// Encodes everything but letters, digits, and `-._~`.
pub fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Decodes `%` and `+`.
pub fn decode(text: &str) -> String {
    let mut decoded = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'+' => b' ',
            b'%' => {
                let digits: Vec<u8> = rest.by_ref().take(2).collect();
                let digits = String::from_utf8_lossy(&digits).into_owned();
                u8::from_str_radix(&digits, 16).unwrap_or(b'?')
            }
            byte => byte,
        };
        decoded.push(byte);
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// A value as text outside of JSON. `None` for objects, lists and `null`.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The texts of a value, or of the items of a list.
pub fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(text).collect(),
        value => text(value).into_iter().collect(),
    }
}

/// The pairs of a whole query or form: an object, or a list of pairs.
pub fn pairs(value: &Value) -> Vec<(String, String)> {
    match value {
        Value::Object(members) => {
            let pairs = members.iter().flat_map(|(key, value)| {
                texts(value).into_iter().map(|value| (key.clone(), value))
            });
            pairs.collect()
        }
        Value::Array(pairs) => {
            let pair = |pair: &Value| Some((text(pair.get(0)?)?, text(pair.get(1)?)?));
            pairs.iter().filter_map(pair).collect()
        }
        _ => Vec::new(),
    }
}

/// Encodes pairs.
pub fn form(pairs: &[(String, String)]) -> String {
    let pairs = pairs.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}
