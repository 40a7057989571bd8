//! Writes lists and objects.

use serde::{
    Serialize,
    ser::{
        SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};

use super::serializer::{JsonSerializer, Result, Role, push_key};
use crate::text::buffer::TextBuffer;

/// The most that is reserved for the elements of a list, all of which are expected to be like the first.
const MOST_RESERVED: usize = 1 << 16;

/// Writes the elements of a list.
pub struct ListWriter<'a> {
    text: &'a mut TextBuffer,
    /// What comes ahead of the next element: the bracket, or a comma.
    separator: u8,
    /// How many elements are to come, as far as it is known.
    left: usize,
    end: &'static str,
}

impl<'a> ListWriter<'a> {
    pub(super) fn new(text: &'a mut TextBuffer, length: Option<usize>, end: &'static str) -> Self {
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

    /// Has room for what follows the first element.
    fn reserve(&mut self, element: usize) {
        // An eighth more: the first is often numbered with fewer digits than the last.
        let size = self.left.saturating_sub(1).saturating_mul(element + element / 8);
        self.text.reserve(size.min(MOST_RESERVED));
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
    /// What comes ahead of the next member: the brace, or a comma.
    separator: u8,
    /// What values are written as: with [`Role::Text`] the only value is all there is.
    role: Role,
    end: &'static str,
}

impl<'a> ObjectWriter<'a> {
    pub(super) fn new(text: &'a mut TextBuffer, role: Role, end: &'static str) -> Self {
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

    fn finish(self) {
        if matches!(self.role, Role::Value) {
            if self.separator == b'{' {
                self.text.push(b"{");
            }
            self.text.push(self.end.as_bytes());
        }
    }
}

impl SerializeMap for ObjectWriter<'_> {
    type Ok = ();
    type Error = serde_json::Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<()> {
        key.serialize(JsonSerializer::in_role(self.text, Role::Key(self.separator)))?;
        self.separator = b',';
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        value.serialize(JsonSerializer::new(self.text))
    }

    fn end(self) -> Result<()> {
        self.finish();
        Ok(())
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

            fn end(self) -> Result<()> {
                self.finish();
                Ok(())
            }
        })*
    };
}

members! { SerializeStruct SerializeStructVariant }
