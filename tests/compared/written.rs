//! Every call of a serializer writes what serde_json writes, or fails with its message.
//!
//! One exception: serde_json writes `null` for a number that is not finite, and this crate refuses it.

use std::cell::Cell;

use matrix_api::{OutgoingRequest, SupportedVersions, authentication::NoAuthentication, ruma_api};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::Error as _,
    ser::{
        SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};
use serde_json::value::RawValue;

pub mod member {
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

pub mod whole {
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

/// The body that a client sends, or the error.
fn sent<R: OutgoingRequest<Authentication = NoAuthentication>>(
    request: &R,
) -> Result<String, String> {
    let request = request
        .try_into_http_request("https://example.org", (), &SupportedVersions::unknown())
        .map_err(|error| error.to_string())?;
    Ok(String::from_utf8(request.into_body().into()).expect("UTF-8"))
}

/// Both write the value alike, as a whole body and as a member, or both fail with the same message.
///
/// # Errors
///
/// Returns the difference.
pub fn compare(value: Value) -> Result<(), String> {
    REFUSES.set(true);
    let expected = serde_json::to_string(&value).map_err(|error| error.to_string());
    REFUSES.set(false);
    let as_whole = sent(&whole::Request::new(value.clone()));
    let as_member = sent(&member::Request::new(value, true));
    let (expected_whole, expected_member) = match expected {
        Ok(json) => (Ok(json.clone()), Ok(format!("{{\"value\":{json},\"next\":true}}"))),
        Err(error) => (
            Err(format!("whole: request body: {error}")),
            Err(format!("member: request body: `value`: {error}")),
        ),
    };
    for (expected, ours) in [(expected_whole, as_whole), (expected_member, as_member)] {
        if expected != ours {
            return Err(format!("serde_json: {expected:?}\nours:       {ours:?}"));
        }
    }
    Ok(())
}
