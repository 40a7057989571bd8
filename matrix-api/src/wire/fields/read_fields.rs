//! Reads the fields of a path, a query or headers by one loop for all messages.

use std::{borrow::Cow, mem};

use serde::de::DeserializeOwned;

use super::source::segment_text;
use super::{
    deserialize::hide_values,
    deserialize_value::ValueDeserializer,
    source::{Source, Values},
};
use crate::wire::{
    deserialize_error::DeserializeError, field_names::FieldNames, path_arguments::PathArguments,
};

/// A field of a path, a query or headers whose value is to be read.
pub struct TextField<'a> {
    first: Cow<'a, str>,
    more: Values<'a>,
}

impl TextField<'_> {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// When it is not as the type wants it.
    pub fn read<T: DeserializeOwned>(&mut self) -> Result<T, DeserializeError> {
        T::deserialize(ValueDeserializer::new(mem::take(&mut self.first), &mut self.more))
    }
}

/// Where the value of a field is read into.
pub trait ReadField {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// When the field is not what the type expects, or was read before.
    fn read(&mut self, field: &mut TextField<'_>) -> Result<(), DeserializeError>;
}

/// Where the fields are read into, each at the position that is its number.
pub(in crate::wire) type FieldSlots<'a> = &'a mut [&'a mut dyn ReadField];

fn read(
    number: u16,
    mut field: TextField<'_>,
    slots: &mut [&mut dyn ReadField],
) -> Result<(), DeserializeError> {
    match slots.get_mut(usize::from(number)) {
        Some(slot) => slot.read(&mut field),
        None => Ok(()),
    }
}

/// Room for an argument of a path that has to be decoded: no identifier is longer.
const ARGUMENT_ROOM: usize = 255;

/// Reads the arguments of a path, each into the slot of its field.
pub(in crate::wire) fn read_arguments(
    arguments: PathArguments<'_>,
    names: FieldNames,
    slots: FieldSlots<'_>,
) -> Result<(), DeserializeError> {
    let mut buffer = [0; ARGUMENT_ROOM];
    let mut has_others = false;
    for (name, segment) in arguments.iter() {
        let Some((_, number)) = names.iter().find(|(field, _)| *field == name) else {
            has_others = true;
            continue;
        };
        let first = segment_text(segment, &mut buffer)
            .map_err(|problem| DeserializeError::new(problem).of_field(name))?;
        read(*number, TextField { first, more: Values::Segment(None) }, slots)
            .map_err(|error| hide_values(error, Source::Path(arguments), name))?;
    }
    if has_others { read_rest(arguments, names, slots) } else { Ok(()) }
}

/// Reads the rest of a path, if it is a field.
#[cold]
fn read_rest(
    arguments: PathArguments<'_>,
    names: FieldNames,
    slots: FieldSlots<'_>,
) -> Result<(), DeserializeError> {
    let Some((rest, _)) = arguments.rest() else { return Ok(()) };
    let position = names.iter().position(|(name, _)| *name == rest);
    match position.and_then(|position| names.get(position..=position)) {
        Some(name) => read_fields(Source::Path(arguments), name, slots),
        None => Ok(()),
    }
}

/// Reads the fields that are there, each into its slot.
pub(in crate::wire) fn read_fields(
    source: Source<'_>,
    names: FieldNames,
    slots: FieldSlots<'_>,
) -> Result<(), DeserializeError> {
    for (name, number) in names {
        let mut more = source.values(name);
        let Some(first) = more.next() else { continue };
        let read = match first {
            Ok(first) => read(*number, TextField { first, more }, slots),
            Err(problem) => Err(DeserializeError::new(problem)),
        };
        match read {
            Err(error) if !source.skips(name, error.problem()) => {
                return Err(hide_values(error, source, name));
            }
            _ => {}
        }
    }
    Ok(())
}
