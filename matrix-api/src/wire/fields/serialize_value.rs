//! The serializer of one field's value: a scalar, or a list of scalars.

use std::mem;

use serde::{
    Serialize,
    ser::{Impossible, SerializeSeq, SerializeTuple, SerializeTupleStruct, Serializer},
};

use super::{error::SerializeError, sink::FieldSink};
use crate::error::EncodeProblem;

type Result<T> = std::result::Result<T, SerializeError>;

/// Writes the value of one field.
pub(super) struct ValueSerializer<'a> {
    sink: &'a mut (dyn FieldSink + 'a),
    name: &'a str,
    in_list: bool,
}

impl<'a> ValueSerializer<'a> {
    pub(super) fn new(sink: &'a mut (dyn FieldSink + 'a), name: &'a str) -> Self {
        Self { sink, name, in_list: false }
    }

    fn put(self, text: &str) -> Result<()> {
        self.sink.put(self.name, text).map_err(SerializeError::new)
    }

    fn put_integer(self, integer: impl itoa::Integer) -> Result<()> {
        self.put(itoa::Buffer::new().format(integer))
    }

    /// The shortest text that reads back as the same number.
    fn put_number(self, number: impl ToString, finite: bool) -> Result<()> {
        if finite {
            self.put(&number.to_string())
        } else {
            Err(SerializeError::new(EncodeProblem::NotFinite))
        }
    }

    #[cold]
    fn refuse<T>(self, found: &'static str) -> Result<T> {
        let expected = if self.in_list || !self.sink.takes_lists() {
            "a scalar"
        } else {
            "a scalar or a list of scalars"
        };
        Err(SerializeError::new(EncodeProblem::NotAScalar { found, expected }))
    }

    fn list(self) -> Result<ListSerializer<'a>> {
        if self.in_list || !self.sink.takes_lists() {
            return self.refuse("a list");
        }
        Ok(ListSerializer { sink: self.sink, name: self.name, is_first: true })
    }
}

macro_rules! integers {
    ($($method:ident($type:ty),)*) => {
        $(fn $method(self, integer: $type) -> Result<()> {
            self.put_integer(integer)
        })*
    };
}

impl<'a> Serializer for ValueSerializer<'a> {
    type Ok = ();
    type Error = SerializeError;
    type SerializeSeq = ListSerializer<'a>;
    type SerializeTuple = ListSerializer<'a>;
    type SerializeTupleStruct = ListSerializer<'a>;
    type SerializeTupleVariant = Impossible<(), SerializeError>;
    type SerializeMap = Impossible<(), SerializeError>;
    type SerializeStruct = Impossible<(), SerializeError>;
    type SerializeStructVariant = Impossible<(), SerializeError>;

    integers! {
        serialize_i8(i8),
        serialize_i16(i16),
        serialize_i32(i32),
        serialize_i64(i64),
        serialize_i128(i128),
        serialize_u8(u8),
        serialize_u16(u16),
        serialize_u32(u32),
        serialize_u64(u64),
        serialize_u128(u128),
    }

    fn serialize_bool(self, value: bool) -> Result<()> {
        self.put(if value { "true" } else { "false" })
    }

    fn serialize_f32(self, number: f32) -> Result<()> {
        self.put_number(number, number.is_finite())
    }

    fn serialize_f64(self, number: f64) -> Result<()> {
        self.put_number(number, number.is_finite())
    }

    fn serialize_char(self, character: char) -> Result<()> {
        self.put(character.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<()> {
        self.put(text)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<()> {
        self.refuse("bytes")
    }

    fn serialize_none(self) -> Result<()> {
        Ok(())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.refuse("a unit")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.refuse("a unit struct")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<()> {
        self.put(variant)
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
        _: &'static str,
        _: &T,
    ) -> Result<()> {
        self.refuse("an enum variant with data")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<ListSerializer<'a>> {
        self.list()
    }

    fn serialize_tuple(self, _: usize) -> Result<ListSerializer<'a>> {
        self.list()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<ListSerializer<'a>> {
        self.list()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        self.refuse("an enum variant with data")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap> {
        self.refuse("a map")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct> {
        self.refuse("a struct")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant> {
        self.refuse("an enum variant with data")
    }
}

/// Writes each element of a list.
pub(super) struct ListSerializer<'a> {
    sink: &'a mut (dyn FieldSink + 'a),
    name: &'a str,
    is_first: bool,
}

impl ListSerializer<'_> {
    fn element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        let mut sink = ElementSink { sink: &mut *self.sink, is_first: &mut self.is_first };
        value.serialize(ValueSerializer { sink: &mut sink, name: self.name, in_list: true })
    }
}

/// Takes one element of a list.
struct ElementSink<'a> {
    sink: &'a mut (dyn FieldSink + 'a),
    is_first: &'a mut bool,
}

impl FieldSink for ElementSink<'_> {
    fn put(&mut self, name: &str, value: &str) -> std::result::Result<(), EncodeProblem> {
        self.sink.put_element(name, value, mem::take(self.is_first))
    }

    fn put_element(
        &mut self,
        name: &str,
        value: &str,
        _: bool,
    ) -> std::result::Result<(), EncodeProblem> {
        self.put(name, value)
    }

    fn takes_lists(&self) -> bool {
        false
    }
}

macro_rules! elements {
    ($($trait:ident::$method:ident,)*) => {
        $(impl $trait for ListSerializer<'_> {
            type Ok = ();
            type Error = SerializeError;

            fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
                self.element(value)
            }

            fn end(self) -> Result<()> {
                Ok(())
            }
        })*
    };
}

elements! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
}
