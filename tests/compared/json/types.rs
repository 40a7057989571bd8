//! Types of fields, and the functions in serde's attributes.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Inner {
    pub inner_text: String,
    pub inner_number: i8,
}

/// It is there as a whole or not at all.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Position {
    pub x: i8,
    pub y: i8,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum External {
    Unit,
    Newtype(u8),
    Tuple(u8, bool),
    Fields { one: u8 },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Tagged {
    First { one: u8 },
    Second(Inner),
    Third,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Untagged {
    Number(u8),
    Text(String),
    List(Vec<bool>),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Newtype(pub Option<u8>);

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Transparent(pub Option<u8>);

pub type Map = BTreeMap<String, serde_json::Value>;

pub mod hex {
    use super::*;

    pub fn serialize<S: Serializer>(number: &u8, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{number:x}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
        let text = String::deserialize(deserializer)?;
        u8::from_str_radix(&text, 16).map_err(serde::de::Error::custom)
    }
}

/// An alias is not taken for an `Option`.
pub type Maybe = Option<u8>;

pub mod optional_hex {
    use super::*;

    pub fn serialize<S: Serializer>(number: &Option<u8>, serializer: S) -> Result<S::Ok, S::Error> {
        match number {
            Some(number) => hex::serialize(number, serializer),
            None => Err(serde::ser::Error::custom("`None` is left out")),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
        hex::deserialize(deserializer).map(Some)
    }
}

pub fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

pub fn some_seven() -> Option<u32> {
    Some(7)
}

pub fn one_more<S: Serializer>(number: &u8, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::from(*number) + 1)
}

pub fn one_less<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    u8::deserialize(deserializer).map(|number| number.saturating_sub(1))
}

pub fn seven() -> u32 {
    7
}

pub fn is_zero(number: &u8) -> bool {
    *number == 0
}
