//! Types that mutated blocks use.

pub use std::collections::BTreeMap;

pub use matrix_api::identifiers::{DeviceId, ServerName, UserId};
use matrix_api::string_enum;
use serde::{Deserialize, Serialize};

string_enum! {
    pub enum Open {
        One = "one",
        Two = "two",
    }
}

string_enum! {
    pub enum OpenWithThree {
        One = "one",
        Two = "two",
        Three = "three",
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Closed {
    One,
    Two,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ClosedWithThree {
    One,
    Two,
    Three,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Inner {
    pub x: u8,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct InnerWithRequired {
    pub x: u8,
    pub y: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct InnerWithOptional {
    pub x: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
}

/// serde does not show what is behind a tag.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Tagged {
    One { x: u8 },
    Two { y: String },
}

pub const fn five<T: Integer>() -> T {
    T::FIVE
}

pub const fn six<T: Integer>() -> T {
    T::SIX
}

/// An integer of any size.
pub trait Integer {
    const FIVE: Self;
    const SIX: Self;
}

macro_rules! integers {
    ($($integer:ty)+) => {$(
        impl Integer for $integer {
            const FIVE: Self = 5;
            const SIX: Self = 6;
        }
    )+};
}

integers! { u8 u32 u64 i64 }
