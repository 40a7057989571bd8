//! Reads a whole body as one value.

use serde::de::DeserializeOwned;

use super::{failure, locate};
use crate::{error::DecodeError, metadata::Metadata, wire::decoded_message::DecodedMessage};

/// An empty body is read as this.
const EMPTY: &str = "{}";

/// Whether a body has nothing but white space, after a byte order mark perhaps.
pub(in crate::wire) fn is_empty(body: &[u8]) -> bool {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    body.iter().all(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t'))
}

/// Reads the body of a request or a response.
pub(in crate::wire) fn decode<T: DeserializeOwned>(
    metadata: &'static Metadata,
    message: DecodedMessage,
    body: &[u8],
) -> Result<T, DecodeError> {
    let body = readable(metadata, message, failure::text(metadata, message, body)?)?;
    match read(body) {
        Ok(value) => Ok(value),
        Err(_) => Err(failure::explain(metadata, message, body, (0, &[]), locate::locate::<T>)),
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
    message: DecodedMessage,
    body: &'a str,
) -> Result<&'a str, DecodeError> {
    match failure::trim_start(body).as_bytes().first() {
        None => Ok(EMPTY),
        Some(b'[') if !is_whole(metadata, message) => {
            Err(failure::explain(metadata, message, body, (0, &[]), locate::locate_in_object))
        }
        Some(_) => Ok(body),
    }
}

fn is_whole(metadata: &'static Metadata, message: DecodedMessage) -> bool {
    message.fields(metadata).iter().any(|field| field.place.is_whole_json())
}
