//! What is JSON at all.

use super::{Body, METADATA, Slot, WHOLE, decode, failure, read_members};
use crate::{
    error::DecodeProblem,
    wire::{decoded_message::DecodedMessage, json},
};

#[test]
fn an_empty_body_is_an_empty_object() {
    for json in ["", " \r\n\t", "{}"] {
        assert!(decode::<Body>(json).is_ok(), "{json:?}");
    }
}

#[test]
fn a_form_feed_is_not_space() {
    for body in ["\u{c}", " \u{c} ", "\u{c}{}", "{}\u{c}", "\u{b}", "\u{85}", "\u{a0}"] {
        assert!(failure::<Body>(body).1.starts_with("not JSON"), "{body:?}");
        let read = read_members(body, &[], &mut []);
        assert!(read.unwrap_err().to_string().contains("not JSON"), "{body:?}");
    }
}

#[test]
fn a_byte_order_mark_is_skipped() {
    for json in ["\u{feff}", "\u{feff}{}", "\u{feff} {\"count\": 1}"] {
        assert!(decode::<Body>(json).is_ok(), "{json:?}");
        let read = read_members(json, &[("\"count\":", 0)], &mut [&mut Slot::<u8>(None)]);
        assert!(read.is_ok(), "{json:?}");
    }
    for json in ["\u{feff}\u{feff}{}", "{\u{feff}}", " \u{feff}{}"] {
        assert!(failure::<Body>(json).1.starts_with("not JSON"), "{json:?}");
    }
    // It does not count for positions, as in an editor.
    let (location, problem) = failure::<Body>("\u{feff}{\"count\":}");
    assert_eq!(location, "");
    assert_eq!(problem, "not JSON: expected value at line 1 column 10");
}

#[test]
fn a_list_is_no_object() {
    assert_eq!(failure::<Body>("[]"), (String::new(), "expected an object, found a list".into()));
    assert!(failure::<Body>(" [").1.starts_with("not JSON"));
    let whole: Vec<u8> = json::decode(&WHOLE, DecodedMessage::Request, b"[1]").unwrap();
    assert_eq!(whole, [1]);
}

#[test]
fn what_is_no_json_is_told_from_what_is_wrong_json() {
    let cases = [
        ("{", 1, 1),
        ("nope", 1, 2),
        ("{\n  \"count\": 1,\n}", 3, 1),
        ("{\"count\": \"x\"} rest", 1, 16),
        ("{\"count\": \"x\", oops}", 1, 16),
        ("{\"a\" 1}", 1, 6),
    ];
    for (json, line, column) in cases {
        let error = decode::<Body>(json).unwrap_err();
        let DecodeProblem::Syntax { line: found, column: at, .. } = error.problem() else {
            panic!("{json}: {error}");
        };
        assert_eq!((*found, *at), (line, column), "{json}");
        assert_eq!(error.location(), "");
    }
}

#[test]
fn half_of_a_surrogate_pair_is_located() {
    let (unfinished, lone) =
        ("unexpected end of hex escape", "lone leading surrogate in hex escape");
    for (json, problem) in [
        ("{\"count\":1,\n\n\"name\":\"\\ud800\"}", format!("{unfinished} at line 3 column 15")),
        ("{\"map\":\n{\"\\udc00\":1}}", format!("{lone} at line 2 column 8")),
    ] {
        assert_eq!(
            failure::<Body>(json),
            (String::new(), format!("not JSON: {problem}")),
            "{json}"
        );
    }
    for json in ["{\"a\":\n\n\"\\udc00\"}", "{\"b\":{},\n\n\"\\udc00\":1}"] {
        let error = read_members(json, &[("\"a\":", 0)], &mut [&mut Slot::<String>(None)]);
        let problem = format!("not JSON: {lone} at line 3 column 7");
        assert_eq!(error.unwrap_err().problem().to_string(), problem, "{json}");
    }
}

#[test]
fn the_page_of_a_proxy_is_said_to_be_one() {
    let (location, problem) = failure::<Body>("\n<!DOCTYPE html>");
    assert_eq!(location, "");
    assert_eq!(problem, "not JSON: HTML or XML begins at line 2 column 1");
}

#[test]
fn text_that_is_no_utf_8_is_no_json() {
    for body in [&b"{\"name\":\n\"a\xff\"}"[..], b"{\"other\":\n\"a\xff\",\"count\":[]}"] {
        let error = json::decode::<Body>(&METADATA, DecodedMessage::Request, body).unwrap_err();
        assert!(matches!(error.problem(), DecodeProblem::Syntax { line: 2, .. }), "{error}");
    }
    for (body, problem) in [
        (&b"{\"other\":\"\xff"[..], "not UTF-8 at line 1 column 11"),
        (b"{\"other\":\"\xff\",}", "not UTF-8 at line 1 column 11"),
        (b"{\n\"\xff", "not UTF-8 at line 2 column 2"),
        (b"{\"other\",\n\xff", "expected `:` at line 1 column 9"),
        (b"{}\xff", "trailing characters at line 1 column 3"),
        (b"<html>\xff", "HTML or XML begins at line 1 column 1"),
    ] {
        let error = json::decode::<Body>(&METADATA, DecodedMessage::Request, body).unwrap_err();
        assert_eq!(error.problem().to_string(), format!("not JSON: {problem}"));
    }
}

#[test]
fn deep_nesting_is_refused_and_not_a_crash() {
    let json = format!("{}{}", "{\"nested\":".repeat(200), "}".repeat(200));
    assert!(failure::<Body>(&json).1.starts_with("not JSON"));
    let json = format!("{}null{}", "{\"nested\":".repeat(200), "}".repeat(200));
    let (location, problem) = failure::<Body>(&json);
    assert!(location.starts_with("nested.nested"));
    assert_eq!(problem, "invalid value: expected less nesting");
    let deep = "[".repeat(200_000);
    assert!(failure::<Body>(&format!("{{\"other\":{deep}")).1.starts_with("not JSON"));
}

#[test]
fn no_mutation_of_a_body_makes_the_search_panic_or_go_on_for_ever() {
    let body = br#"{"threepids":[{"medium":"email","address":"a"}],"count":1,"even":2,"evens":[0],
        "nested":{"pair":[1,2],"sums":{"a":10}},"tagged":{"type":"Dummy"},"external":"Unit","float":1.5}"#;
    assert!(json::decode::<Body>(&METADATA, DecodedMessage::Request, body).is_ok());
    for position in 0..body.len() {
        for replacement in br#"{}[],:"\19.tn\n x"#.iter().chain(&[0xff]) {
            let mut mutated = body.to_vec();
            mutated[position] = *replacement;
            if let Err(error) = json::decode::<Body>(&METADATA, DecodedMessage::Request, &mutated) {
                let is_explained = *error.problem() != DecodeProblem::Rejected { reason: None };
                assert!(is_explained, "{}", String::from_utf8_lossy(&mutated));
            }
            mutated.truncate(position + 1);
            let cut = json::decode::<Body>(&METADATA, DecodedMessage::Request, &mutated);
            if let Err(error) = cut {
                assert!(error.to_string().starts_with("test: request body: "), "{error}");
            }
            mutated.extend_from_slice(&body[position..]);
            let _ = json::decode::<Body>(&METADATA, DecodedMessage::Request, &mutated);
        }
    }
}
