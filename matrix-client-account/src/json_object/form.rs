//! Values by their form: strings, lists and objects.
//!
//! A value of another form than is wanted is read to its end, and its kind alone is kept: the errors that
//! serde makes of one show it.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::UnexpectedForm;

/// A value, if it is of the form that is expected.
pub(crate) type Formed<T> = Result<T, UnexpectedForm>;

/// A form that values have.
pub(crate) trait Form<'de>: Sized {
    /// What an error calls it.
    const EXPECTED: &'static str;

    /// From a string.
    fn from_string(_: &str) -> Formed<Self> {
        Err(UnexpectedForm::other_than::<Self>("string"))
    }

    /// From a list. It fails itself only where the list cannot be read at all.
    fn from_list<A: SeqAccess<'de>>(list: A) -> Result<Formed<Self>, A::Error> {
        skip_list(list)?;
        Ok(Err(UnexpectedForm::other_than::<Self>("sequence")))
    }

    /// From an object. It fails itself only where the object cannot be read at all.
    fn from_object<A: MapAccess<'de>>(mut object: A) -> Result<Formed<Self>, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Err(UnexpectedForm::other_than::<Self>("map")))
    }
}

impl Form<'_> for String {
    const EXPECTED: &'static str = "a string";

    fn from_string(text: &str) -> Formed<Self> {
        Ok(text.to_owned())
    }
}

impl<'de, T: Form<'de>> Form<'de> for Vec<T> {
    const EXPECTED: &'static str = "a list";

    fn from_list<A: SeqAccess<'de>>(mut list: A) -> Result<Formed<Self>, A::Error> {
        let mut elements = Vec::new();
        while let Some(Member(element)) = list.next_element()? {
            match element.and_then(not_null) {
                Ok(element) => elements.push(element),
                Err(error) => {
                    skip_list(list)?;
                    return Ok(Err(error));
                }
            }
        }
        Ok(Ok(elements))
    }
}

/// What was read of a member: nothing where it is `null`.
pub(crate) struct Member<T>(Formed<Option<T>>);

impl<T> Member<T> {
    /// A member that is not there.
    pub(crate) const ABSENT: Self = Self(Ok(None));

    /// The value of the member with this name.
    pub(crate) fn optional(self, name: &str) -> Formed<Option<T>> {
        let Self(read) = self;
        read.map_err(|error| error.named(name))
    }

    /// The value of the member with this name, which must be there.
    pub(crate) fn required(self, name: &str) -> Formed<T> {
        self.optional(name)?.ok_or_else(|| UnexpectedForm::missing(name))
    }
}

impl<'de, T: Form<'de>> Deserialize<'de> for Member<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FormVisitor(PhantomData)).map(Self)
    }
}

struct FormVisitor<T>(PhantomData<T>);

impl<'de, T: Form<'de>> Visitor<'de> for FormVisitor<T> {
    type Value = Formed<Option<T>>;

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

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        other("boolean")
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        other("integer")
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        other("integer")
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        other("floating point")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Ok(None))
    }
}

/// A value of a kind that `T` is not.
fn other<'de, T: Form<'de>, E>(kind: &'static str) -> Result<Formed<Option<T>>, E> {
    Ok(Err(UnexpectedForm::other_than::<T>(kind)))
}

/// Reads a value that must not be `null`.
pub(super) fn read<'de, D: Deserializer<'de>, T: Form<'de>>(
    deserializer: D,
) -> Result<Formed<T>, D::Error> {
    let Member(read) = Member::deserialize(deserializer)?;
    Ok(read.and_then(not_null))
}

fn not_null<'de, T: Form<'de>>(value: Option<T>) -> Formed<T> {
    value.ok_or_else(|| UnexpectedForm::other_than::<T>("null"))
}

#[cold]
fn skip_list<'de, A: SeqAccess<'de>>(mut list: A) -> Result<(), A::Error> {
    while list.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}
