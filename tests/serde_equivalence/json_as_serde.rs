//! One rule for every field: the members of a JSON body are written and read as by serde's own
//! derive on a struct with the same fields and attributes.
//!
//! What differs, on purpose:
//!
//! - a JSON list is no message, although serde would take it for a struct;
//! - an empty body is `{}`;
//! - `skip_serializing_if` alone makes a field optional: an absent one has its default.

mod blocks;
mod documents;
mod types;

pub(crate) use types::{is_zero, one_less, one_more, seven};

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

use self::documents::{document, text};

/// A block, and the plain struct that it is compared with.
pub trait Compared {
    /// Names that its fields might be read by, each with a JSON text that would be right for it.
    const NAMES: &'static [(&'static str, &'static str)];

    /// What the plain struct makes of a body: its values as text, and what it writes.
    fn plain(body: &[u8]) -> Result<(String, String), String>;
    /// What a server makes of it, and then a client, if it were sent on.
    fn request(body: &[u8]) -> Result<(String, String), String>;
    /// What a client makes of it as an answer, and then a server, if it were passed on.
    fn response(body: &[u8]) -> Result<(String, String), String>;
}

/// The values of `Name { .. }`.
fn values(debug: &str) -> String {
    debug.split_once(' ').map_or("", |(_, values)| values).to_owned()
}

fn utf8(body: &[u8]) -> String {
    String::from_utf8_lossy(body).into_owned()
}

/// Both refuse a body, or both take it for the same values and write the same of them.
fn compare<C: Compared>(body: &[u8]) -> Result<(), TestCaseError> {
    let (plain, request, response) = (C::plain(body), C::request(body), C::response(body));
    // serde_json does not look at the bytes of values that nobody asked for, but such a text is no JSON.
    let plain = plain.and_then(|plain| match str::from_utf8(body) {
        Ok(_) => Ok(plain),
        Err(error) => Err(error.to_string()),
    });
    let shown = String::from_utf8_lossy(body);
    for (kind, ours) in [("request", request), ("response", response)] {
        match (&plain, ours) {
            (Ok(plain), Ok(ours)) => prop_assert_eq!(plain, &ours, "{} {}", kind, shown),
            (Err(_), Err(_)) => {}
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
            fn documents_of_both_kinds_are_compared() {
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
                fn objects_are_read_and_written_as_by_serde(
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
fn functions_write_and_read() {
    let written = accepted::<with_functions::Block>(r#"{"hex":"ff","up":5,"down":7}"#);
    assert_eq!(written, r#"{"hex":"ff","up":6,"down":6}"#);
    refused::<with_functions::Block>(r#"{"hex":255,"up":5,"down":7}"#);
    refused::<with_functions::Block>(r#"{"up":5,"down":7}"#);
}

#[test]
fn what_is_skipped_is_neither_written_nor_read() {
    let written =
        accepted::<skipped::Block>(r#"{"kept":1,"neither":"x","unread":5,"unwritten":6}"#);
    assert_eq!(written, r#"{"kept":1,"unread":0}"#);
}

#[test]
fn unknown_members_are_denied_where_the_block_says_so() {
    accepted::<strict::Block>(r#"{"known":1}"#);
    let error = refused::<strict::Block>(r#"{"known":1,"other":2}"#);
    assert_eq!(error, "compared: request body: `other`: unknown field");
}

#[test]
fn a_list_is_no_message_although_serde_takes_it_for_a_struct() {
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
fn what_may_be_left_out_may_be_absent() {
    let absent = r#"{"kept":1}"#;
    assert!(<blocks::left_out::Block as Compared>::plain(absent.as_bytes()).is_err());
    let (values, written) =
        <blocks::left_out::Block as Compared>::request(absent.as_bytes()).expect("optional");
    assert_eq!(values, "{ kept: 1, list: [] }");
    assert_eq!(written, absent);
}

#[test]
fn what_is_no_object_is_refused_by_both() {
    for body in
        ["null", "true", "5", "-1.5", "\"x\"", "{", "}", "{}x", "{} {}", "\u{feff}{}", "{\"a\"}"]
    {
        refused::<skipped::Block>(body);
    }
}
