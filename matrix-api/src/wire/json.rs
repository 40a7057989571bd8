//! JSON bodies. What is wrong with one is found out after it could not be read, in cold functions
//! that are compiled once.

mod compound;
mod failure;
mod location;
mod object_reader;
mod problem;
mod serializer;
#[cfg(test)]
mod tests;
mod value;

pub(super) use object_reader::read_object;
pub(crate) use object_reader::{JsonMember, UnreadMember};
pub(super) use problem::{expectation, kind_of};
pub use serializer::JsonSerializer;

use serde::de::DeserializeOwned;

use crate::{
    error::{DecodeError, DecodeProblem, Message, Part},
    metadata::{FieldPlace, Metadata},
};

/// What a body is read as that is empty.
const EMPTY: &str = "{}";

/// Reads a body of one of an endpoint's messages.
pub(super) fn decode<T: DeserializeOwned>(
    metadata: &'static Metadata,
    message: Message,
    body: &[u8],
) -> Result<T, DecodeError> {
    let body = readable(metadata, message, text(metadata, message, body)?)?;
    match read(body) {
        Ok(value) => Ok(value),
        Err(error) => Err(failure::explain(metadata, message, body, &error, probe::<T>)),
    }
}

/// The body as text. serde_json would check each string of bytes for itself.
fn text<'a>(
    metadata: &'static Metadata,
    message: Message,
    body: &'a [u8],
) -> Result<&'a str, DecodeError> {
    match str::from_utf8(body) {
        Ok(text) => Ok(text),
        Err(error) => Err(failure::not_utf8(metadata, message, body, error)),
    }
}

/// As `serde_json::from_str`, with less that is compiled for every type.
fn read<T: DeserializeOwned>(body: &str) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(body);
    match T::deserialize(&mut deserializer) {
        Ok(value) => match deserializer.end() {
            Ok(()) => Ok(value),
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    }
}

/// The error of another attempt at decoding.
fn probe<T: DeserializeOwned>(body: &str) -> Option<serde_json::Error> {
    read::<T>(body).err()
}

/// Refuses a list where the body is an object of fields: serde would take it for a struct.
fn readable<'a>(
    metadata: &'static Metadata,
    message: Message,
    body: &'a str,
) -> Result<&'a str, DecodeError> {
    match body.trim_ascii_start().as_bytes().first() {
        None => Ok(EMPTY),
        Some(b'[') if !is_whole(metadata, message) && failure::syntax_error(body).is_none() => {
            Err(DecodeError::new(
                metadata.name,
                message,
                Part::Body,
                String::new(),
                DecodeProblem::WrongType { expected: "an object".into(), found: "a list" },
            ))
        }
        Some(_) => Ok(body),
    }
}

fn is_whole(metadata: &'static Metadata, message: Message) -> bool {
    fields(metadata, message).iter().any(|field| field.place == FieldPlace::WholeBody)
}

/// The fields of that message.
pub(super) fn fields(
    metadata: &'static Metadata,
    message: Message,
) -> &'static [crate::metadata::Field] {
    match message {
        Message::Request => metadata.request_fields,
        Message::Response => metadata.response_fields,
    }
}
