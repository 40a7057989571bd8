//! Types that mutated blocks use.

pub use std::collections::BTreeMap;

pub use matrix_api::identifiers::{DeviceId, ServerName, UserId};
use serde::{Deserialize, Serialize};

pub use self::common::*;

#[path = "../kinds.rs"]
mod common;

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
