//! Values that types are offered.

use serde_json::{Map, Value};

use crate::description::shape::Shape;

/// A text that no grammar but that of any text has.
pub(super) const PLAIN: &str = "a";

/// A name that no type knows.
pub(super) const UNKNOWN: &str = "\u{1}unknown";

/// Texts that are offered in this order. The first is [`PLAIN`]: a type that accepts it has no grammar.
pub(super) const TEXTS: [&str; 24] = [
    PLAIN,
    "",
    "1",
    "1.5",
    "true",
    "https://example.org/a",
    "mxc://example.org/a",
    "urn:example:a",
    "2024-02-29T12:34:56Z",
    "2024-02-29T12:34:56.789+01:00",
    "2024-02-29",
    "12:34:56",
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    "192.0.2.1",
    "2001:db8::1",
    "192.0.2.1:80",
    "[2001:db8::1]:80",
    "ann@example.org",
    "@ann:example.org",
    "!room:example.org",
    "#room:example.org",
    "$event:example.org",
    "example.org",
    "en-GB",
];

/// Formats with the texts that a type of the format accepts, among [`TEXTS`].
const FORMATS: [(&str, &[&str]); 9] = [
    ("uri", &["https://example.org/a", "mxc://example.org/a", "urn:example:a"]),
    ("date-time", &["2024-02-29T12:34:56Z", "2024-02-29T12:34:56.789+01:00"]),
    ("date", &["2024-02-29"]),
    ("uuid", &["f81d4fae-7dec-11d0-a765-00a0c91e6bf6"]),
    ("ipv4", &["192.0.2.1"]),
    ("ipv6", &["2001:db8::1"]),
    ("email", &["ann@example.org"]),
    ("mx-user-id", &["@ann:example.org"]),
    ("mx-mxc-uri", &["mxc://example.org/a"]),
];

/// The shape of a type that accepts only these of the [`TEXTS`]. It has a format only if it accepts all texts
/// of the format, and no other.
pub(super) fn text_shape(accepted: &[usize]) -> Shape {
    let accepted: Vec<_> = accepted.iter().filter_map(|index| TEXTS.get(*index).copied()).collect();
    let format = FORMATS.iter().find(|(_, texts)| *texts == accepted);
    format.map_or(Shape::TEXT, |(format, _)| Shape::text(*format))
}

/// The values that are offered to a type that is read from any value. `None` if there are no more.
pub(super) fn anything(number: usize) -> Option<Value> {
    Some(match number {
        0 => Value::from(PLAIN),
        1 => Value::from(0),
        2 => Value::from(true),
        3 => Value::from(0.5),
        4 => Value::Array(Vec::new()),
        5 => Value::Object(Map::new()),
        6 => Value::Null,
        _ => return None,
    })
}

/// The integers that are offered.
pub(super) const INTEGERS: [u8; 4] = [0, 1, 2, 10];
