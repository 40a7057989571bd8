//! The macros that define identifier types.

use std::{fmt, sync::Arc};

use serde::{
    Deserializer,
    de::{Error, Visitor},
};

use super::grammar::{InvalidIdentifier, Reason};
#[cfg(feature = "schemars")]
use crate::description::Text;
#[cfg(feature = "describe")]
use crate::description::{Shape, announce};

/// Defines an identifier type: a string that `$validate` accepts.
macro_rules! identifier {
    ($(#[$attribute:meta])* $name:ident, $kind:literal, $validate:path $(,)?) => {
        $(#[$attribute])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(std::sync::Arc<str>);

        impl $name {
            /// The identifier as a string.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::identifiers::grammar::InvalidIdentifier;

            #[inline]
            fn try_from(text: &str) -> Result<Self, Self::Error> {
                $crate::identifiers::newtype::parse($kind, text, $validate).map(Self)
            }
        }

        impl TryFrom<&String> for $name {
            type Error = $crate::identifiers::grammar::InvalidIdentifier;

            #[inline]
            fn try_from(text: &String) -> Result<Self, Self::Error> {
                Self::try_from(text.as_str())
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::identifiers::grammar::InvalidIdentifier;

            #[inline]
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::try_from(text.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::identifiers::grammar::InvalidIdentifier;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::try_from(text)
            }
        }

        impl From<$name> for String {
            #[inline]
            fn from(identifier: $name) -> Self {
                identifier.as_str().to_owned()
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::borrow::Borrow<str> for $name {
            #[inline]
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl PartialEq<$name> for str {
            #[inline]
            fn eq(&self, other: &$name) -> bool {
                self == other.as_str()
            }
        }

        impl PartialEq<$name> for &str {
            #[inline]
            fn eq(&self, other: &$name) -> bool {
                *self == other.as_str()
            }
        }

        impl serde::Serialize for $name {
            #[inline]
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::identifiers::newtype::deserialize($kind, $validate, deserializer).map(Self)
            }
        }

        #[cfg(feature = "describe")]
        impl $crate::description::Describe for $name {
            fn describe(_: &mut $crate::description::Shapes) -> $crate::description::Shape {
                $crate::identifiers::newtype::shape($kind)
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::identifiers::newtype::json_schema($kind)
            }
        }
    };
}

/// Implements `Display` and `Debug` for an identifier that is not a secret.
macro_rules! show_identifier {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self.as_str(), f)
            }
        }

        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self.as_str(), f)
            }
        }
    };
}

pub(super) use {identifier, show_identifier};

pub(super) type Validate = fn(&str) -> Result<(), Reason>;

pub(super) fn parse(
    kind: &'static str,
    text: &str,
    validate: Validate,
) -> Result<Arc<str>, InvalidIdentifier> {
    validate(text).map_err(|reason| InvalidIdentifier { kind, reason })?;
    Ok(text.into())
}

#[inline]
pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    kind: &'static str,
    validate: Validate,
    deserializer: D,
) -> Result<Arc<str>, D::Error> {
    deserializer.deserialize_str(IdentifierVisitor { kind, validate })
}

struct IdentifierVisitor {
    kind: &'static str,
    validate: Validate,
}

impl<'de> Visitor<'de> for IdentifierVisitor {
    type Value = Arc<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a string: {}", self.kind)
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<Arc<str>, E> {
        parse(self.kind, text, self.validate).map_err(E::custom)
    }

    #[cfg(feature = "describe")]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, _: D) -> Result<Arc<str>, D::Error> {
        let kind = self.kind;
        Err(announce(Box::new(move |_| shape(kind))))
    }
}

/// The schema of an identifier.
#[cfg(feature = "schemars")]
pub(super) fn json_schema(kind: &str) -> schemars::Schema {
    match shape(kind) {
        Shape::Text(Text { format: Some(format), .. }) => {
            schemars::json_schema!({ "type": "string", "format": format })
        }
        _ => schemars::json_schema!({ "type": "string" }),
    }
}

/// The shape of an identifier. The formats are those of the specification's own definitions; the others have a
/// grammar.
#[cfg(feature = "describe")]
pub(super) fn shape(kind: &str) -> Shape {
    match kind {
        "user ID" => Shape::text("mx-user-id"),
        "room ID" => Shape::text("mx-room-id"),
        "room alias" => Shape::text("mx-room-alias"),
        "event ID" => Shape::text("mx-event-id"),
        "server name" => Shape::text("mx-server-name"),
        "Matrix content URI" => Shape::text("mx-mxc-uri"),
        kind => Shape::text_with_grammar(kind),
    }
}
