//! Where a field's value is kept from reading it until the message is complete.

use std::fmt;

use serde::{
    Deserializer,
    de::{DeserializeOwned, Visitor},
    forward_to_deserialize_any,
};

use crate::wire::{
    fields::{DeserializeError, TextField},
    json::{JsonMember, UnreadMember},
};

/// A field's value, once it was read.
pub struct Slot<T>(Option<T>);

impl<T> Slot<T> {
    /// Not read yet.
    pub const EMPTY: Self = Self(None);

    /// Reads a member of a JSON object, as an `R` that holds the value.
    ///
    /// # Errors
    ///
    /// When the member is not as `R` wants it, or was read before.
    pub fn read_member<R: DeserializeOwned>(
        &mut self,
        member: &mut JsonMember<'_>,
        value_of: impl FnOnce(R) -> T,
    ) -> Result<(), UnreadMember> {
        if self.0.is_some() {
            return Err(UnreadMember::Repeated);
        }
        self.0 = Some(value_of(member.read()?));
        Ok(())
    }

    /// Reads a field of a path, a query or headers, as an `R` that holds the value.
    ///
    /// # Errors
    ///
    /// When the field is not as `R` wants it, or was read before.
    pub fn read_field<R: DeserializeOwned>(
        &mut self,
        field: &mut TextField<'_>,
        value_of: impl FnOnce(R) -> T,
    ) -> Result<(), DeserializeError> {
        if self.0.is_some() {
            return Err(DeserializeError::repeated());
        }
        self.0 = Some(value_of(field.read()?));
        Ok(())
    }

    /// What a type takes an absent field for, as serde does: an `Option` is `None`, and nothing else is
    /// anything.
    #[must_use]
    pub fn absent() -> Option<T>
    where
        T: DeserializeOwned,
    {
        T::deserialize(Absent).ok()
    }

    /// The value, or that of a function for one that is absent.
    pub fn or_else(self, absent: impl FnOnce() -> T) -> T {
        self.0.unwrap_or_else(absent)
    }

    /// The value, or what the type takes an absent one for.
    pub(crate) fn or_absent(self, absent: fn() -> Option<T>) -> Option<T> {
        self.0.or_else(absent)
    }
}

/// What an absent field is read from, as serde does: an `Option` takes it, nothing else.
struct Absent;

impl<'de> Deserializer<'de> for Absent {
    type Error = NotOptional;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NotOptional> {
        Err(NotOptional)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotOptional> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A type that an absent field cannot have.
#[derive(Debug)]
struct NotOptional;

impl fmt::Display for NotOptional {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the field is absent")
    }
}

impl std::error::Error for NotOptional {}

impl serde::de::Error for NotOptional {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}
