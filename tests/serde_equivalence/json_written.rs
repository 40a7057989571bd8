//! Every call of a serializer writes what serde_json writes, or fails with its message.
//!
//! One exception: serde_json writes `null` for a number that is not finite, and this crate refuses it.

use std::cell::Cell;

use matrix_api::{
    IntoHttpError, OutgoingRequest, SupportedVersions, authentication::NoAuthentication,
    error::EncodeProblem, ruma_api,
};
use proptest::{collection::vec, prelude::*};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::Error as _,
    ser::{
        SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};
use serde_json::value::RawValue;

mod member {
    use super::*;

    ruma_api! {
        metadata {
            description: "Send a member of an object, and one after it.",
            method: POST,
            name: "member",
            path: "/member",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            pub value: Value,
            pub next: bool,
        }

        response {}
    }
}

mod whole {
    use super::*;

    ruma_api! {
        metadata {
            description: "Send a whole body.",
            method: POST,
            name: "whole",
            path: "/whole",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            #[ruma_api(body)]
            pub value: Value,
        }

        response {}
    }
}

/// A value that calls one method of a serializer.
#[derive(Clone, Debug)]
pub enum Value {
    Bool(bool),
    I8(i8),
    I16(i16),
    I32(i32),
    I64(i64),
    I128(i128),
    U8(u8),
    U16(u16),
    U32(u32),
    U64(u64),
    U128(u128),
    F32(f32),
    F64(f64),
    Char(char),
    String(String),
    Shown(String),
    Bytes(Vec<u8>),
    None,
    Some(Box<Value>),
    Unit,
    UnitStruct,
    UnitVariant(&'static str),
    Newtype(Box<Value>),
    NewtypeVariant(&'static str, Box<Value>),
    Seq(Vec<Value>),
    SeqOfUnknownLength(Vec<Value>),
    Tuple(Vec<Value>),
    TupleStruct(Vec<Value>),
    TupleVariant(&'static str, Vec<Value>),
    Map(Vec<(Value, Value)>),
    Struct(Vec<(&'static str, Value)>),
    StructVariant(&'static str, Vec<(&'static str, Value)>),
    Raw(Box<RawValue>),
}

macro_rules! write_all {
    ($compound:expr, $values:expr, $method:ident) => {{
        let mut compound = $compound?;
        for value in $values {
            compound.$method(value)?;
        }
        compound.end()
    }};
}

macro_rules! write_fields {
    ($compound:expr, $fields:expr) => {{
        let mut compound = $compound?;
        for (name, value) in $fields {
            compound.serialize_field(name, value)?;
        }
        compound.end()
    }};
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => to.serialize_bool(*value),
            Self::I8(value) => to.serialize_i8(*value),
            Self::I16(value) => to.serialize_i16(*value),
            Self::I32(value) => to.serialize_i32(*value),
            Self::I64(value) => to.serialize_i64(*value),
            Self::I128(value) => to.serialize_i128(*value),
            Self::U8(value) => to.serialize_u8(*value),
            Self::U16(value) => to.serialize_u16(*value),
            Self::U32(value) => to.serialize_u32(*value),
            Self::U64(value) => to.serialize_u64(*value),
            Self::U128(value) => to.serialize_u128(*value),
            Self::F32(value) if REFUSES.get() && !value.is_finite() => not_finite(),
            Self::F64(value) if REFUSES.get() && !value.is_finite() => not_finite(),
            Self::F32(value) => to.serialize_f32(*value),
            Self::F64(value) => to.serialize_f64(*value),
            Self::Char(value) => to.serialize_char(*value),
            Self::String(value) => to.serialize_str(value),
            Self::Shown(value) => to.collect_str(value),
            Self::Bytes(value) => to.serialize_bytes(value),
            Self::None => to.serialize_none(),
            Self::Some(value) => to.serialize_some(value),
            Self::Unit => to.serialize_unit(),
            Self::UnitStruct => to.serialize_unit_struct("Unit"),
            Self::UnitVariant(name) => to.serialize_unit_variant("Enum", 0, name),
            Self::Newtype(value) => to.serialize_newtype_struct("Newtype", value),
            Self::NewtypeVariant(name, value) => {
                to.serialize_newtype_variant("Enum", 1, name, value)
            }
            Self::Seq(values) => {
                write_all!(to.serialize_seq(Some(values.len())), values, serialize_element)
            }
            Self::SeqOfUnknownLength(values) => {
                write_all!(to.serialize_seq(None), values, serialize_element)
            }
            Self::Tuple(values) => {
                write_all!(to.serialize_tuple(values.len()), values, serialize_element)
            }
            Self::TupleStruct(values) => {
                let tuple = to.serialize_tuple_struct("Tuple", values.len());
                write_all!(tuple, values, serialize_field)
            }
            Self::TupleVariant(name, values) => {
                let tuple = to.serialize_tuple_variant("Enum", 2, name, values.len());
                write_all!(tuple, values, serialize_field)
            }
            Self::Map(entries) => {
                let mut map = to.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
            Self::Struct(fields) => {
                write_fields!(to.serialize_struct("Struct", fields.len()), fields)
            }
            Self::StructVariant(name, fields) => {
                let variant = to.serialize_struct_variant("Enum", 3, name, fields.len());
                write_fields!(variant, fields)
            }
            Self::Raw(value) => value.serialize(to),
        }
    }
}

thread_local! {
    /// Whether values refuse numbers that are not finite, instead of leaving them to the serializer.
    static REFUSES: Cell<bool> = const { Cell::new(false) };
}

fn not_finite<T, E: serde::ser::Error>() -> Result<T, E> {
    Err(E::custom("the number must be finite"))
}

/// A field's type needs it.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("never read"))
    }
}

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

/// The body that a client sends, or the error.
fn sent<R: OutgoingRequest<Authentication = NoAuthentication>>(
    request: &R,
) -> Result<String, String> {
    let request = request
        .try_into_http_request("https://example.org", (), &SupportedVersions::unknown())
        .map_err(|error| error.to_string())?;
    Ok(String::from_utf8(request.into_body().into()).expect("UTF-8"))
}

fn compare(value: Value) -> Result<(), TestCaseError> {
    REFUSES.set(true);
    let expected = serde_json::to_string(&value).map_err(|error| error.to_string());
    REFUSES.set(false);
    let as_whole = sent(&whole::Request::new(value.clone()));
    let as_member = sent(&member::Request::new(value, true));
    match expected {
        Ok(expected) => {
            prop_assert_eq!(as_whole, Ok(expected.clone()));
            prop_assert_eq!(as_member, Ok(format!("{{\"value\":{expected},\"next\":true}}")));
        }
        Err(error) => {
            prop_assert_eq!(as_whole, Err(format!("whole: request body: {error}")));
            prop_assert_eq!(as_member, Err(format!("member: request body: `value`: {error}")));
        }
    }
    Ok(())
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
        compare(value)?;
    }

    #[test]
    fn keys_are_accepted_as_by_serde_json(key in value()) {
        let entries = vec![(Value::String("first".to_owned()), Value::Unit), (key, Value::Unit)];
        compare(Value::Map(entries))?;
    }

    #[test]
    fn lists_of_any_length_are_written(
        values in vec(prop_oneof![scalar(), "[a-z]{0,300}".prop_map(Value::String)], 0..80),
    ) {
        compare(Value::Seq(values))?;
    }
}
