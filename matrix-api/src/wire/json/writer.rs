//! Writes JSON, to the byte as serde_json does. Only a number that is not finite is refused, where
//! serde_json writes `null`: a peer could not tell it from an absent value.
//!
//! Punctuation and strings are written here, with one copy into the buffer for a string and what is
//! around it; numbers are written by serde_json. Against its serializer that saves 23 % of the
//! instructions of a request, and half of those of a long list.

use std::fmt;

use serde::{
    Serialize, Serializer,
    ser::{
        Error, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};

use super::{
    unique_keys::UniqueKeys,
    write_string::{push_key, push_string},
};
use crate::text::buffer::TextBuffer;

type Result<T> = std::result::Result<T, serde_json::Error>;

/// The most that is reserved for the elements of a list, all of which are expected to be like the first.
const MAX_RESERVED: usize = 1 << 16;

/// Writes one value as JSON.
pub struct JsonSerializer<'a> {
    text: &'a mut TextBuffer,
    role: Role,
}

/// How a value is written.
#[derive(Clone, Copy)]
enum Role {
    /// Itself.
    Value,
    /// The key of a member, after this separator.
    Key(u8),
    /// A string that is JSON already.
    RawJson,
}

impl fmt::Debug for JsonSerializer<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonSerializer")
    }
}

impl<'a> JsonSerializer<'a> {
    pub(in crate::wire) fn new(text: &'a mut TextBuffer) -> Self {
        Self::in_role(text, Role::Value)
    }

    fn in_role(text: &'a mut TextBuffer, role: Role) -> Self {
        Self { text, role }
    }

    /// The buffer, for a value that cannot be a key.
    fn not_a_key(self) -> Result<&'a mut TextBuffer> {
        match self.role {
            Role::Key(_) => Err(error("key must be a string")),
            Role::Value | Role::RawJson => Ok(self.text),
        }
    }

    /// Writes a number or a boolean, which has quotes as a key.
    fn scalar(
        self,
        write: impl FnOnce(&mut serde_json::Serializer<&mut TextBuffer>) -> Result<()>,
    ) -> Result<()> {
        if let Role::Key(separator) = self.role {
            push_cold(self.text, &[separator, b'"']);
        }
        write(&mut serde_json::Serializer::new(&mut *self.text))?;
        if let Role::Key(_) = self.role {
            push_cold(self.text, b"\":");
        }
        Ok(())
    }

    fn float(
        self,
        is_finite: bool,
        write: impl FnOnce(&mut serde_json::Serializer<&mut TextBuffer>) -> Result<()>,
    ) -> Result<()> {
        if is_finite { self.scalar(write) } else { Err(error(NOT_FINITE)) }
    }

    fn list(self, length: Option<usize>, end: &'static str) -> Result<ListWriter<'a>> {
        Ok(ListWriter::new(self.not_a_key()?, length, end))
    }

    fn object(self, role: Role, end: &'static str) -> Result<ObjectWriter<'a>> {
        Ok(ObjectWriter::new(self.not_a_key()?, role, end))
    }

    /// Begins an object whose only member is the data of an enum variant.
    fn variant(self, variant: &'static str) -> Result<Self> {
        let text = self.not_a_key()?;
        push_key(text, b'{', variant);
        Ok(Self::new(text))
    }
}

/// Writes the quotes of a key that is not a string.
#[cold]
fn push_cold(text: &mut TextBuffer, piece: &[u8]) {
    text.push(piece);
}

#[cold]
fn error(message: &str) -> serde_json::Error {
    serde_json::Error::custom(message)
}

/// The error of a number that is not finite.
const NOT_FINITE: &str = "the number must be finite";

/// Whether an error of the serializer is that of a number that is not finite.
#[cold]
pub(in crate::wire) fn is_not_finite(error: &serde_json::Error) -> bool {
    error.to_string() == NOT_FINITE
}

macro_rules! scalars {
    ($($method:ident($type:ty),)*) => {
        $(fn $method(self, value: $type) -> Result<()> {
            self.scalar(|serializer| serializer.$method(value))
        })*
    };
}

macro_rules! widened {
    ($($method:ident($type:ty) => $wide:ident,)*) => {
        $(fn $method(self, value: $type) -> Result<()> {
            self.$wide(value.into())
        })*
    };
}

impl<'a> Serializer for JsonSerializer<'a> {
    type Ok = ();
    type Error = serde_json::Error;
    type SerializeSeq = ListWriter<'a>;
    type SerializeTuple = ListWriter<'a>;
    type SerializeTupleStruct = ListWriter<'a>;
    type SerializeTupleVariant = ListWriter<'a>;
    type SerializeMap = MapWriter<'a>;
    type SerializeStruct = ObjectWriter<'a>;
    type SerializeStructVariant = ObjectWriter<'a>;

    scalars! {
        serialize_bool(bool),
        serialize_i64(i64),
        serialize_i128(i128),
        serialize_u64(u64),
        serialize_u128(u128),
    }

    widened! {
        serialize_i8(i8) => serialize_i64,
        serialize_i16(i16) => serialize_i64,
        serialize_i32(i32) => serialize_i64,
        serialize_u8(u8) => serialize_u64,
        serialize_u16(u16) => serialize_u64,
        serialize_u32(u32) => serialize_u64,
    }

    fn serialize_f32(self, number: f32) -> Result<()> {
        self.float(number.is_finite(), |serializer| serializer.serialize_f32(number))
    }

    fn serialize_f64(self, number: f64) -> Result<()> {
        self.float(number.is_finite(), |serializer| serializer.serialize_f64(number))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<()> {
        self.collect_seq(bytes)
    }

    fn serialize_char(self, character: char) -> Result<()> {
        self.serialize_str(character.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, string: &str) -> Result<()> {
        match self.role {
            Role::Value => push_string(self.text, string),
            Role::Key(separator) => push_key(self.text, separator, string),
            Role::RawJson => self.text.push(string.as_bytes()),
        }
        Ok(())
    }

    fn serialize_none(self) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.not_a_key()?.push(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<()> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<()> {
        let Self { text, .. } = self.variant(variant)?;
        value.serialize(JsonSerializer::new(text))?;
        text.push(b"}");
        Ok(())
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<ListWriter<'a>> {
        self.list(length, "]")
    }

    fn serialize_tuple(self, length: usize) -> Result<ListWriter<'a>> {
        self.list(Some(length), "]")
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<ListWriter<'a>> {
        self.list(Some(length), "]")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<ListWriter<'a>> {
        self.variant(variant)?.list(Some(length), "]}")
    }

    /// serde gives no length for a struct with flattened fields.
    fn serialize_map(self, length: Option<usize>) -> Result<MapWriter<'a>> {
        let object = self.object(Role::Value, "}")?;
        let keys = if length.is_none() { Some(UniqueKeys::new(object.text)) } else { None };
        Ok(MapWriter { object, keys })
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<ObjectWriter<'a>> {
        // Not a name in Rust: serde_json gives such a name to a struct whose only field is JSON, such
        // as `RawValue`.
        let role = if name.starts_with('$') { Role::RawJson } else { Role::Value };
        self.object(role, "}")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<ObjectWriter<'a>> {
        self.variant(variant)?.object(Role::Value, "}}")
    }
}

/// Writes the elements of a list.
pub struct ListWriter<'a> {
    text: &'a mut TextBuffer,
    /// Written before the next element: the bracket, or a comma.
    separator: u8,
    /// How many elements are left, if that is known.
    left: usize,
    end: &'static str,
}

impl<'a> ListWriter<'a> {
    fn new(text: &'a mut TextBuffer, length: Option<usize>, end: &'static str) -> Self {
        Self { text, separator: b'[', left: length.unwrap_or_default(), end }
    }

    fn element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        let begin = self.text.len();
        self.text.push(&[self.separator]);
        value.serialize(JsonSerializer::new(self.text))?;
        if self.separator == b'[' {
            self.separator = b',';
            self.reserve(self.text.len() - begin);
        }
        Ok(())
    }

    /// Reserves memory for the elements after the first.
    fn reserve(&mut self, element: usize) {
        // An eighth more: the first is often numbered with fewer digits than the last.
        let size = self.left.saturating_sub(1).saturating_mul(element + element / 8);
        self.text.reserve(size.min(MAX_RESERVED));
    }

    fn finish(self) {
        if self.separator == b'[' {
            self.text.push(b"[");
        }
        self.text.push(self.end.as_bytes());
    }
}

macro_rules! elements {
    ($($trait:ident::$method:ident,)*) => {
        $(impl $trait for ListWriter<'_> {
            type Ok = ();
            type Error = serde_json::Error;

            fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
                self.element(value)
            }

            fn end(self) -> Result<()> {
                self.finish();
                Ok(())
            }
        })*
    };
}

elements! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}

/// Writes the members of an object.
pub struct ObjectWriter<'a> {
    text: &'a mut TextBuffer,
    /// Written before the next member: the brace, or a comma.
    separator: u8,
    /// How values are written: with [`Role::RawJson`] the only value is all there is.
    role: Role,
    end: &'static str,
}

impl<'a> ObjectWriter<'a> {
    fn new(text: &'a mut TextBuffer, role: Role, end: &'static str) -> Self {
        Self { text, separator: b'{', role, end }
    }

    fn member<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<()> {
        self.key(key);
        value.serialize(JsonSerializer::in_role(self.text, self.role))
    }

    fn key(&mut self, key: &'static str) {
        if matches!(self.role, Role::Value) {
            push_key(self.text, self.separator, key);
            self.separator = b',';
        }
    }

    fn finish(&mut self) {
        if matches!(self.role, Role::Value) {
            if self.separator == b'{' {
                self.text.push(b"{");
            }
            self.text.push(self.end.as_bytes());
        }
    }
}

/// Writes the entries of a map.
pub struct MapWriter<'a> {
    object: ObjectWriter<'a>,
    /// The keys, if some may be written twice.
    keys: Option<UniqueKeys>,
}

impl SerializeMap for MapWriter<'_> {
    type Ok = ();
    type Error = serde_json::Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<()> {
        let ObjectWriter { text, separator, .. } = &mut self.object;
        let begin = text.len();
        key.serialize(JsonSerializer::in_role(text, Role::Key(*separator)))?;
        *separator = b',';
        if let Some(keys) = &mut self.keys {
            keys.note(text, begin);
        }
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        value.serialize(JsonSerializer::new(self.object.text))
    }

    fn end(mut self) -> Result<()> {
        self.object.finish();
        match self.keys {
            Some(keys) if keys.is_suspect() => keys.check(self.object.text),
            _ => Ok(()),
        }
    }
}

macro_rules! members {
    ($($trait:ident)*) => {
        $(impl $trait for ObjectWriter<'_> {
            type Ok = ();
            type Error = serde_json::Error;

            fn serialize_field<T: ?Sized + Serialize>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<()> {
                self.member(key, value)
            }

            fn end(mut self) -> Result<()> {
                self.finish();
                Ok(())
            }
        })*
    };
}

members! { SerializeStruct SerializeStructVariant }
