//! Reads a value that begins somewhere in a JSON text.
//!
//! Most values are strings without escapes. Those are read here, and everything else by serde_json.
//! The result is the same as that of serde_json alone.

#[cfg(test)]
mod tests;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _, IgnoredAny, Visitor},
};
use serde_json::{Error, de::StrRead};

use crate::text::swar;

/// Reads the value that `rest` begins with, without leading space, and sets `rest` to the text after it.
pub(super) fn read_value<T: DeserializeOwned>(rest: &mut &str) -> Result<T, Error> {
    T::deserialize(ValueDeserializer { rest })
}

/// Skips the value that `rest` begins with, and sets `rest` to the text after it.
pub(super) fn skip_value(rest: &mut &str) -> Result<(), Error> {
    *rest = match plain_string(rest) {
        Some((_, rest)) => rest,
        None => {
            let mut deserializer = serde_json::Deserializer::from_str(rest);
            IgnoredAny::deserialize(&mut deserializer)?;
            text_after(rest, deserializer)?
        }
    };
    Ok(())
}

/// The content of the string that a JSON text begins with, and the text after the string. `None` if it
/// has escapes, or if it is not a string.
#[inline]
pub(super) fn plain_string(text: &str) -> Option<(&str, &str)> {
    let content = text.strip_prefix('"')?;
    let end = swar::position(content.as_bytes(), swar::escaped_in_json)?;
    let (content, end) = content.split_at_checked(end)?;
    Some((content, end.strip_prefix('"')?))
}

/// Reads a string that is not plain.
#[inline(never)]
pub(super) fn escaped_string(rest: &mut &str) -> Result<String, Error> {
    let mut deserializer = serde_json::Deserializer::from_str(rest);
    let string = String::deserialize(&mut deserializer)?;
    *rest = text_after(rest, deserializer)?;
    Ok(string)
}

/// The text after the value that serde_json has read.
pub(super) fn text_after<'a>(
    text: &'a str,
    deserializer: serde_json::Deserializer<StrRead<'a>>,
) -> Result<&'a str, Error> {
    let length = deserializer.into_iter::<IgnoredAny>().byte_offset();
    text.get(length..).ok_or_else(|| Error::custom("a value ends within a character"))
}

/// Reads the value that a JSON text begins with.
struct ValueDeserializer<'a, 'rest> {
    /// The text from the value on; once it was read, the text after it.
    rest: &'rest mut &'a str,
}

/// Writes methods that leave the value to serde_json.
macro_rules! by_serde_json {
    ($($method:ident($($argument:ident: $type:ty),*))*) => {
        $(
            fn $method<V: Visitor<'a>>(
                self,
                $($argument: $type,)*
                visitor: V,
            ) -> Result<V::Value, Error> {
                let mut deserializer = serde_json::Deserializer::from_str(self.rest);
                let value = deserializer.$method($($argument,)* visitor)?;
                *self.rest = text_after(self.rest, deserializer)?;
                Ok(value)
            }
        )*
    };
}

impl<'a> Deserializer<'a> for ValueDeserializer<'a, '_> {
    type Error = Error;

    fn deserialize_str<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        match plain_string(self.rest) {
            Some((content, rest)) => {
                *self.rest = rest;
                visitor.visit_borrowed_str(content)
            }
            None => visitor.visit_string(escaped_string(self.rest)?),
        }
    }

    fn deserialize_string<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.rest.strip_prefix("null") {
            Some(rest) => {
                *self.rest = rest;
                visitor.visit_none()
            }
            None => visitor.visit_some(self),
        }
    }

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.rest.starts_with('"') {
            return self.deserialize_str(visitor);
        }
        let mut deserializer = serde_json::Deserializer::from_str(self.rest);
        let value = deserializer.deserialize_any(visitor)?;
        *self.rest = text_after(self.rest, deserializer)?;
        Ok(value)
    }

    by_serde_json! {
        deserialize_bool()
        deserialize_i8()
        deserialize_i16()
        deserialize_i32()
        deserialize_i64()
        deserialize_i128()
        deserialize_u8()
        deserialize_u16()
        deserialize_u32()
        deserialize_u64()
        deserialize_u128()
        deserialize_f32()
        deserialize_f64()
        deserialize_char()
        deserialize_bytes()
        deserialize_byte_buf()
        deserialize_unit()
        deserialize_unit_struct(name: &'static str)
        deserialize_newtype_struct(name: &'static str)
        deserialize_seq()
        deserialize_tuple(length: usize)
        deserialize_tuple_struct(name: &'static str, length: usize)
        deserialize_map()
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
        deserialize_identifier()
        deserialize_ignored_any()
    }
}
