//! Reads a JSON text again after it was refused, to find out where and why.
//!
//! serde_json reports the problem in English and the place as an offset. The deserializer of this module
//! refuses what serde_json refuses. Its errors hold the problem as a value, and each member and element
//! that an error leaves adds a step to its path. The values that are read are dropped.
//!
//! (`serde_path_to_error` adds a path to the errors of serde_json, and leaves the problem in English.)
//!
//! This is compiled for the type of every field in addition to the fast reader, so code that does not
//! depend on the type is not generic: it is in [`Reader`], which relies on the text being JSON.

mod reader;

use std::borrow::Cow;

use serde::{
    Deserializer,
    de::{
        DeserializeOwned, DeserializeSeed, Error as _, Expected, MapAccess, SeqAccess, Visitor,
        value::{CowStrDeserializer, MapAccessDeserializer},
    },
};
use serde_json::de::StrRead;

use self::reader::{Number, Reader};
use super::{failure::message_of, value::text_after};
use crate::wire::deserialize_error::DeserializeError;

type Result<T> = std::result::Result<T, DeserializeError>;

/// Returns the error of reading a `T` that begins at the offset of a body.
#[cold]
pub(super) fn locate<T: DeserializeOwned>(body: &str, offset: usize) -> Option<DeserializeError> {
    let mut reader = Reader::new(body, offset);
    match T::deserialize(Value { reader: &mut reader, is_key: false }) {
        Ok(_) => None,
        Err(error) => Some(Reader::new(body, offset).compare(error)),
    }
}

/// Returns the error of reading a body as an object, whatever its members are.
#[cold]
pub(super) fn locate_in_object(body: &str, _: usize) -> Option<DeserializeError> {
    let mut reader = Reader::new(body, 0);
    let mut read = || {
        reader.open(b'{', &"an object")?;
        while reader.has_next(b'}') {
            reader.string(&"a name")?;
            reader.take(b':');
            reader.skip();
        }
        Ok(())
    };
    read().err()
}

/// Reads a value, or a key of an object.
struct Value<'r, 'de> {
    reader: &'r mut Reader<'de>,
    is_key: bool,
}

impl<'de> Value<'_, 'de> {
    /// Leaves the value to serde_json. Its error is a text.
    fn by_serde_json<T>(
        self,
        read: impl FnOnce(&mut serde_json::Deserializer<StrRead<'de>>) -> serde_json::Result<T>,
    ) -> Result<T> {
        let mut deserializer = serde_json::Deserializer::from_str(self.reader.rest);
        match read(&mut deserializer) {
            Ok(value) => {
                self.reader.rest = text_after(self.reader.rest, deserializer).unwrap_or_default();
                Ok(value)
            }
            Err(error) => Err(DeserializeError::custom(message_of(&error))),
        }
    }
}

/// Writes methods of a deserializer. Methods with the same body share one.
macro_rules! methods {
    (|$self:ident, $visitor:ident| $($($method:ident($($argument:ty),*))+ => $body:expr;)*) => {$($(
        fn $method<V: Visitor<'de>>($self, $(_: $argument,)* $visitor: V) -> Result<V::Value> {
            $body
        }
    )+)*};
}

impl<'de> Deserializer<'de> for Value<'_, 'de> {
    type Error = DeserializeError;

    methods! { |self, visitor|
        deserialize_any() => match self.reader.peek() {
            b'"' => self.deserialize_str(visitor),
            b'{' => self.deserialize_map(visitor),
            b'[' => self.deserialize_seq(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            b'n' => self.deserialize_unit(visitor),
            _ => self.deserialize_f64(visitor),
        };

        deserialize_bool() => {
            self.reader.bool(self.is_key, &visitor).and_then(|value| visitor.visit_bool(value))
        };

        deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64()
        deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64()
        deserialize_f32() deserialize_f64() => match self.reader.number(self.is_key, &visitor)? {
            Number::Unsigned(number) => visitor.visit_u64(number),
            Number::Signed(number) => visitor.visit_i64(number),
            Number::Float(number) => visitor.visit_f64(number),
        };

        deserialize_i128() => {
            self.reader.integer(self.is_key, &visitor).and_then(|value| visitor.visit_i128(value))
        };

        deserialize_u128() => {
            self.reader.integer(self.is_key, &visitor).and_then(|value| visitor.visit_u128(value))
        };

        deserialize_char() deserialize_str() deserialize_string() deserialize_identifier() => {
            match self.reader.string(&visitor)? {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            }
        };

        deserialize_bytes() deserialize_byte_buf() => match self.reader.peek() {
            b'"' | b'[' => self.by_serde_json(|json| json.deserialize_bytes(visitor)),
            _ => Err(self.reader.wrong_type(&visitor)),
        };

        deserialize_option() => match self.reader.peek() {
            b'n' => self.reader.null(&visitor).and_then(|()| visitor.visit_none()),
            _ => visitor.visit_some(self),
        };

        deserialize_unit() deserialize_unit_struct(&'static str) => {
            self.reader.null(&visitor).and_then(|()| visitor.visit_unit())
        };

        deserialize_seq() deserialize_tuple(usize) deserialize_tuple_struct(&'static str, usize) => {
            let Self { reader, .. } = self;
            reader.open(b'[', &visitor)?;
            let value = visitor.visit_seq(Elements { reader, index: 0 })?;
            reader.close(b']', "fewer elements")?;
            Ok(value)
        };

        deserialize_struct(&'static str, &'static [&'static str]) => match self.reader.peek() {
            b'[' => self.deserialize_seq(visitor),
            _ => self.deserialize_map(visitor),
        };

        deserialize_map() => {
            let Self { reader, .. } = self;
            reader.open(b'{', &visitor)?;
            let value = visitor.visit_map(Members { reader, name: "" })?;
            reader.close(b'}', "fewer members")?;
            Ok(value)
        };

        deserialize_enum(&'static str, &'static [&'static str]) => {
            let Self { reader, .. } = self;
            let expected: &dyn Expected = &"the name of a variant, or an object with one member";
            if reader.peek() == b'"' {
                return visitor.visit_enum(CowStrDeserializer::new(reader.string(expected)?));
            }
            reader.open(b'{', expected)?;
            let members = Members { reader, name: "" };
            let value = visitor.visit_enum(MapAccessDeserializer::new(members))?;
            reader.close(b'}', "an object with one member")?;
            Ok(value)
        };

        deserialize_ignored_any() => {
            self.reader.skip();
            visitor.visit_unit()
        };
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        // Not a name in Rust: formats give such names to types of their own, such as `RawValue`.
        if name.starts_with('$') {
            return self.by_serde_json(|json| json.deserialize_newtype_struct(name, visitor));
        }
        visitor.visit_newtype_struct(self)
    }
}

/// The elements of a list.
struct Elements<'r, 'de> {
    reader: &'r mut Reader<'de>,
    index: usize,
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = DeserializeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if !self.reader.has_next(b']') {
            return Ok(None);
        }
        let before = *self.reader;
        match seed.deserialize(Value { reader: self.reader, is_key: false }) {
            Ok(value) => {
                self.index += 1;
                Ok(Some(value))
            }
            Err(error) => Err(before.compare(error).in_element(self.index)),
        }
    }
}

/// The members of an object.
struct Members<'r, 'de> {
    reader: &'r mut Reader<'de>,
    /// The text from the member's name on.
    name: &'de str,
}

impl<'de> Members<'_, 'de> {
    fn read<T: DeserializeSeed<'de>>(&mut self, seed: T, is_key: bool) -> Result<T::Value> {
        let before = *self.reader;
        match seed.deserialize(Value { reader: self.reader, is_key }) {
            Ok(value) => Ok(value),
            Err(error) => Err(before.in_member(error, self.name)),
        }
    }
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = DeserializeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !self.reader.has_next(b'}') {
            return Ok(None);
        }
        self.name = self.reader.rest;
        self.read(seed, true).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        self.reader.take(b':');
        self.read(seed, false)
    }
}
