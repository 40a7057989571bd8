//! JSON bodies are encoded and decoded as by serde's derives on a struct with the same fields and
//! attributes.
//!
//! Intended differences:
//!
//! - a JSON list is not a message, although serde accepts it for a struct;
//! - an empty body is `{}`;
//! - a byte order mark before a body is skipped;
//! - `skip_serializing_if` alone makes a field optional: if absent, it has its default;
//! - a number that is too large for an `f32` becomes infinite in both, and only serde_json writes that, as `null`.

mod blocks;
mod documents;
mod types;

pub(crate) use types::{is_zero, one_less, one_more, seven};

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

use self::documents::{document, text};

/// A block, and the plain struct that it is compared with.
pub trait Compared {
    /// Possible names of fields, each with a valid JSON text.
    const NAMES: &'static [(&'static str, &'static str)];

    /// Decodes and encodes a body by the plain struct; returns `Debug` output and the encoded body.
    fn plain(body: &[u8]) -> Result<(String, String), String>;
    /// The same by the block's request: decodes as a server, encodes as a client.
    fn request(body: &[u8]) -> Result<(String, String), String>;
    /// The same by the block's response: decodes as a client, encodes as a server.
    fn response(body: &[u8]) -> Result<(String, String), String>;
}

/// The values of `Name { .. }`.
fn values(debug: &str) -> String {
    debug.split_once(' ').map_or("", |(_, values)| values).to_owned()
}

fn utf8(body: &[u8]) -> String {
    String::from_utf8_lossy(body).into_owned()
}

/// Both refuse the body, or both decode the same values and encode them alike.
fn compare<C: Compared>(body: &[u8]) -> Result<(), TestCaseError> {
    let (plain, request, response) = (C::plain(body), C::request(body), C::response(body));
    // serde_json does not validate the UTF-8 of ignored values.
    let plain = plain.and_then(|plain| match str::from_utf8(body) {
        Ok(_) => Ok(plain),
        Err(error) => Err(error.to_string()),
    });
    let shown = String::from_utf8_lossy(body);
    for (kind, ours) in [("request", request), ("response", response)] {
        match (&plain, ours) {
            (Ok(plain), Ok(ours)) => prop_assert_eq!(plain, &ours, "{} {}", kind, shown),
            (Err(_), Err(_)) => {}
            (Ok((values, _)), Err(error))
                if values.contains("inf") && error.ends_with("the number must be finite") => {}
            (Ok(_), Err(error)) => {
                return Err(TestCaseError::fail(format!(
                    "{kind} {shown}: serde takes it: {error}"
                )));
            }
            (Err(error), Ok(_)) => {
                return Err(TestCaseError::fail(format!("{kind} {shown}: serde refuses: {error}")));
            }
        }
    }
    Ok(())
}

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
                    compare::<Block>(text(&body).as_bytes())?;
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
                    let first = bytes.trim_ascii_start().first();
                    prop_assume!(first.is_some_and(|first| *first != b'['));
                    compare::<Block>(&bytes)?;
                }
            }
        })*
    };
}

compared_with_serde! {
    attributes, without_attributes, kinds, with_functions, flattened, map_flattened, skipped, strict,
    lowercase, uppercase, pascal, camel, snake, screaming_snake, kebab, screaming_kebab,
}

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
    assert_eq!(
        written,
        r#"{"m.one":1,"written":"x","aliased":0,"counted":7,"required":true,"type":null,"maybe":null}"#
    );
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
