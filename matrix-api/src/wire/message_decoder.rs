//! What the decoders of requests and of responses share.

use bytes::Bytes;
use http::HeaderMap;
use serde::de::DeserializeOwned;

use crate::{
    body::Body,
    error::{DecodeError, DecodeProblem, Part},
    metadata::Metadata,
    wire::{
        decoded_message::DecodedMessage,
        deserialize_error::DeserializeError,
        field_names::FieldNames,
        fields::{self, FieldSlots, Source, hide_secrets, read_fields},
        json::{self, MemberSlots},
        slot::{AbsentValue, Slot},
    },
};

/// A decoder of requests or of responses.
pub trait MessageDecoder {
    /// The endpoint's.
    fn metadata(&self) -> &'static Metadata;

    /// Which message it decodes.
    fn message(&self) -> DecodedMessage;

    /// All headers of the message.
    fn header_map(&self) -> &HeaderMap;

    /// The body, if it is a stream.
    fn stream(&self) -> Option<&Body>;

    /// The body as it was received.
    fn body(&self) -> &Bytes;
}

/// Reads headers, each into the slot of its field.
///
/// # Errors
///
/// When a value is not what its field expects.
pub fn read_headers(
    decoder: &impl MessageDecoder,
    names: FieldNames,
    slots: FieldSlots<'_>,
) -> Result<(), DecodeError> {
    read_fields(header_source(decoder), names, slots)
        .map_err(|error| part_error(decoder, Part::Header, error))
}

/// Reads members of the JSON object that is the body, each into the slot of its field. Names are JSON,
/// with quotes and the colon.
///
/// # Errors
///
/// When the body is not a JSON object, or a value is not what its field expects.
#[inline]
pub fn read_members(
    decoder: &impl MessageDecoder,
    names: FieldNames,
    slots: MemberSlots<'_>,
) -> Result<(), DecodeError> {
    json::read_object(decoder.metadata(), decoder.message(), decoder.body(), names, slots)
}

/// Checks the required fields of a part.
pub struct Required {
    part: Part,
    /// The first field that is absent.
    missing: Option<&'static str>,
}

impl Required {
    /// Begins the check of a part.
    pub fn of(part: Part) -> Self {
        Self { part, missing: None }
    }

    /// The value of a field. `absent` returns the value of an absent one, if its type has one.
    pub fn take<T, Via>(
        &mut self,
        name: &'static str,
        slot: Slot<T, Via>,
        absent: fn() -> Option<AbsentValue<T>>,
    ) -> Option<T> {
        let value = slot.or_absent(self.part, absent);
        if value.is_none() && self.missing.is_none() {
            self.missing = Some(name);
        }
        value
    }

    /// The error, if a field is missing.
    #[cold]
    pub fn error(self, decoder: &impl MessageDecoder) -> DecodeError {
        let name = self.missing.unwrap_or_default();
        missing(decoder.metadata(), decoder.message(), self.part, name)
    }
}

/// Whether there is no JSON in the body.
pub fn body_is_empty(decoder: &impl MessageDecoder) -> bool {
    json::is_empty(decoder.body())
}

/// All headers of the message.
pub(super) fn header_source(decoder: &impl MessageDecoder) -> Source<'_> {
    match decoder.message() {
        DecodedMessage::Request => Source::Headers(decoder.header_map()),
        response @ DecodedMessage::Response(_) => {
            Source::ResponseHeaders(decoder.header_map(), response.fields(decoder.metadata()))
        }
    }
}

/// Reads a path, a query or headers as a whole.
pub(super) fn read_part<T: DeserializeOwned>(
    decoder: &impl MessageDecoder,
    part: Part,
    source: Source<'_>,
) -> Result<T, DecodeError> {
    fields::read_all(source).map_err(|error| part_error(decoder, part, error))
}

/// Reads the whole body as JSON.
pub(super) fn read_json<T: DeserializeOwned>(
    decoder: &impl MessageDecoder,
) -> Result<T, DecodeError> {
    json::decode(decoder.metadata(), decoder.message(), decoder.body())
}

#[cold]
pub(super) fn part_error(
    decoder: &impl MessageDecoder,
    part: Part,
    error: DeserializeError,
) -> DecodeError {
    let (metadata, message) = (decoder.metadata(), decoder.message());
    let (location, problem) = hide_secrets(error, part, message.fields(metadata));
    DecodeError::new(metadata.name, message.kind(), part, location, problem)
}

#[cold]
fn missing(metadata: &Metadata, message: DecodedMessage, part: Part, name: &str) -> DecodeError {
    DecodeError::new(metadata.name, message.kind(), part, name.to_owned(), DecodeProblem::Missing)
}
