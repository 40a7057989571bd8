//! How named fields are read: into slots, one for each field, by one loop for all messages.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor},
    forward_to_deserialize_any,
};

use crate::{DecodeError, Message, Part, Problem};

/// The fields of one part of a message, while they are read.
///
/// `ruma_api!` implements it for a private struct of [`Slot`]s.
pub trait Slots {
    /// No field was read yet.
    const EMPTY: Self;
    /// Every name of every field.
    const NAMES: &'static [&'static str];
    /// The number of the slot that each of the names belongs to.
    const NUMBERS: &'static [u16];

    /// Reads the value of the slot with that number.
    ///
    /// # Errors
    ///
    /// When the value is not as the field wants it, or the field was read before.
    fn read<'de, A: MapAccess<'de>>(&mut self, number: u16, map: &mut A) -> Result<(), A::Error>;
}

/// A field's value, once it was read.
#[derive(Debug)]
pub struct Slot<T>(Option<T>);

impl<T> Slot<T> {
    /// Not read yet.
    pub const EMPTY: Self = Self(None);

    /// The value, or the default of one that is absent.
    pub fn or_default(self) -> T
    where
        T: Default,
    {
        self.0.unwrap_or_default()
    }

    /// The value, or that of a function for one that is absent.
    pub fn or_else(self, absent: impl FnOnce() -> T) -> T {
        self.0.unwrap_or_else(absent)
    }
}

impl<T> Slot<T> {
    /// Reads the value.
    pub(super) fn read<'de, A: MapAccess<'de>>(
        &mut self,
        name: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error>
    where
        T: Deserialize<'de>,
    {
        if self.0.is_some() {
            return Err(A::Error::duplicate_field(name));
        }
        self.0 = Some(map.next_value()?);
        Ok(())
    }

    /// The value, or what the type takes an absent one for.
    pub(super) fn or_absent(self, absent: fn() -> Option<T>) -> Option<T> {
        self.0.or_else(absent)
    }
}

/// What a type takes an absent field for.
pub(super) fn absent<T: DeserializeOwned>() -> Option<T> {
    T::deserialize(Absent).ok()
}

/// The error of a required field that is absent.
#[cold]
pub(super) fn missing(
    endpoint: &'static str,
    message: Message,
    part: Part,
    name: &'static str,
) -> DecodeError {
    DecodeError::new(endpoint, message, part, name.to_owned(), Problem::Missing)
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

/// What [`Filled`] says that it is called, so that deserializers know it.
pub(super) const NAME: &str = "fields";

/// A part whose fields were read.
pub(super) struct Filled<S>(pub(super) S);

impl<'de, S: Slots> Deserialize<'de> for Filled<S> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct(NAME, S::NAMES, Filling(S::EMPTY))
    }
}

/// The visitor that fills slots.
struct Filling<S>(S);

impl<'de, S: Slots> Visitor<'de> for Filling<S> {
    type Value = Filled<S>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Self(mut slots) = self;
        let mut next = 0;
        while let Some(position) = map.next_key_seed(Key { names: S::NAMES, next })? {
            match position.and_then(|position| S::NUMBERS.get(position)) {
                Some(number) => slots.read(*number, &mut map)?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            next = position.map_or(next, |position| position + 1);
        }
        Ok(Filled(slots))
    }
}

/// Finds the position of a key among the names. Peers mostly send fields in the order in which they
/// are declared, so the search begins behind the last one that was found.
struct Key {
    names: &'static [&'static str],
    next: usize,
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        if self.names.get(self.next).is_some_and(|name| *name == key) {
            return Ok(Some(self.next));
        }
        Ok(self.names.iter().position(|name| *name == key))
    }
}
