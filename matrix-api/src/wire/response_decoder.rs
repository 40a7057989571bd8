//! Reads responses.

use std::fmt;

use bytes::Bytes;
use http::Response;
use serde::de::DeserializeOwned;

use crate::{
    error::{DecodeError, Message, Part},
    metadata::Metadata,
    wire::{
        fields::{
            DeserializeError, FieldsDeserializer, Source, TextField, hide_secrets, read_fields,
        },
        json::{self, JsonBody, JsonMember, UnreadMember},
        slot::{Slot, missing},
    },
};

/// Reads the HTTP response of a success, part by part.
pub struct ResponseDecoder<'a> {
    metadata: &'static Metadata,
    response: &'a Response<Bytes>,
}

// Not the response: there may be secrets in it.
impl fmt::Debug for ResponseDecoder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseDecoder")
            .field("endpoint", &self.metadata.name)
            .finish_non_exhaustive()
    }
}

impl<'a> ResponseDecoder<'a> {
    /// For an answer of the endpoint that [is a success](Self::is_success).
    #[must_use]
    #[inline]
    pub fn new(metadata: &'static Metadata, response: &'a Response<Bytes>) -> Self {
        Self { metadata, response }
    }

    /// Whether the status is that of the endpoint's success, or both are 2xx.
    #[must_use]
    #[inline]
    pub fn is_success(&self) -> bool {
        let (found, expected) = (self.response.status(), self.metadata.status);
        found == expected || (found.is_success() && expected.is_success())
    }

    /// Reads the headers.
    ///
    /// # Errors
    ///
    /// When they are not as `T` wants them.
    pub fn headers<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        T::deserialize(FieldsDeserializer::new(Source::Headers(self.response.headers())))
            .map_err(|error| self.error(error))
    }

    /// Reads headers: calls `read` with the number of each field that is there. `names` are
    /// those of the fields, and `numbers` what each belongs to.
    ///
    /// # Errors
    ///
    /// When a value is not as its field wants it.
    pub fn headers_fields(
        &self,
        names: &'static [&'static str],
        numbers: &'static [u16],
        read: &mut dyn FnMut(u16, &mut TextField<'_>) -> Result<(), DeserializeError>,
    ) -> Result<(), DecodeError> {
        read_fields(Source::Headers(self.response.headers()), names, numbers, read)
            .map_err(|error| self.error(error))
    }

    /// Reads the members of the JSON body: calls `read` with the number of each member that is one
    /// of the fields. `keys` are those of the fields, as JSON with quotes and the colon, and
    /// `numbers` what each belongs to.
    ///
    /// # Errors
    ///
    /// When it is no JSON object, or a value is not as its field wants it.
    #[inline]
    pub fn json_fields(
        &self,
        keys: &'static [&'static str],
        numbers: &'static [u16],
        read: &mut dyn FnMut(u16, &mut JsonMember<'_>) -> Result<(), UnreadMember>,
    ) -> Result<(), DecodeError> {
        let body = self.response.body();
        json::read_object(self.metadata, Message::Response, body, keys, numbers, read)
    }

    /// The value of a field that has no default. `absent` says what its type takes an absent one
    /// for.
    ///
    /// # Errors
    ///
    /// When it is absent, and the type does not take that for anything.
    pub fn require<T>(
        &self,
        part: Part,
        name: &'static str,
        slot: Slot<T>,
        absent: fn() -> Option<T>,
    ) -> Result<T, DecodeError> {
        slot.or_absent(absent)
            .ok_or_else(|| missing(self.metadata.name, Message::Response, part, name))
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// When it is no JSON text, or not as `T` wants it.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        json::decode(self.metadata, Message::Response, self.response.body())
    }

    /// The body as it is, another reference to the same bytes.
    #[must_use]
    #[inline]
    pub fn raw_body(&self) -> Bytes {
        self.response.body().clone()
    }

    #[cold]
    fn error(&self, error: DeserializeError) -> DecodeError {
        let part = Part::Header;
        let (location, problem) = hide_secrets(error, part, self.metadata.response_fields);
        DecodeError::new(self.metadata.name, Message::Response, part, location, problem)
    }
}

impl JsonBody for ResponseDecoder<'_> {
    fn read<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        self.json()
    }
}
