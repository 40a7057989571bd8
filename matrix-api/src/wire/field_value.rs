//! What the type of a field must be, and what generated code does with its values.

use std::{convert::Infallible, marker::PhantomData};

use serde::{Serialize, Serializer, de::DeserializeOwned, ser::SerializeStruct};

use crate::{
    error::DecodeError,
    wire::{
        body::JsonObject,
        deserialize_error::DeserializeError,
        fields::{ReadField, TextField},
        json::{JsonMember, ReadMember, UnreadMember},
        message_decoder::{MessageDecoder, Required, read_json},
        request_decoder::RequestDecoder,
        slot::{Slot, absent},
    },
};

/// A type that fields can have: any type that serde can serialize and deserialize.
///
/// Generated code handles values only through this trait, so that the compiler reports any other type
/// once, where it is written, and with the message below. `Via` is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a field",
    label = "serde cannot write and read it",
    note = "derive `serde::Serialize` and `serde::Deserialize` for it, or name functions that write \
            and read it: `#[serde(with = \"module\")]`"
)]
pub trait FieldValue<Via>: Sized {
    /// Writes the value as a member of a JSON object; `key` is its name as JSON, with quotes and
    /// the colon.
    fn write_member(&self, key: &'static str, object: &mut JsonObject<'_>);

    /// Writes the value as a member, unless it is to be skipped.
    fn write_member_unless(
        &self,
        skip: fn(&Self) -> bool,
        key: &'static str,
        object: &mut JsonObject<'_>,
    );

    /// Writes the value as a field of a path, a query or headers.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn write_field<S: SerializeStruct>(
        &self,
        name: &'static str,
        fields: &mut S,
    ) -> Result<(), S::Error>;

    /// Writes the value as a whole part.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn write_whole<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Where the value is read into: nothing yet.
    const EMPTY: Slot<Self, PhantomData<Via>> = Slot::EMPTY;

    /// Takes the value of a required field. If the field is absent, this is `None` for an `Option`, and an
    /// empty list for a list. Other types have no such value.
    fn require(
        slot: Slot<Self, PhantomData<Via>>,
        name: &'static str,
        required: &mut Required,
    ) -> Option<Self>;

    /// Reads a whole JSON body.
    ///
    /// # Errors
    ///
    /// When it is not JSON, or not what the type expects.
    fn read_json(decoder: &impl MessageDecoder) -> Result<Self, DecodeError>;

    /// Reads a whole query.
    ///
    /// # Errors
    ///
    /// When it is not what the type expects.
    fn read_query(decoder: &RequestDecoder<'_>) -> Result<Self, DecodeError>;
}

/// How values of the type `T` are read.
///
/// `Via` implements it instead of `T`: for a `T` that is not a [`FieldValue`], `Via` is unknown, and the compiler does
/// not report the slot as well.
pub trait ReadVia<T> {
    /// Reads a member of a JSON object.
    ///
    /// # Errors
    ///
    /// When the value is not what the type expects.
    fn member(member: &mut JsonMember<'_>) -> Result<T, UnreadMember>;

    /// Reads a field of a path, a query or headers.
    ///
    /// # Errors
    ///
    /// When the value is not what the type expects.
    fn field(field: &mut TextField<'_>) -> Result<T, DeserializeError>;
}

impl<T: DeserializeOwned> ReadVia<T> for BySerde {
    fn member(member: &mut JsonMember<'_>) -> Result<T, UnreadMember> {
        member.read()
    }

    fn field(field: &mut TextField<'_>) -> Result<T, DeserializeError> {
        field.read()
    }
}

impl<T, Via: ReadVia<T>> ReadMember for Slot<T, PhantomData<Via>> {
    fn read(&mut self, member: &mut JsonMember<'_>) -> Result<(), UnreadMember> {
        self.fill_from_member(|| Via::member(member))
    }
}

impl<T, Via: ReadVia<T>> ReadField for Slot<T, PhantomData<Via>> {
    fn read(&mut self, field: &mut TextField<'_>) -> Result<(), DeserializeError> {
        self.fill_from_field(|| Via::field(field))
    }
}

/// Marks the impl for the types that serde can serialize and deserialize.
pub struct BySerde(Infallible);

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> FieldValue<BySerde> for T {
    fn write_member(&self, key: &'static str, object: &mut JsonObject<'_>) {
        object.member(key, self);
    }

    fn write_member_unless(
        &self,
        skip: fn(&Self) -> bool,
        key: &'static str,
        object: &mut JsonObject<'_>,
    ) {
        if !skip(self) {
            object.member(key, self);
        }
    }

    fn write_field<S: SerializeStruct>(
        &self,
        name: &'static str,
        fields: &mut S,
    ) -> Result<(), S::Error> {
        fields.serialize_field(name, self)
    }

    fn write_whole<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    fn require(
        slot: Slot<Self, PhantomData<BySerde>>,
        name: &'static str,
        required: &mut Required,
    ) -> Option<Self> {
        required.take(name, slot, absent)
    }

    fn read_json(decoder: &impl MessageDecoder) -> Result<Self, DecodeError> {
        read_json(decoder)
    }

    fn read_query(decoder: &RequestDecoder<'_>) -> Result<Self, DecodeError> {
        decoder.query()
    }
}

/// Marks the impl that applies to no type.
///
/// It exists for the diagnostics: with a single impl, the compiler would report the bounds of that impl
/// in serde's words. With two, it reports that the trait is not implemented.
pub struct ByNothing(Infallible);

/// Implemented by no type.
pub trait Nothing {
    /// Never called.
    fn never<R>() -> R;
}

#[diagnostic::do_not_recommend]
impl<T: Nothing> FieldValue<ByNothing> for T {
    fn write_member(&self, _: &'static str, _: &mut JsonObject<'_>) {
        T::never::<()>();
    }

    fn write_member_unless(&self, _: fn(&Self) -> bool, _: &'static str, _: &mut JsonObject<'_>) {
        T::never::<()>();
    }

    fn write_field<S: SerializeStruct>(&self, _: &'static str, _: &mut S) -> Result<(), S::Error> {
        T::never()
    }

    fn write_whole<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        T::never()
    }

    fn require(
        _: Slot<Self, PhantomData<ByNothing>>,
        _: &'static str,
        _: &mut Required,
    ) -> Option<Self> {
        T::never()
    }

    fn read_json(_: &impl MessageDecoder) -> Result<Self, DecodeError> {
        T::never()
    }

    fn read_query(_: &RequestDecoder<'_>) -> Result<Self, DecodeError> {
        T::never()
    }
}
