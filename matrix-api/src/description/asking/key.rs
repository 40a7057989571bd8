//! The name of a member or a variant.

use serde::{
    de::{Deserializer, Visitor},
    forward_to_deserialize_any,
};

use super::error::Refusal;

/// The name of a member or a variant.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key {
    Name(&'static str),
    Position(u64),
}

impl<'de> Deserializer<'de> for Key {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Self::Name(name) => visitor.visit_str(name),
            Self::Position(position) => visitor.visit_u64(position),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
