//! Random queries, see [`compared::query`](matrix_api_tests::compared::query).

use matrix_api_tests::{
    compared::query::{Compared, blocks, compare, differs},
    with_query_blocks,
};
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};

/// A value, mostly a valid one.
fn value(right: &'static str) -> impl Strategy<Value = String> {
    let other = prop_oneof![
        any::<String>(),
        "[0-9]{1,4}",
        "-?[0-9]{1,3}(\\.[0-9]{1,3})?",
        "true|false|up|down|Up|null|None",
        "[ +&=%#?/;]{1,5}",
    ];
    prop_oneof![12 => Just(right.to_owned()), 1 => other]
        .prop_filter("differs on purpose", |value| !differs(value))
}

/// The pairs of a query, in order. A name can occur more than once.
fn pairs(
    names: &'static [(&'static str, &'static str)],
) -> impl Strategy<Value = Vec<(String, String)>> {
    let pair = |(name, right): (&'static str, &'static str)| (Just(name.to_owned()), value(right));
    let most = names.len().saturating_sub(2);
    let known = prop_oneof![0..=names.len(), most..=names.len()]
        .prop_flat_map(move |count| prop::sample::subsequence(names.to_vec(), count))
        .prop_shuffle()
        .prop_flat_map(move |names| names.into_iter().map(pair).collect::<Vec<_>>());
    let other = prop_oneof![
        20 => prop::sample::select(names).prop_flat_map(pair),
        1 => (any::<String>(), value("x")),
    ];
    prop_oneof![3 => known, 1 => vec(other, 0..8)]
}

/// The text of a query, each byte literal or escaped.
fn text(pairs: &[(String, String)], escape: u8) -> String {
    let encode = |text: &str| -> String {
        text.bytes()
            .zip(0_u8..=u8::MAX)
            .map(|(byte, index)| match byte {
                b' ' if escape.is_multiple_of(2) => "+".to_owned(),
                byte if byte.is_ascii_alphanumeric() && !(escape ^ index).is_multiple_of(5) => {
                    char::from(byte).to_string()
                }
                byte if escape.is_multiple_of(3) => format!("%{byte:02x}"),
                byte => format!("%{byte:02X}"),
            })
            .collect()
    };
    let pairs = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

macro_rules! compared_with_forms {
    ($($block:ident,)*) => {
        $(mod $block {
            use super::*;

            pub(super) use blocks::$block::Block;

            #[test]
            fn valid_and_invalid_queries_are_compared() {
                let mut runner = TestRunner::deterministic();
                let pairs = pairs(<Block as Compared>::NAMES);
                let mut counts = [0, 0];
                for _ in 0..100 {
                    let tree = pairs.new_tree(&mut runner).unwrap_or_else(|error| panic!("{error}"));
                    let accepted = Block::plain(&text(&tree.current(), 1)).is_ok();
                    counts[usize::from(accepted)] += 1;
                }
                assert!(counts.iter().all(|count| *count >= 3), "{counts:?}");
            }

            proptest! {
                #![proptest_config(ProptestConfig::with_cases(128))]

                #[test]
                fn queries_are_decoded_and_encoded_as_forms(
                    pairs in pairs(<Block as Compared>::NAMES),
                    escape in any::<u8>(),
                ) {
                    compare::<Block>(&text(&pairs, escape)).map_err(TestCaseError::fail)?;
                }
            }
        })*
    };
}

with_query_blocks!(compared_with_forms);

#[test]
fn intended_differences() {
    for (query, taken) in [
        ("small=%ff", false),
        ("text=%ff&needed=1", true),
        ("text=%&needed=1", true),
        ("text=%4&needed=1", true),
        ("maybe=&needed=1", true),
        ("small=%2B5&needed=1", true),
        ("float=inf&needed=1", true),
        ("float=NaN&needed=1", true),
        ("float=1e999&needed=1", true),
    ] {
        assert_eq!(scalars::Block::plain(query).is_ok(), taken, "{query}");
        assert!(scalars::Block::request(query).is_err(), "{query}");
    }

    let query = "pair=x&pair=0";
    assert!(blocks::optional_pair::Block::plain(query).is_err());
    let expected = ("{ pair: Some((\"x\", 0)) }".to_owned(), query.to_owned());
    assert_eq!(blocks::optional_pair::Block::request(query), Ok(expected));
}

#[test]
fn examples() {
    let (values, written) = attributes::Block::request("m.one=1&read=a+b&second=3").expect("right");
    assert_eq!(
        values,
        "{ one: 1, renamed: \"a b\", aliased: 3, counted: 7, type: None, skipped: 0 }"
    );
    assert_eq!(written, "m.one=1&written=a+b&aliased=3&counted=7");
    let (values, written) = lists::Block::request("tag=b&tag=a&number=5").expect("right");
    assert_eq!(values, "{ tag: [\"b\", \"a\"], number: [5], order: [] }");
    assert_eq!(written, "tag=b&tag=a&number=5");
    let (_, written) = whole_map::Block::request("b=1&a=2&b=3").expect("right");
    assert_eq!(written, "a=2&b=1&b=3");
}
