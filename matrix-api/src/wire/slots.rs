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

// No `?` and no `map` here: each is another function for every message.

/// A part whose fields were read, by their names.
pub(super) struct Filled<S>(pub(super) S);

impl<'de, S: Slots> Deserialize<'de> for Filled<S> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_struct("fields", S::NAMES, Filling(S::EMPTY)) {
            Ok(slots) => Ok(Self(slots)),
            Err(error) => Err(error),
        }
    }
}

/// A JSON object whose members were read.
///
/// Nothing else is taken for one: serde takes a list for a struct, and compiles code for it.
pub(super) struct FilledObject<S>(pub(super) S);

impl<'de, S: Slots> Deserialize<'de> for FilledObject<S> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_map(Filling(S::EMPTY)) {
            Ok(slots) => Ok(Self(slots)),
            Err(error) => Err(error),
        }
    }
}

/// The visitor that fills slots.
struct Filling<S>(S);

impl<'de, S: Slots> Visitor<'de> for Filling<S> {
    type Value = S;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    // Compiled for every part of every message: what does not depend on it is in `Key`.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<S, A::Error> {
        let Self(mut slots) = self;
        let mut key = Key { names: S::NAMES, numbers: S::NUMBERS, next: 0 };
        loop {
            match map.next_key_seed(&mut key)? {
                None => return Ok(slots),
                Some(None) => {
                    map.next_value::<IgnoredAny>()?;
                }
                Some(Some(number)) => slots.read(number, &mut map)?,
            }
        }
    }
}

/// Finds the slot that a key belongs to. Peers mostly send fields in the order in which they are
/// declared, so the search begins behind the last one that was found.
struct Key {
    names: &'static [&'static str],
    numbers: &'static [u16],
    next: usize,
}

impl<'de> DeserializeSeed<'de> for &mut Key {
    type Value = Option<u16>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Key {
    type Value = Option<u16>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        let position = match self.names.get(self.next) {
            Some(name) if *name == key => self.next,
            _ => match self.names.iter().position(|name| *name == key) {
                Some(position) => position,
                None => return Ok(None),
            },
        };
        self.next = position + 1;
        Ok(self.numbers.get(position).copied())
    }
}
