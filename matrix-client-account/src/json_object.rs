//! Reading JSON objects of which one member says how the others are to be read.
//!
//! Most types are read from an object that was read before them, by functions that are not compiled for
//! every deserializer. Those that are read often take the members that they know as these come, and
//! keep the others. No error shows a value that was received. A member that is `null` is absent.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

pub(crate) type Object = Map<String, Value>;

/// A value, if it is of the form that is expected.
pub(crate) type Formed<T> = Result<T, UnexpectedForm>;

/// Why a value is not of the form that is expected. It never shows the value.
///
/// It is worded as the errors of serde are, so that the runtime takes it apart as one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnexpectedForm {
    // Boxed: it travels with every value that is read.
    details: Box<Details>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    /// Names from the outer object to the value, with dots between them. Empty for the object itself.
    path: String,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Missing,
    WrongType { expected: &'static str, found: &'static str },
    WrongValue { expected: &'static str },
}

impl UnexpectedForm {
    #[cold]
    #[inline]
    fn new(path: &str, problem: Problem) -> Self {
        Self { details: Box::new(Details { path: path.to_owned(), problem }) }
    }

    /// A required member is absent.
    #[cold]
    #[inline]
    pub(crate) fn missing(name: &str) -> Self {
        Self::new(name, Problem::Missing)
    }

    /// A value is of another kind.
    #[cold]
    #[inline]
    pub(crate) fn wrong_type(name: &str, expected: &'static str, found: &Value) -> Self {
        let found = match found {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "floating point",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "sequence",
            Value::Object(_) => "map",
        };
        Self::new(name, Problem::WrongType { expected, found })
    }

    /// A value, as yet without a name, is of another kind than `T`.
    #[cold]
    fn other_than<'de, T: Form<'de>>(found: &'static str) -> Self {
        Self::new("", Problem::WrongType { expected: T::EXPECTED, found })
    }

    /// A value is of the right kind, and is refused.
    #[cold]
    #[inline]
    pub(crate) fn wrong_value(name: &str, expected: &'static str) -> Self {
        Self::new(name, Problem::WrongValue { expected })
    }

    /// The same, of the member with this name, unless it has one.
    #[cold]
    #[inline]
    fn named(mut self, name: &str) -> Self {
        if self.details.path.is_empty() {
            name.clone_into(&mut self.details.path);
        }
        self
    }

    /// The same, of a member of the object that has the name.
    #[cold]
    #[inline]
    pub(crate) fn within(mut self, name: &str) -> Self {
        self.details.path.insert(0, '.');
        self.details.path.insert_str(0, name);
        self
    }
}

impl fmt::Display for UnexpectedForm {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details { path, problem } = &*self.details;
        match problem {
            Problem::Missing => {
                return match path.rsplit_once('.') {
                    Some((within, name)) => write!(f, "missing field `{name}` in `{within}`"),
                    None => write!(f, "missing field `{path}`"),
                };
            }
            Problem::WrongType { expected, found } => {
                write!(f, "invalid type: {found}, expected {expected}")?;
            }
            Problem::WrongValue { expected } => {
                write!(f, "invalid value: another one, expected {expected}")?;
            }
        }
        if path.is_empty() { Ok(()) } else { write!(f, " as `{path}`") }
    }
}

/// Takes a member out of an object.
#[inline]
pub(crate) fn take(object: &mut Object, name: &str) -> Option<Value> {
    object.remove(name).filter(|value| !value.is_null())
}

#[inline]
pub(crate) fn take_string(object: &mut Object, name: &str) -> Formed<Option<String>> {
    take(object, name).map(|value| string(value, name)).transpose()
}

#[inline]
pub(crate) fn take_required_string(object: &mut Object, name: &str) -> Formed<String> {
    take_string(object, name)?.ok_or_else(|| UnexpectedForm::missing(name))
}

#[inline]
pub(crate) fn take_object(object: &mut Object, name: &str) -> Formed<Option<Object>> {
    take(object, name).map(|value| self::object(value, name)).transpose()
}

/// A value that has to be a string; `name` says of what.
#[inline]
pub(crate) fn string(value: Value, name: &str) -> Formed<String> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(UnexpectedForm::wrong_type(name, "a string", &other)),
    }
}

/// A value that has to be an object; `name` says of what.
#[inline]
pub(crate) fn object(value: Value, name: &str) -> Formed<Object> {
    match value {
        Value::Object(object) => Ok(object),
        other => Err(UnexpectedForm::wrong_type(name, "an object", &other)),
    }
}

/// Reads an object, and then a type from it.
pub(crate) fn deserialize<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: fn(Object) -> Formed<T>,
) -> Result<T, D::Error> {
    form(deserializer)?.and_then(read).map_err(D::Error::custom)
}

/// Reads a type from the members of an object, while they are read.
pub(crate) fn deserialize_members<'de, D: Deserializer<'de>, T: Form<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    form(deserializer)?.map_err(D::Error::custom)
}

fn form<'de, D: Deserializer<'de>, T: Form<'de>>(deserializer: D) -> Result<Formed<T>, D::Error> {
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

/// A form that values have.
///
/// A value of another form is read to its end, and its kind alone is kept: the errors that serde makes
/// of one show it.
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

impl<'de> Form<'de> for Object {
    const EXPECTED: &'static str = "an object";

    fn from_object<A: MapAccess<'de>>(mut object: A) -> Result<Formed<Self>, A::Error> {
        let mut members = Self::new();
        while let Some((name, value)) = object.next_entry()? {
            members.insert(name, value);
        }
        Ok(Ok(members))
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

impl<T> FormVisitor<T> {
    fn other<'de, E>(kind: &'static str) -> Result<Formed<Option<T>>, E>
    where
        T: Form<'de>,
    {
        Ok(Err(UnexpectedForm::other_than::<T>(kind)))
    }
}

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
        Self::other("boolean")
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Self::other("integer")
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Self::other("integer")
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Self::other("floating point")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Ok(None))
    }
}
