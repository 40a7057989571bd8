//! Random values are written as by serde_json, see [`compared::written`](matrix_api_tests::compared::written).

use matrix_api::{IntoHttpError, OutgoingRequest, SupportedVersions, error::EncodeProblem};
use matrix_api_tests::compared::written::{Value, compare, member};
use proptest::{collection::vec, prelude::*};
use serde_json::value::RawValue;

fn name() -> impl Strategy<Value = &'static str> + Clone {
    prop::sample::select(vec!["", "name", "m.relates_to", "with \"quotes\"", "zwölf", "a\tb\u{7f}"])
}

/// Texts with and without characters to escape, short and long.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{0,40}",
        "[ -~]{0,20}",
        ".{0,30}",
        "[a-zä€😀]{0,12}[\"\\\\\0-\x1f\x7f]?[a-z]{0,12}",
        "[a-z]{200,600}"
    ]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => text().prop_map(Value::String),
        2 => text().prop_map(Value::Shown),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => any::<i8>().prop_map(Value::I8),
        1 => any::<i16>().prop_map(Value::I16),
        1 => any::<i32>().prop_map(Value::I32),
        1 => any::<i64>().prop_map(Value::I64),
        1 => any::<i128>().prop_map(Value::I128),
        1 => any::<u8>().prop_map(Value::U8),
        1 => any::<u16>().prop_map(Value::U16),
        1 => any::<u32>().prop_map(Value::U32),
        1 => any::<u64>().prop_map(Value::U64),
        1 => any::<u128>().prop_map(Value::U128),
        2 => prop::num::f32::ANY.prop_map(Value::F32),
        2 => prop::num::f64::ANY.prop_map(Value::F64),
        2 => any::<char>().prop_map(Value::Char),
        1 => vec(any::<u8>(), 0..5).prop_map(Value::Bytes),
        1 => Just(Value::None),
        1 => Just(Value::Unit),
        1 => Just(Value::UnitStruct),
        1 => name().prop_map(Value::UnitVariant),
        1 => prop::sample::select(vec!["null", "[1, 2]", "\"a\"", "{\"a\": -0.0}"])
            .prop_map(|json| Value::Raw(RawValue::from_string(json.to_owned()).expect("JSON"))),
    ]
}

/// Mostly valid keys.
fn key() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => text().prop_map(Value::String),
        1 => any::<u64>().prop_map(Value::U64),
        1 => any::<i8>().prop_map(Value::I8),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => any::<char>().prop_map(Value::Char),
        1 => name().prop_map(Value::UnitVariant),
        1 => text().prop_map(|text| Value::Newtype(Box::new(Value::String(text)))),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 40, 6, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        let some = vec(inner.clone(), 0..6);
        let fields = vec((name(), inner.clone()), 0..5);
        prop_oneof![
            boxed.clone().prop_map(Value::Some),
            boxed.clone().prop_map(Value::Newtype),
            (name(), boxed).prop_map(|(name, value)| Value::NewtypeVariant(name, value)),
            some.clone().prop_map(Value::Seq),
            some.clone().prop_map(Value::SeqOfUnknownLength),
            some.clone().prop_map(Value::Tuple),
            some.clone().prop_map(Value::TupleStruct),
            (name(), some).prop_map(|(name, values)| Value::TupleVariant(name, values)),
            vec((key(), inner), 0..5).prop_map(Value::Map),
            fields.clone().prop_map(Value::Struct),
            (name(), fields).prop_map(|(name, fields)| Value::StructVariant(name, fields)),
        ]
    })
}

#[test]
fn a_number_that_is_not_finite_is_refused() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let one = || vec![Value::F64(number)];
        for value in [
            Value::F64(number),
            Value::F32(number as f32),
            Value::Some(Box::new(Value::F64(number))),
            Value::Seq(one()),
            Value::Map(vec![(Value::String("a".to_owned()), Value::Tuple(one()))]),
            Value::Map(vec![(Value::F64(number), Value::Unit)]),
        ] {
            let error = member::Request::new(value, true)
                .try_into_http_request("https://example.org", (), &SupportedVersions::unknown())
                .unwrap_err();
            let IntoHttpError::Encode(error) = error else { panic!("{error}") };
            assert!(matches!(error.problem(), EncodeProblem::NotFinite), "{error}");
            assert_eq!(error.field(), "value");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn values_are_written_as_by_serde_json(value in value()) {
        compare(value).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn keys_are_accepted_as_by_serde_json(key in value()) {
        let entries = vec![(Value::String("first".to_owned()), Value::Unit), (key, Value::Unit)];
        compare(Value::Map(entries)).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn lists_of_any_length_are_written(
        values in vec(prop_oneof![scalar(), "[a-z]{0,300}".prop_map(Value::String)], 0..80),
    ) {
        compare(Value::Seq(values)).map_err(TestCaseError::fail)?;
    }
}
