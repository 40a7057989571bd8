//! Writes JSON, to the byte as serde_json does.
//!
//! Punctuation and strings are written here, strings looked at eight bytes at a time; numbers by
//! serde_json.

use std::fmt;

use serde::{Serialize, Serializer, ser::Error};

use super::compound::{ListWriter, ObjectWriter};
use crate::text::{buffer::TextBuffer, swar};

pub(super) type Result<T> = std::result::Result<T, serde_json::Error>;

/// What the structs of serde_json are called whose only field is a JSON text.
const TEXTS: &str = "$serde_json::private::";

/// Writes one value as JSON.
pub struct JsonSerializer<'a> {
    text: &'a mut TextBuffer,
    role: Role,
}

/// What a value is written as.
#[derive(Clone, Copy)]
pub(super) enum Role {
    /// Itself.
    Value,
    /// The key of a member, behind this separator.
    Key(u8),
    /// A string that is JSON already.
    Text,
}

impl fmt::Debug for JsonSerializer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonSerializer")
    }
}

impl<'a> JsonSerializer<'a> {
    pub(in crate::wire) fn new(text: &'a mut TextBuffer) -> Self {
        Self::in_role(text, Role::Value)
    }

    pub(super) fn in_role(text: &'a mut TextBuffer, role: Role) -> Self {
        Self { text, role }
    }

    /// Where a value goes that cannot be a key.
    fn no_key(self) -> Result<&'a mut TextBuffer> {
        match self.role {
            Role::Key(_) => Err(key_error("key must be a string")),
            Role::Value | Role::Text => Ok(self.text),
        }
    }

    /// Writes a number or a boolean, which has quotes as a key.
    fn scalar(
        self,
        write: impl FnOnce(&mut serde_json::Serializer<&mut TextBuffer>) -> Result<()>,
    ) -> Result<()> {
        if let Role::Key(separator) = self.role {
            push_rare(self.text, &[separator, b'"']);
        }
        write(&mut serde_json::Serializer::new(&mut *self.text))?;
        if let Role::Key(_) = self.role {
            push_rare(self.text, b"\":");
        }
        Ok(())
    }

    fn float(
        self,
        is_finite: bool,
        write: impl FnOnce(&mut serde_json::Serializer<&mut TextBuffer>) -> Result<()>,
    ) -> Result<()> {
        if let (Role::Key(_), false) = (self.role, is_finite) {
            return Err(key_error("float key must be finite (got NaN or +/-inf)"));
        }
        self.scalar(write)
    }

    fn list(self, length: Option<usize>, end: &'static str) -> Result<ListWriter<'a>> {
        Ok(ListWriter::new(self.no_key()?, length, end))
    }

    fn object(self, role: Role, end: &'static str) -> Result<ObjectWriter<'a>> {
        Ok(ObjectWriter::new(self.no_key()?, role, end))
    }

    /// Behind the beginning of an object, whose only member is what a variant of an enum holds.
    fn variant(self, variant: &'static str) -> Result<Self> {
        let text = self.no_key()?;
        push_key(text, b'{', variant);
        Ok(Self::new(text))
    }
}

/// Writes a string as a key.
pub(super) fn push_key(text: &mut TextBuffer, separator: u8, key: &str) {
    if needs_escape(key) {
        text.push(&[separator]);
        push_escaped(text, key);
        text.push(b":");
    } else {
        text.push_between([separator, b'"'], key.as_bytes(), [b'"', b':']);
    }
}

/// What is around a key that is no string.
#[cold]
fn push_rare(text: &mut TextBuffer, piece: &[u8]) {
    text.push(piece);
}

fn push_string(text: &mut TextBuffer, string: &str) {
    if needs_escape(string) {
        push_escaped(text, string);
    } else {
        text.push_between([b'"'], string.as_bytes(), [b'"']);
    }
}

#[cold]
fn push_escaped(text: &mut TextBuffer, string: &str) {
    // The buffer takes everything, so that there is no error.
    let _ = serde_json::Serializer::new(text).serialize_str(string);
}

fn needs_escape(string: &str) -> bool {
    swar::position(string.as_bytes(), swar::escaped_in_json).is_some()
}

/// In serde_json's words.
#[cold]
fn key_error(message: &str) -> serde_json::Error {
    serde_json::Error::custom(message)
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
    type SerializeMap = ObjectWriter<'a>;
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
            Role::Text => self.text.push(string.as_bytes()),
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
        self.no_key()?.push(b"null");
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

    fn serialize_map(self, _: Option<usize>) -> Result<ObjectWriter<'a>> {
        self.object(Role::Value, "}")
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<ObjectWriter<'a>> {
        let role = if name.starts_with(TEXTS) { Role::Text } else { Role::Value };
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
