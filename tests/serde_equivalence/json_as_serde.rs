//! Random JSON bodies, see [`compared::json`](matrix_api_tests::compared::json).

use matrix_api_tests::{
    compared::json::{Compared, blocks, compare},
    with_json_blocks,
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

use crate::documents::{document, text};

fn accepted<C: Compared>(body: &str) -> String {
    compare::<C>(body.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    C::request(body.as_bytes()).unwrap_or_else(|error| panic!("{body}: {error}")).1
}

fn refused<C: Compared>(body: &str) -> String {
    compare::<C>(body.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    C::request(body.as_bytes()).expect_err(body)
}

macro_rules! compared_with_serde {
    ($($block:ident,)*) => {
        $(mod $block {
            use super::*;

            pub(super) use blocks::$block::Block;

            #[test]
            fn valid_and_invalid_documents_are_compared() {
                let mut runner = TestRunner::deterministic();
                let documents = document(<Block as Compared>::NAMES);
                let mut counts = [0, 0];
                for _ in 0..100 {
                    let tree = documents.new_tree(&mut runner).unwrap_or_else(|error| panic!("{error}"));
                    let accepted = Block::plain(text(&tree.current()).as_bytes()).is_ok();
                    counts[usize::from(accepted)] += 1;
                }
                assert!(counts.iter().all(|count| *count >= 3), "{counts:?}");
            }

            proptest! {
                #![proptest_config(ProptestConfig::with_cases(96))]

                #[test]
                fn objects_are_decoded_and_encoded_as_by_serde(
                    body in document(<Block as Compared>::NAMES),
                ) {
                    compare::<Block>(text(&body).as_bytes()).map_err(TestCaseError::fail)?;
                }

                #[test]
                fn broken_texts_are_refused_as_by_serde(
                    body in document(<Block as Compared>::NAMES),
                    at in any::<prop::sample::Index>(),
                    byte in prop::sample::select(b"{}[]\",:0-tn\\ \xff\x00e.".as_slice()),
                    cut in any::<bool>(),
                ) {
                    let mut bytes = text(&body).into_bytes();
                    let at = at.index(bytes.len());
                    bytes[at] = byte;
                    if cut {
                        bytes.truncate(at + 1);
                    }
                    compare::<Block>(&bytes).map_err(TestCaseError::fail)?;
                }
            }
        })*
    };
}

with_json_blocks!(compared_with_serde);

#[test]
fn a_number_beyond_f32_is_decoded_as_infinite_and_not_encoded() {
    let members: Vec<String> = (kinds::Block::NAMES.iter())
        .map(|(name, value)| {
            format!("\"{name}\":{}", if *name == "single" { "1e300" } else { value })
        })
        .collect();
    let body = format!("{{{}}}", members.join(","));
    let (values, written) = kinds::Block::plain(body.as_bytes()).expect("serde_json decodes it");
    assert!(values.contains("single: inf"), "{values}");
    assert!(written.contains(r#""single":null"#), "{written}");
    let error = refused::<kinds::Block>(&body);
    assert_eq!(error, "compared: request body: `single`: the number must be finite");
}

#[test]
fn names_aliases_and_defaults() {
    let written = accepted::<attributes::Block>(r#"{"m.one":1,"read":"x","required":true}"#);
    assert_eq!(written, r#"{"m.one":1,"written":"x","aliased":0,"counted":7,"required":true}"#);
    let written = accepted::<attributes::Block>(
        r#"{"required":false,"second":9,"m.one":255,"read":"","maybe":3,"skipped":4,"type":"t"}"#,
    );
    assert_eq!(
        written,
        r#"{"m.one":255,"written":"","aliased":9,"counted":7,"required":false,"type":"t","maybe":3,"skipped":4}"#
    );
    for body in [
        r#"{"m.one":1,"written":"x","required":true}"#,
        r#"{"one":1,"read":"x","required":true}"#,
        r#"{"m.one":1,"read":"x","required":true,"aliased":1,"second":2}"#,
        r#"{"m.one":1,"m.one":1,"read":"x","required":true}"#,
        r#"{"m.one":1,"read":"x","required":null}"#,
        r#"{"m.one":1,"read":"x","required":true,"counted":null}"#,
        r#"{"m.one":256,"read":"x","required":true}"#,
    ] {
        refused::<attributes::Block>(body);
    }
}

#[test]
fn none_is_left_out_or_null() {
    let written = accepted::<options::Block>(r#"{"aliased":null}"#);
    assert_eq!(written, r#"{"null":null,"elsewhere":7,"aliased":null}"#);
    let nulls =
        r#"{"absent":null,"doubled":null,"null":null,"elsewhere":null,"both":null,"of":null}"#;
    let written = accepted::<options::Block>(nulls);
    assert_eq!(written, r#"{"null":null,"elsewhere":null,"both":null,"aliased":null}"#);
    let all = r#"{"absent":1,"doubled":[2],"null":3,"elsewhere":4,"both":5,"aliased":6,"hex":"ff","of":7}"#;
    assert_eq!(accepted::<options::Block>(all), all);
    let written = accepted::<options_beside_flattened::Block>("{}");
    assert_eq!(written, r#"{"null":null,"elsewhere":7}"#);
    let nulls = r#"{"absent":null,"null":null,"elsewhere":null,"both":null}"#;
    let written = accepted::<options_beside_flattened::Block>(nulls);
    assert_eq!(written, r#"{"null":null,"elsewhere":null,"both":null}"#);
    let all = r#"{"absent":1,"null":2,"elsewhere":3,"both":4,"x":5,"y":6}"#;
    assert_eq!(accepted::<options_beside_flattened::Block>(all), all);
}

#[test]
fn with_functions_are_called() {
    let written = accepted::<with_functions::Block>(r#"{"hex":"ff","up":5,"down":7}"#);
    assert_eq!(written, r#"{"hex":"ff","up":6,"down":6}"#);
    refused::<with_functions::Block>(r#"{"hex":255,"up":5,"down":7}"#);
    refused::<with_functions::Block>(r#"{"up":5,"down":7}"#);
}

#[test]
fn skipped_fields_are_neither_encoded_nor_decoded() {
    let written =
        accepted::<skipped::Block>(r#"{"kept":1,"neither":"x","unread":5,"unwritten":6}"#);
    assert_eq!(written, r#"{"kept":1,"unread":0}"#);
}

#[test]
fn unknown_members_are_refused_by_deny_unknown_fields() {
    accepted::<strict::Block>(r#"{"known":1}"#);
    let error = refused::<strict::Block>(r#"{"known":1,"other":2}"#);
    assert_eq!(error, "compared: request body: `other`: unknown field");
}

#[test]
fn a_list_is_refused_although_serde_accepts_it_for_a_struct() {
    let list = br#"[1]"#;
    assert!(<strict::Block as Compared>::plain(list).is_ok());
    let error = <strict::Block as Compared>::request(list).expect_err("a list");
    assert_eq!(error, "compared: request body: expected an object, found a list");
    let error = <strict::Block as Compared>::response(list).expect_err("a list");
    assert_eq!(error, "compared: response body: expected an object, found a list");
}

#[test]
fn an_empty_body_is_an_empty_object() {
    for body in [b"".as_slice(), b" \n"] {
        assert!(<skipped::Block as Compared>::plain(body).is_err());
        assert_eq!(
            <skipped::Block as Compared>::request(body),
            <skipped::Block as Compared>::request(b"{}")
        );
        assert_eq!(
            <skipped::Block as Compared>::response(body),
            <skipped::Block as Compared>::response(b"{}")
        );
    }
}

#[test]
fn fields_that_can_be_left_out_can_be_absent() {
    let absent = r#"{"kept":1}"#;
    assert!(<blocks::left_out::Block as Compared>::plain(absent.as_bytes()).is_err());
    let (values, written) =
        <blocks::left_out::Block as Compared>::request(absent.as_bytes()).expect("optional");
    assert_eq!(values, "{ kept: 1, list: [] }");
    assert_eq!(written, absent);
}

#[test]
fn other_values_than_objects_are_refused_by_both() {
    for body in
        ["null", "true", "5", "-1.5", "\"x\"", "{", "}", "{}x", "{} {}", "{\u{feff}}", "{\"a\"}"]
    {
        refused::<skipped::Block>(body);
    }
}
