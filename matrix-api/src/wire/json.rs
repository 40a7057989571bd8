//! JSON bodies.
//!
//! They are read by serde_json. If that fails, `locate` reads them again, slowly, to report where and
//! why: serde_json says this in English only.

mod failure;
mod locate;
mod object_reader;
#[cfg(test)]
mod tests;
mod value;
mod write_string;
mod writer;

pub(super) use object_reader::read_object;
pub(crate) use object_reader::{JsonMember, UnreadMember};
pub use writer::JsonSerializer;

use serde::de::DeserializeOwned;

use crate::{
    error::{DecodeError, Message},
    metadata::{FieldPlace, Metadata},
};

/// An empty body is read as this.
const EMPTY: &str = "{}";

/// Reads the body of a request or a response.
pub(super) fn decode<T: DeserializeOwned>(
    metadata: &'static Metadata,
    message: Message,
    body: &[u8],
) -> Result<T, DecodeError> {
    let body = readable(metadata, message, text(metadata, message, body)?)?;
    match read(body) {
        Ok(value) => Ok(value),
        Err(_) => Err(failure::explain(metadata, message, body, (0, &[]), locate::locate::<T>)),
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

/// Does the same as `serde_json::from_str`, and compiles to less code for each type.
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

/// Refuses a list where the body is an object of fields: serde would read it as a struct.
fn readable<'a>(
    metadata: &'static Metadata,
    message: Message,
    body: &'a str,
) -> Result<&'a str, DecodeError> {
    match body.trim_ascii_start().as_bytes().first() {
        None => Ok(EMPTY),
        Some(b'[') if !is_whole(metadata, message) => {
            Err(failure::explain(metadata, message, body, (0, &[]), locate::locate_in_object))
        }
        Some(_) => Ok(body),
    }
}

fn is_whole(metadata: &'static Metadata, message: Message) -> bool {
    fields(metadata, message).iter().any(|field| field.place == FieldPlace::WholeBody)
}

/// The fields of the message.
pub(super) fn fields(
    metadata: &'static Metadata,
    message: Message,
) -> &'static [crate::metadata::Field] {
    match message {
        Message::Request => metadata.request_fields,
        Message::Response => metadata.response_fields,
    }
}
