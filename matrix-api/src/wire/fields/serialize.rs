//! The serializer of a whole part: a struct or a map of fields, or pairs.

use std::collections::HashSet;

use serde::{
    Serialize,
    ser::{
        Error as _, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
        Serializer,
    },
};

use super::{error::SerializeError, serialize_value::ValueSerializer, sink::FieldSink};
use crate::{error::EncodeProblem, wire::json::repeated};

type Result<T> = std::result::Result<T, SerializeError>;

/// Writes the fields of a path, a query or headers: a struct, a map, or a list of pairs.
///
/// A field's value is a scalar: a `bool`, a number, a `char`, a string, an enum variant without data, or a
/// newtype or `Some` of those. `None` is left out. In a query and in headers it may also be a list, each
/// element of which becomes a field with the same name; for the rest of a path the elements are segments.
pub struct FieldsSerializer<'a> {
    sink: &'a mut (dyn FieldSink + 'a),
}

impl<'a> FieldsSerializer<'a> {
    pub(in crate::wire) fn new(sink: &'a mut (dyn FieldSink + 'a)) -> Self {
        Self { sink }
    }

    fn writer(self) -> FieldsWriter<'a> {
        FieldsWriter { sink: self.sink, name: String::new(), written: None }
    }
}

impl std::fmt::Debug for FieldsSerializer<'_> {
    #[inline]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FieldsSerializer")
    }
}

/// The error of a value that has no fields.
#[cold]
fn not_fields<T>(found: &'static str) -> Result<T> {
    let expected = "a struct, a map or pairs";
    Err(SerializeError::new(EncodeProblem::NotAScalar { found, expected }))
}

/// The methods of a serializer for all that is neither a list nor an object, which it refuses.
macro_rules! refuse_scalars {
    ($refuse:ident) => {
        refuse_scalars! { $refuse
            serialize_bool(bool) -> () => "a boolean",
            serialize_i8(i8) -> () => "an integer",
            serialize_i16(i16) -> () => "an integer",
            serialize_i32(i32) -> () => "an integer",
            serialize_i64(i64) -> () => "an integer",
            serialize_u8(u8) -> () => "an integer",
            serialize_u16(u16) -> () => "an integer",
            serialize_u32(u32) -> () => "an integer",
            serialize_u64(u64) -> () => "an integer",
            serialize_f32(f32) -> () => "a number",
            serialize_f64(f64) -> () => "a number",
            serialize_char(char) -> () => "a character",
            serialize_str(&str) -> () => "a string",
            serialize_bytes(&[u8]) -> () => "bytes",
            serialize_unit_variant(&'static str, u32, &'static str) -> () => "an enum variant",
            serialize_tuple_struct(&'static str, usize)
                -> Self::SerializeTupleStruct => "a tuple struct",
            serialize_tuple_variant(&'static str, u32, &'static str, usize)
                -> Self::SerializeTupleVariant => "an enum variant",
            serialize_struct_variant(&'static str, u32, &'static str, usize)
                -> Self::SerializeStructVariant => "an enum variant",
        }

        fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<()> {
            value.serialize(self)
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
            $refuse("an enum variant")
        }
    };
    ($refuse:ident $($method:ident($($argument:ty),*) -> $output:ty => $found:literal,)*) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$output> {
            $refuse($found)
        })*
    };
}

impl<'a> Serializer for FieldsSerializer<'a> {
    type Ok = ();
    type Error = SerializeError;
    type SerializeSeq = FieldsWriter<'a>;
    type SerializeTuple = FieldsWriter<'a>;
    type SerializeTupleStruct = Impossible<(), SerializeError>;
    type SerializeTupleVariant = Impossible<(), SerializeError>;
    type SerializeMap = FieldsWriter<'a>;
    type SerializeStruct = FieldsWriter<'a>;
    type SerializeStructVariant = Impossible<(), SerializeError>;

    refuse_scalars!(not_fields);

    fn serialize_none(self) -> Result<()> {
        Ok(())
    }

    fn serialize_unit(self) -> Result<()> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<FieldsWriter<'a>> {
        Ok(self.writer())
    }

    fn serialize_tuple(self, _: usize) -> Result<FieldsWriter<'a>> {
        Ok(self.writer())
    }

    /// serde gives no length for a struct with flattened fields.
    fn serialize_map(self, length: Option<usize>) -> Result<FieldsWriter<'a>> {
        let written = length.is_none().then(HashSet::new);
        Ok(FieldsWriter { written, ..self.writer() })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<FieldsWriter<'a>> {
        Ok(self.writer())
    }
}

/// Writes one field after another.
pub struct FieldsWriter<'a> {
    sink: &'a mut (dyn FieldSink + 'a),
    /// The key of a map's entry, between key and value.
    name: String,
    /// The names that were written, if a flattened map may have those of fields.
    written: Option<HashSet<String>>,
}

impl FieldsWriter<'_> {
    fn field<T: ?Sized + Serialize>(&mut self, name: &str, value: &T) -> Result<()> {
        value
            .serialize(ValueSerializer::new(&mut *self.sink, name))
            .map_err(|error| error.of_field(name))
    }

    /// Writes the entry of a map, which must not have the name of another one.
    fn entry<T: ?Sized + Serialize>(&mut self, name: &str, value: &T) -> Result<()> {
        let Some(mut written) = self.written.take() else { return self.field(name, value) };
        let mut sink = NotingSink { sink: &mut *self.sink, has_put: false };
        value
            .serialize(ValueSerializer::new(&mut sink, name))
            .map_err(|error| error.of_field(name))?;
        if sink.has_put && !written.insert(name.to_owned()) {
            return Err(SerializeError::custom(repeated(name)));
        }
        self.written = Some(written);
        Ok(())
    }

    fn pair<T: ?Sized + Serialize>(&mut self, pair: &T) -> Result<()> {
        pair.serialize(PairSerializer { fields: self })
    }
}

impl SerializeStruct for FieldsWriter<'_> {
    type Ok = ();
    type Error = SerializeError;

    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        self.field(name, value)
    }

    fn end(self) -> Result<()> {
        Ok(())
    }
}

impl SerializeMap for FieldsWriter<'_> {
    type Ok = ();
    type Error = SerializeError;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<()> {
        let mut name = NameSink(std::mem::take(&mut self.name));
        name.0.clear();
        key.serialize(ValueSerializer::new(&mut name, ""))?;
        self.name = name.0;
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        let name = std::mem::take(&mut self.name);
        let written = self.entry(&name, value);
        // Its buffer serves the next entry.
        self.name = name;
        written
    }

    fn end(self) -> Result<()> {
        Ok(())
    }
}

impl SerializeSeq for FieldsWriter<'_> {
    type Ok = ();
    type Error = SerializeError;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, pair: &T) -> Result<()> {
        self.pair(pair)
    }

    fn end(self) -> Result<()> {
        Ok(())
    }
}

impl SerializeTuple for FieldsWriter<'_> {
    type Ok = ();
    type Error = SerializeError;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, pair: &T) -> Result<()> {
        self.pair(pair)
    }

    fn end(self) -> Result<()> {
        Ok(())
    }
}

/// Notes whether a value was written at all.
struct NotingSink<'a> {
    sink: &'a mut (dyn FieldSink + 'a),
    has_put: bool,
}

impl FieldSink for NotingSink<'_> {
    fn put(&mut self, name: &str, value: &str) -> std::result::Result<(), EncodeProblem> {
        self.has_put = true;
        self.sink.put(name, value)
    }

    fn put_element(
        &mut self,
        name: &str,
        value: &str,
        is_first: bool,
    ) -> std::result::Result<(), EncodeProblem> {
        self.has_put = true;
        self.sink.put_element(name, value, is_first)
    }

    fn takes_lists(&self) -> bool {
        self.sink.takes_lists()
    }
}

/// Takes the name of a field from a key.
struct NameSink(String);

impl FieldSink for NameSink {
    fn put(&mut self, _: &str, value: &str) -> std::result::Result<(), EncodeProblem> {
        self.0.push_str(value);
        Ok(())
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

/// Takes a tuple of two: a name and a value.
struct PairSerializer<'a, 'b> {
    fields: &'a mut FieldsWriter<'b>,
}

/// Takes the name first, then the value.
struct PairWriter<'a, 'b> {
    fields: &'a mut FieldsWriter<'b>,
    taken: usize,
}

/// The error of a value that is not a pair.
#[cold]
fn not_a_pair<T>(found: &'static str) -> Result<T> {
    let expected = "pairs of a name and a value";
    Err(SerializeError::new(EncodeProblem::NotAScalar { found, expected }))
}

impl<'a, 'b> Serializer for PairSerializer<'a, 'b> {
    type Ok = ();
    type Error = SerializeError;
    type SerializeSeq = Impossible<(), SerializeError>;
    type SerializeTuple = PairWriter<'a, 'b>;
    type SerializeTupleStruct = Impossible<(), SerializeError>;
    type SerializeTupleVariant = Impossible<(), SerializeError>;
    type SerializeMap = Impossible<(), SerializeError>;
    type SerializeStruct = Impossible<(), SerializeError>;
    type SerializeStructVariant = Impossible<(), SerializeError>;

    refuse_scalars!(not_a_pair);

    fn serialize_none(self) -> Result<()> {
        not_a_pair("nothing")
    }

    fn serialize_unit(self) -> Result<()> {
        not_a_pair("a unit")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        not_a_pair("a unit struct")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq> {
        not_a_pair("a list")
    }

    fn serialize_tuple(self, length: usize) -> Result<PairWriter<'a, 'b>> {
        match length {
            2 => Ok(PairWriter { fields: self.fields, taken: 0 }),
            _ => not_a_pair("a tuple of another length"),
        }
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap> {
        not_a_pair("a map")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct> {
        not_a_pair("a struct")
    }
}

impl SerializeTuple for PairWriter<'_, '_> {
    type Ok = ();
    type Error = SerializeError;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.taken += 1;
        if self.taken == 1 {
            self.fields.serialize_key(value)
        } else {
            self.fields.serialize_value(value)
        }
    }

    fn end(self) -> Result<()> {
        Ok(())
    }
}
