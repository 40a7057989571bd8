//! The members of an object, as generated code has them read.

use std::collections::BTreeMap;

use super::{Slot, read_members};
use crate::wire::field_names::FieldNames;

const NAMES: FieldNames =
    &[("\"user\":", 0), ("\"\\\"\\u000a\":", 1), ("\"a:\":", 2), ("\"nick\":", 0), ("\"é\":", 3)];

/// The strings that were read, by the number of their field.
fn read(json: &str) -> Result<BTreeMap<u16, String>, String> {
    let mut slots = [const { Slot(None) }; 4];
    let [user, newline, colon, accent] = &mut slots;
    read_members(json, NAMES, &mut [user, newline, colon, accent])
        .map_err(|error| error.to_string())?;
    let members = (0..).zip(slots);
    Ok(members.filter_map(|(number, slot)| Some((number, slot.0?))).collect())
}

#[track_caller]
fn assert_read(json: &str, expected: &[(u16, &str)]) {
    let expected = expected.iter().map(|(number, text)| (*number, text.to_string())).collect();
    assert_eq!(read(json), Ok(expected), "{json}");
}

#[test]
fn members_are_found_in_any_order_and_with_any_space() {
    let members = [
        (r#""user":"u""#, (0, "u")),
        (r#""\"\u000a":"n""#, (1, "n")),
        (r#""a:":"a""#, (2, "a")),
        (r#""é":"e""#, (3, "e")),
        (r#""b":[{"user":5}]"#, (9, "")),
        (r#""use":"""#, (9, "")),
        (r#""users":"\u0022""#, (9, "")),
    ];
    for first in members {
        for second in members {
            for third in members {
                if first == second || second == third || third == first {
                    continue;
                }
                let known = [first.1, second.1, third.1].into_iter().filter(|known| known.0 != 9);
                let known: Vec<_> = known.collect();
                let [first, second, third] = [first.0, second.0, third.0];
                assert_read(&format!("{{{first},{second},{third}}}"), &known);
                let [first, second, third] = [first, second, third].map(|member| {
                    let (name, value) = member.rsplit_once("\":").unwrap_or_default();
                    format!("\r\n\t {name}\"\n: {value}\t ")
                });
                assert_read(&format!(" {{{first},{second},{third}}}\n"), &known);
            }
        }
    }
}

#[test]
fn names_are_the_same_however_they_are_spelled() {
    assert_read(
        r#"{"\u0075ser":"u","\"\n":"n","a\u003a":"a","\u00E9":"e"}"#,
        &[(0, "u"), (1, "n"), (2, "a"), (3, "e")],
    );
    assert_read(r#"{"nick":"u"}"#, &[(0, "u")]);
    assert_read(r#"{"user\u0000":5,"USER":5,"user ":5,"":5}"#, &[]);
}

#[test]
fn errors_have_the_names_without_quotes() {
    let error = |json| read(json).unwrap_err();
    let prefix = "test: request body: ";
    let repeated = "given more than once";
    assert_eq!(error(r#"{"user":"","nick":""}"#), format!("{prefix}`nick`: {repeated}"));
    let wrong_type = "expected a string, found an integer";
    assert_eq!(error(r#"{"a:":5}"#), format!("{prefix}`a:`: {wrong_type}"));
    assert_eq!(error(r#"{"\"\u000A":5}"#), format!(r#"{prefix}`["\"\n"]`: {wrong_type}"#));
}

#[test]
fn what_is_no_object_is_refused() {
    for json in [
        "{\"user\":\"u\"",
        "{\"user\":\"u\",}",
        "{\"user\":}",
        "{\"user\":\"u\"}}",
        "{\"user\":\"u\" \"a:\":\"\"}",
        "{\"user\" \"u\"}",
        "{\"user",
        "{,\"user\":\"u\"}",
        "{\"us\ner\":\"u\"}",
        "{user:\"u\"}",
        "{\u{a0}}",
        "{\"b\":\"\\x\"}",
        "{\"b\":\"\n\"}",
    ] {
        let error = read(json).unwrap_err();
        assert!(error.starts_with("test: request body: not JSON: "), "{json}: {error}");
    }
    assert_eq!(read("[]").unwrap_err(), "test: request body: expected an object, found a list");
    assert_read(" \n", &[]);
    assert_read("{ }", &[]);
}
