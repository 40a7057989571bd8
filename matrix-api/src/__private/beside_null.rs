//! Reads members whose type distinguishes `null` from an absent member.

use serde::{Deserialize, Deserializer};

/// A member of type `Option<T>` beside `null`, if `T` itself is an `Option`: absent it is `None`, and `null`
/// is `Some(None)`, where serde reads both as `None`.
#[derive(Debug)]
pub struct BesideNull<T>(pub Option<T>);

impl<T> Default for BesideNull<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for BesideNull<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(|value| Self(Some(value)))
    }
}
