//! Keeps the value of a field until all fields of the message are read.

use std::{fmt, iter, marker::PhantomData};

use serde::{
    Deserializer,
    de::{DeserializeOwned, Visitor, value::SeqDeserializer},
    forward_to_deserialize_any,
};

use crate::{
    error::{DecodeProblem, Part},
    wire::{
        deserialize_error::DeserializeError,
        fields::{ReadField, TextField},
        json::{JsonMember, ReadMember, UnreadMember},
    },
};

/// Stands for a field that the configuration leaves out, together with its names: it is never read.
pub struct NoField;

impl ReadMember for NoField {
    fn read(&mut self, _: &mut JsonMember<'_>) -> Result<(), UnreadMember> {
        Ok(())
    }
}

impl ReadField for NoField {
    fn read(&mut self, _: &mut TextField<'_>) -> Result<(), DeserializeError> {
        Ok(())
    }
}

/// The value of a field, or nothing before it is read.
///
/// `Via` says how it is read: by its type, or by a function that takes it out of an `R`.
pub struct Slot<T, Via> {
    value: Option<T>,
    via: Via,
}

impl<T, Via> Slot<T, PhantomData<Via>> {
    /// Not read yet.
    pub(super) const EMPTY: Self = Self { value: None, via: PhantomData };
}

impl<T, R: DeserializeOwned> Slot<T, fn(R) -> T> {
    /// Not read yet.
    pub const fn reading(value_of: fn(R) -> T) -> Self {
        Self { value: None, via: value_of }
    }
}

impl<T, R: DeserializeOwned> ReadMember for Slot<T, fn(R) -> T> {
    fn read(&mut self, member: &mut JsonMember<'_>) -> Result<(), UnreadMember> {
        let value_of = self.via;
        self.fill_from_member(|| member.read().map(value_of))
    }
}

impl<T, R: DeserializeOwned> ReadField for Slot<T, fn(R) -> T> {
    fn read(&mut self, field: &mut TextField<'_>) -> Result<(), DeserializeError> {
        let value_of = self.via;
        self.fill_from_field(|| field.read().map(value_of))
    }
}

impl<T, Via> Slot<T, Via> {
    /// Reads the value, unless the member was read before.
    pub(super) fn fill_from_member(
        &mut self,
        read: impl FnOnce() -> Result<T, UnreadMember>,
    ) -> Result<(), UnreadMember> {
        if self.value.is_some() {
            return Err(UnreadMember::REPEATED);
        }
        self.value = Some(read()?);
        Ok(())
    }

    /// Reads the value, unless the field was read before.
    pub(super) fn fill_from_field(
        &mut self,
        read: impl FnOnce() -> Result<T, DeserializeError>,
    ) -> Result<(), DeserializeError> {
        if self.value.is_some() {
            return Err(DeserializeError::new(DecodeProblem::Repeated));
        }
        self.value = Some(read()?);
        Ok(())
    }

    /// The value, if there is one.
    pub fn into_value(self) -> Option<T> {
        self.value
    }

    /// The value; without one, the default of its type.
    pub fn or_default(self) -> T
    where
        T: Default,
    {
        self.value.unwrap_or_default()
    }

    /// The value; without one, the result of `absent`.
    pub fn or_else(self, absent: impl FnOnce() -> T) -> T {
        self.value.unwrap_or_else(absent)
    }

    /// The value; without one, that of an absent field. A list that is absent is empty, if the part of the
    /// message cannot hold an empty one.
    pub(crate) fn or_absent(self, part: Part, absent: fn() -> Option<AbsentValue<T>>) -> Option<T> {
        self.value.or_else(|| {
            let absent = absent()?;
            (!absent.is_list || part != Part::Body).then_some(absent.value)
        })
    }
}

/// The value of an absent field. Most types have none.
#[must_use]
pub fn absent<T: DeserializeOwned>() -> Option<AbsentValue<T>> {
    let mut is_list = false;
    let value = T::deserialize(Absent { is_list: &mut is_list, in_newtype: false }).ok()?;
    Some(AbsentValue { value, is_list })
}

/// The value of an absent field.
pub struct AbsentValue<T> {
    value: T,
    /// Whether it is an empty list. In a JSON body that is something else than an absent one.
    is_list: bool,
}

/// Deserializes an absent field: an `Option` is `None`, as in serde; a list is empty; everything else is an
/// error.
struct Absent<'a> {
    is_list: &'a mut bool,
    /// serde does not look for an `Option` in a newtype.
    in_newtype: bool,
}

impl<'de> Deserializer<'de> for Absent<'_> {
    type Error = NotOptional;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NotOptional> {
        Err(NotOptional)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotOptional> {
        if self.in_newtype { Err(NotOptional) } else { visitor.visit_none() }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotOptional> {
        *self.is_list = true;
        visitor.visit_seq(SeqDeserializer::new(iter::empty::<()>()))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, NotOptional> {
        visitor.visit_newtype_struct(Self { in_newtype: true, ..self })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The error of a type that is not optional.
#[derive(Debug)]
struct NotOptional;

impl fmt::Display for NotOptional {
    #[inline]
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
