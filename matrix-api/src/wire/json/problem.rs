//! Reads serde's messages for what may be shown of them: the expectation and the kind of value,
//! never the value.
//!
//! A type that reads an object first and takes it apart then has no place in the text to point at. Its
//! messages are worded as serde's are, and say the place in addition, with dots between names:
//! ``invalid type: integer, expected a string as `identifier.user` ``, and
//! ``missing field `user` in `identifier` ``.

use crate::error::DecodeProblem;

/// What a message of serde says.
#[derive(Debug)]
pub(super) struct Explanation<'a> {
    pub(super) problem: DecodeProblem,
    /// Where the message says that it is, below the place of the error: names with dots between them.
    pub(super) within: &'a str,
    /// A field that the message names: it stands below, not at, the place of the error.
    pub(super) field: Option<&'a str>,
}

/// Takes a message apart, as `serde::de::Error` and serde_json word it.
pub(super) fn explain(message: &str) -> Explanation<'_> {
    let without_field = |problem| Explanation { problem, within: "", field: None };
    if let Some(field) = quoted_after(message, "missing field ") {
        let (field, within) = field.split_once("` in `").unwrap_or((field, ""));
        return Explanation { problem: DecodeProblem::Missing, within, field: Some(field) };
    }
    if let Some(field) = quoted_after(message, "duplicate field ") {
        return Explanation { problem: DecodeProblem::Repeated, within: "", field: Some(field) };
    }
    if message.starts_with("unknown field `") {
        return without_field(DecodeProblem::UnknownField);
    }
    if message.starts_with("unknown variant `") {
        let expected = expected_in(message).filter(|_| !message.ends_with("there are no variants"));
        return without_field(DecodeProblem::WrongValue {
            expected: expected.unwrap_or("no value at all").into(),
        });
    }
    if let Some(rest) = message.strip_prefix("invalid type: ") {
        let Some(expected) = expected_in(rest) else {
            return without_field(DecodeProblem::Rejected { reason: None });
        };
        let (expected, within) = split_place(expected);
        let problem =
            DecodeProblem::WrongType { expected: expectation(expected), found: kind_of(rest) };
        return Explanation { problem, within, field: None };
    }
    if ["invalid value: ", "invalid length "].iter().any(|prefix| message.starts_with(prefix)) {
        let Some(expected) = expected_in(message) else {
            return without_field(DecodeProblem::Rejected { reason: None });
        };
        let (expected, within) = split_place(expected);
        let problem = DecodeProblem::WrongValue { expected: expectation(expected) };
        return Explanation { problem, within, field: None };
    }
    if message.starts_with("data did not match any variant of untagged enum") {
        return without_field(DecodeProblem::WrongValue {
            expected: "one of the possible forms".into(),
        });
    }
    without_field(DecodeProblem::rejected(message))
}

/// What serde_json takes for an error of syntax although the text is JSON.
pub(super) fn explain_refused_syntax(message: &str, found: &'static str) -> DecodeProblem {
    match message {
        "expected value" => DecodeProblem::WrongType {
            expected: "the name of a variant, or an object with one member".into(),
            found,
        },
        "number out of range" => {
            DecodeProblem::WrongValue { expected: "a number of at most 64 bits".into() }
        }
        "recursion limit exceeded" => DecodeProblem::WrongValue { expected: "less nesting".into() },
        "invalid value: expected key to be a number in quotes" => {
            DecodeProblem::WrongValue { expected: "a number in quotes as key".into() }
        }
        _ => DecodeProblem::WrongType { expected: "another kind of value".into(), found },
    }
}

/// The text between the backquotes that follow `prefix` to the end of the message.
fn quoted_after<'a>(message: &'a str, prefix: &str) -> Option<&'a str> {
    message.strip_prefix(prefix)?.strip_prefix('`')?.strip_suffix('`')
}

/// The expectation. It stands last: a value that holds the same words stands ahead of it.
fn expected_in(message: &str) -> Option<&str> {
    message.rsplit_once(", expected ").map(|(_, expected)| expected)
}

/// An expectation, and the place that it adds.
fn split_place(expected: &str) -> (&str, &str) {
    let place = expected.strip_suffix('`').and_then(|rest| rest.rsplit_once(" as `"));
    place.filter(|(_, place)| !place.contains('`')).unwrap_or((expected, ""))
}

/// The kind of value that a [`serde::de::Unexpected`] begins with.
pub(in crate::wire) fn kind_of(unexpected: &str) -> &'static str {
    const KINDS: [(&str, &str); 12] = [
        ("boolean", "a boolean"),
        ("integer", "an integer"),
        ("floating point", "a number"),
        ("character", "a character"),
        ("string", "a string"),
        ("byte array", "bytes"),
        ("null", "null"),
        ("unit value", "null"),
        ("Option value", "an optional value"),
        ("newtype struct", "another structure"),
        ("sequence", "a list"),
        ("map", "an object"),
    ];
    KINDS
        .iter()
        .find_map(|(prefix, kind)| unexpected.starts_with(prefix).then_some(*kind))
        .unwrap_or("another form of value")
}

/// An expectation in the words of JSON instead of Rust's, without the names of types.
pub(in crate::wire) fn expectation(expected: &str) -> Box<str> {
    const OBJECTS: [&str; 5] =
        ["struct ", "internally tagged enum ", "adjacently tagged enum ", "struct variant ", "map"];
    const INTEGERS: [&str; 12] =
        ["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize"];
    let starts_with = |prefix: &&str| expected.starts_with(*prefix);
    if INTEGERS.contains(&expected) {
        format!("an integer (`{expected}`)").into()
    } else if expected == "a map" || OBJECTS.iter().any(starts_with) {
        "an object".into()
    } else if ["tuple ", "a tuple ", "a sequence"].iter().any(starts_with) {
        "a list".into()
    } else if ["f32", "f64"].contains(&expected) {
        "a number".into()
    } else if ["unit", "unit struct"].contains(&expected) {
        "null".into()
    } else if starts_with(&"enum ") || expected == "variant identifier" {
        "a known variant".into()
    } else {
        expected.into()
    }
}
