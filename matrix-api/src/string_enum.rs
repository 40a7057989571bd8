//! [`string_enum!`](crate::string_enum!), and what it expands to.

use std::{fmt, marker::PhantomData};

pub use std::string::String;

#[cfg(feature = "schemars")]
pub use {schemars, std::borrow::Cow};

pub use serde;
use serde::de::{Error, Visitor};

#[cfg(feature = "describe")]
use crate::description::{Shape, announce};

/// Declares an enum of strings that keeps unknown strings.
///
/// A newer peer may send a string that has no variant. It is not an error: the value is different
/// from every variant, and serializes to the same string.
///
/// The enum implements `as_str`, `From<&str>`, `From<String>`, `AsRef<str>`, `Display`, `Debug`,
/// `Clone`, `Eq`, `Ord` (by string), `Hash`, comparison with strings, `Serialize` and `Deserialize`.
/// Attributes and documentation are kept. It is `#[non_exhaustive]`: a `match` needs an arm for
/// unknown values.
///
/// ```
/// matrix_api::string_enum! {
///     /// What kind of account to register.
///     #[derive(Default)]
///     pub enum RegistrationKind {
///         /// An account without password.
///         Guest = "guest",
///         /// An ordinary account.
///         #[default]
///         User = "user",
///     }
/// }
///
/// assert_eq!(RegistrationKind::from("guest"), RegistrationKind::Guest);
/// assert_eq!(RegistrationKind::default().as_str(), "user");
///
/// let unknown: RegistrationKind = serde_json::from_str(r#""org.example.robot""#)?;
/// assert_eq!(unknown, "org.example.robot");
/// assert_eq!(serde_json::to_string(&unknown)?, r#""org.example.robot""#);
///
/// match unknown {
///     RegistrationKind::Guest | RegistrationKind::User => unreachable!(),
///     other => assert_eq!(other.as_str(), "org.example.robot"),
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! string_enum {
    (
        $(#[$enum_attribute:meta])*
        $visibility:vis enum $name:ident {
            $(
                $(#[$variant_attribute:meta])*
                $variant:ident = $text:literal
            ),+ $(,)?
        }
    ) => {
        $(#[$enum_attribute])*
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash)]
        #[non_exhaustive]
        $visibility enum $name {
            $(
                $(#[$variant_attribute])*
                #[doc = ::core::concat!("\n\n`", $text, "`")]
                $variant,
            )+
            #[doc(hidden)]
            __Unknown($crate::string_enum::UnknownString),
        }

        impl $name {
            /// The value as a string.
            #[must_use]
            #[inline]
            $visibility fn as_str(&self) -> &::core::primitive::str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::__Unknown(text) => text.as_str(),
                }
            }
        }

        impl $crate::string_enum::StringEnum for $name {
            const VALUES: &'static [&'static ::core::primitive::str] = &[$($text,)+];

            #[inline]
            fn known(text: &::core::primitive::str) -> ::core::option::Option<Self> {
                match text {
                    $($text => ::core::option::Option::Some(Self::$variant),)+
                    _ => ::core::option::Option::None,
                }
            }

            #[inline]
            fn unknown(text: $crate::string_enum::UnknownString) -> Self {
                Self::__Unknown(text)
            }
        }

        $crate::__string_enum_impls!($name);
        $crate::__describe_string_enum!($name);
    };
}

/// A [`string_enum!`](crate::string_enum!) has its known strings, and others.
#[cfg(feature = "describe")]
#[doc(hidden)]
#[macro_export]
macro_rules! __describe_string_enum {
    ($name:ident) => {
        impl $crate::description::Describe for $name {
            fn describe(_: &mut $crate::description::Shapes) -> $crate::description::Shape {
                $crate::string_enum::shape::<Self>()
            }
        }

        $crate::__schema_of_string_enum!($name);
    };
}

/// A [`string_enum!`](crate::string_enum!) can be a part of a type that derives `JsonSchema`.
#[cfg(feature = "schemars")]
#[doc(hidden)]
#[macro_export]
macro_rules! __schema_of_string_enum {
    ($name:ident) => {
        impl $crate::string_enum::schemars::JsonSchema for $name {
            fn inline_schema() -> ::core::primitive::bool {
                true
            }

            fn schema_name() -> $crate::string_enum::Cow<'static, ::core::primitive::str> {
                $crate::string_enum::Cow::Borrowed(::core::stringify!($name))
            }

            fn json_schema(
                _: &mut $crate::string_enum::schemars::SchemaGenerator,
            ) -> $crate::string_enum::schemars::Schema {
                $crate::string_enum::json_schema::<Self>()
            }
        }
    };
}

#[cfg(all(feature = "describe", not(feature = "schemars")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __schema_of_string_enum {
    ($name:ident) => {};
}

#[cfg(not(feature = "describe"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __describe_string_enum {
    ($name:ident) => {};
}

/// Implementations that every [`string_enum!`](crate::string_enum!) shares.
#[doc(hidden)]
#[macro_export]
macro_rules! __string_enum_impls {
    ($name:ident) => {
        impl ::core::convert::From<&::core::primitive::str> for $name {
            #[inline]
            fn from(text: &::core::primitive::str) -> Self {
                $crate::string_enum::from_str(text)
            }
        }

        impl ::core::convert::From<$crate::string_enum::String> for $name {
            #[inline]
            fn from(text: $crate::string_enum::String) -> Self {
                $crate::string_enum::from_str(&text)
            }
        }

        impl ::core::convert::AsRef<::core::primitive::str> for $name {
            #[inline]
            fn as_ref(&self) -> &::core::primitive::str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(self.as_str(), f)
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl ::core::cmp::PartialEq<::core::primitive::str> for $name {
            #[inline]
            fn eq(&self, other: &::core::primitive::str) -> ::core::primitive::bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&::core::primitive::str> for $name {
            #[inline]
            fn eq(&self, other: &&::core::primitive::str) -> ::core::primitive::bool {
                self.as_str() == *other
            }
        }

        impl ::core::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }

        impl ::core::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                ::core::cmp::Ord::cmp(self.as_str(), other.as_str())
            }
        }

        impl $crate::string_enum::serde::Serialize for $name {
            fn serialize<S: $crate::string_enum::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::string_enum::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::string_enum::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::string_enum::deserialize(deserializer)
            }
        }
    };
}

/// A string that has no variant.
///
/// Only [`from_str`] creates one, so that the derived `Eq` and `Hash` of an enum agree with the
/// strings.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownString(Box<str>);

impl UnknownString {
    /// The string.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Implemented by [`string_enum!`](crate::string_enum!).
pub trait StringEnum: Sized {
    /// The strings that have a variant.
    const VALUES: &'static [&'static str];
    /// The variant of a string.
    fn known(text: &str) -> Option<Self>;
    /// The value of a string that has no variant.
    fn unknown(text: UnknownString) -> Self;
}

/// The value of a string.
#[must_use]
pub fn from_str<T: StringEnum>(text: &str) -> T {
    T::known(text).unwrap_or_else(|| T::unknown(UnknownString(text.into())))
}

/// Deserializes a string. A known string is not allocated.
///
/// # Errors
///
/// Fails if the input is not a string.
pub fn deserialize<'de, T: StringEnum, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(StringEnumVisitor(PhantomData))
}

struct StringEnumVisitor<T>(PhantomData<T>);

impl<'de, T: StringEnum> Visitor<'de> for StringEnumVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(from_str(text))
    }

    #[cfg(feature = "describe")]
    fn visit_newtype_struct<D: serde::Deserializer<'de>>(self, _: D) -> Result<T, D::Error> {
        Err(announce(Box::new(|_| shape::<T>())))
    }
}

/// The schema of an enum of strings: any text, of which some are known.
#[cfg(feature = "schemars")]
#[must_use]
pub fn json_schema<T: StringEnum>() -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "x-extensible-enum": T::VALUES })
}

/// The shape of an enum of strings.
#[cfg(feature = "describe")]
#[must_use]
pub fn shape<T: StringEnum>() -> Shape {
    Shape::known_texts(T::VALUES.iter().copied())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet};

    crate::string_enum! {
        enum Colour {
            Red = "red",
            Green = "org.example.green",
        }
    }

    #[test]
    fn every_string_survives_a_round_trip() {
        for text in ["red", "org.example.green", "", "Red", " red", "\u{0}", "\"quoted\" \\ 🦀"] {
            let colour = Colour::from(text);
            assert_eq!(colour.as_str(), text);
            let json = serde_json::to_string(&colour).unwrap();
            assert_eq!(json, serde_json::to_string(text).unwrap());
            assert_eq!(serde_json::from_str::<Colour>(&json).unwrap(), colour);
            assert_eq!(Colour::from(text.to_owned()), colour);
        }
    }

    #[test]
    fn known_strings_become_variants() {
        assert!(matches!(Colour::from("red"), Colour::Red));
        assert!(matches!(serde_json::from_str(r#""\u0072ed""#).unwrap(), Colour::Red));
        assert!(matches!(Colour::from("blue"), Colour::__Unknown(_)));
    }

    #[test]
    fn other_json_is_rejected() {
        for json in ["1", "null", "[]", "{}", "true"] {
            let error = serde_json::from_str::<Colour>(json).unwrap_err();
            assert!(error.to_string().contains("expected a string"), "{error}");
        }
    }

    #[test]
    fn values_compare_and_hash_as_their_strings() {
        let colours = ["red", "blue", "red", "org.example.green"].map(Colour::from);
        assert_eq!(colours.iter().collect::<HashSet<_>>().len(), 3);
        let ordered: Vec<_> = colours.iter().collect::<BTreeSet<_>>().into_iter().collect();
        assert_eq!(ordered, [&"blue".into(), &Colour::Green, &Colour::Red]);
        assert_eq!(Colour::Red, "red");
        assert_eq!(Colour::Red, *"red");
        assert_ne!(Colour::Red, "Red");
        assert_ne!(Colour::from("blue"), Colour::from("grey"));
    }

    #[test]
    fn values_display_as_their_strings() {
        assert_eq!(Colour::Green.to_string(), "org.example.green");
        assert_eq!(format!("{:>5}", Colour::Red), "  red");
        assert_eq!(format!("{:?}", Colour::from("a\"b")), r#""a\"b""#);
    }

    #[test]
    fn the_caller_may_shadow_the_names_that_the_macro_uses() {
        #[allow(dead_code, non_camel_case_types)]
        mod shadowing {
            pub(super) struct Option;
            pub(super) struct Result;
            pub(super) struct String;
            pub(super) struct Some;
            pub(super) struct Ok;
            pub(super) struct str;
            pub(super) struct bool;
            pub(super) trait Clone {}
            pub(super) trait From {}
            pub(super) mod core {}
            pub(super) mod serde {}

            crate::string_enum! {
                pub(super) enum Some_ { None = "none", Err = "err" }
            }
        }
        let value: shadowing::Some_ = serde_json::from_str(r#""err""#).unwrap();
        assert!(matches!(value.clone(), shadowing::Some_::Err));
        assert_eq!(value, "err");
    }
}
