//! Types by the shape of their JSON: a string, a list or an object.
//!
//! A value of another shape is read to its end, and only its kind is kept: the errors that serde makes
//! of one show it.

use std::{fmt, marker::PhantomData};

use matrix_api::wire::DeserializeError;
use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor},
};

/// A value that was checked against its type.
pub(crate) type Checked<T> = Result<T, DeserializeError>;

/// A type that is read from a string, a list or an object.
pub(crate) trait JsonShape<'de>: Sized {
    /// What an error calls it.
    const EXPECTED: &'static str;

    /// From a string.
    fn from_string(_: &str) -> Checked<Self> {
        wrong_shape::<Self, _>(Unexpected::Str(""))
    }

    /// From a list. It fails itself only where the list cannot be read at all.
    fn from_list<A: SeqAccess<'de>>(list: A) -> Result<Checked<Self>, A::Error> {
        skip_list(list)?;
        Ok(wrong_shape::<Self, _>(Unexpected::Seq))
    }

    /// From an object. It fails itself only where the object cannot be read at all.
    fn from_object<A: MapAccess<'de>>(object: A) -> Result<Checked<Self>, A::Error> {
        skip_object(object)?;
        Ok(wrong_shape::<Self, _>(Unexpected::Map))
    }
}

impl JsonShape<'_> for String {
    const EXPECTED: &'static str = "a string";

    fn from_string(text: &str) -> Checked<Self> {
        Ok(text.to_owned())
    }
}

impl<'de, T: JsonShape<'de>> JsonShape<'de> for Vec<T> {
    const EXPECTED: &'static str = "a list";

    fn from_list<A: SeqAccess<'de>>(mut list: A) -> Result<Checked<Self>, A::Error> {
        let mut elements = Vec::new();
        while let Some(MemberValue(element)) = list.next_element()? {
            match element.and_then(not_null) {
                Ok(element) => elements.push(element),
                Err(error) => {
                    skip_list(list)?;
                    return Ok(Err(error.in_element(elements.len())));
                }
            }
        }
        Ok(Ok(elements))
    }
}

/// The value of a member, once it was read; `None` if it is `null`.
pub(crate) struct MemberValue<T>(Checked<Option<T>>);

impl<T> MemberValue<T> {
    /// A member that is not there.
    pub(crate) const ABSENT: Self = Self(Ok(None));

    /// Sets the member `name`, which must not have been set before.
    pub(crate) fn set(member: &mut Option<Self>, name: &str, value: Self) -> Checked<()> {
        match member.replace(value) {
            None => Ok(()),
            Some(_) => Err(DeserializeError::repeated(name)),
        }
    }

    /// The value, or `None` if it is malformed.
    pub(crate) fn valid(self) -> Option<T> {
        self.0.ok().flatten()
    }

    /// The value of the optional member `name`.
    pub(crate) fn optional(self, name: &str) -> Checked<Option<T>> {
        let Self(read) = self;
        read.map_err(|error| error.in_member(name))
    }

    /// The value of the required member `name`.
    pub(crate) fn required(self, name: &'static str) -> Checked<T> {
        self.optional(name)?.ok_or_else(|| missing(name))
    }
}

impl<'de, T: JsonShape<'de>> Deserialize<'de> for MemberValue<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShapeVisitor(PhantomData)).map(Self)
    }
}

struct ShapeVisitor<T>(PhantomData<T>);

impl<'de, T: JsonShape<'de>> Visitor<'de> for ShapeVisitor<T> {
    type Value = Checked<Option<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
        Ok(T::from_object(object)?.map(Some))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Ok(T::from_list(list)?.map(Some))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(T::from_string(text).map(Some))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(wrong_shape::<T, _>(Unexpected::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(wrong_shape::<T, _>(Unexpected::Signed(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(wrong_shape::<T, _>(Unexpected::Unsigned(value)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(wrong_shape::<T, _>(Unexpected::Float(value)))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Ok(None))
    }
}

/// Reads a value that must not be `null`.
pub(super) fn read<'de, D: Deserializer<'de>, T: JsonShape<'de>>(
    deserializer: D,
) -> Result<Checked<T>, D::Error> {
    let MemberValue(read) = MemberValue::deserialize(deserializer)?;
    Ok(read.and_then(not_null))
}

fn not_null<'de, T: JsonShape<'de>>(value: Option<T>) -> Checked<T> {
    value.map_or_else(|| wrong_shape::<T, _>(Unexpected::Unit), Ok)
}

/// The error of a value that does not have the shape of a `T`.
fn wrong_shape<'de, T: JsonShape<'de>, R>(found: Unexpected<'_>) -> Checked<R> {
    Err(DeserializeError::invalid_type(found, &T::EXPECTED))
}

/// Skips the members that are left.
#[cold]
pub(crate) fn skip_object<'de, A: MapAccess<'de>>(mut object: A) -> Result<(), A::Error> {
    while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

/// Skips the elements that are left.
#[cold]
pub(super) fn skip_list<'de, A: SeqAccess<'de>>(mut list: A) -> Result<(), A::Error> {
    while list.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

/// The error of a required member that is absent.
#[cold]
pub(crate) fn missing(name: &'static str) -> DeserializeError {
    DeserializeError::missing_field(name)
}
