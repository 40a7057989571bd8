//! Writes responses.

use std::fmt;

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::{
    error::{EncodeError, IntoHttpError, Message, Part},
    metadata::Metadata,
    text::buffer::TextBuffer,
    wire::{
        fields::{FieldsSerializer, HeadersSink, SerializeError},
        json::{self, JsonObject, JsonSerializer},
        outgoing_body::OutgoingBody,
    },
};

/// Writes the HTTP response of a success, part by part: headers, the body.
pub struct ResponseEncoder<'a> {
    metadata: &'static Metadata,
    response: &'a mut Response<Bytes>,
    body: OutgoingBody,
    json: &'a mut TextBuffer,
}

// Not the body: there may be secrets in it.
impl fmt::Debug for ResponseEncoder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseEncoder")
            .field("endpoint", &self.metadata.name)
            .finish_non_exhaustive()
    }
}

impl ResponseEncoder<'_> {
    /// Fills an empty response with what `write` writes.
    ///
    /// A body that is not written is `{}`, but for redirects and statuses that have none.
    ///
    /// # Errors
    ///
    /// Those of `write`.
    pub fn fill(
        response: &mut Response<Bytes>,
        metadata: &'static Metadata,
        write: impl FnOnce(&mut ResponseEncoder<'_>) -> Result<(), IntoHttpError>,
    ) -> Result<(), IntoHttpError> {
        // Apart from the encoder: it is large, and moving it takes long. It is compiled for every
        // endpoint so that only a body of JSON needs it.
        let (body, mut json) = (OutgoingBody::None, TextBuffer::new());
        let mut encoder = ResponseEncoder { metadata, response, body, json: &mut json };
        write(&mut encoder)?;
        encoder.finish();
        Ok(())
    }

    /// Writes headers.
    ///
    /// # Errors
    ///
    /// When a value is no scalar and no list of scalars, or HTTP does not allow it in a header.
    pub fn headers(
        &mut self,
        write: impl FnOnce(FieldsSerializer<'_>) -> Result<(), SerializeError>,
    ) -> Result<(), IntoHttpError> {
        let fields = self.metadata.response_fields;
        let mut sink = HeadersSink { headers: self.response.headers_mut(), fields };
        match write(FieldsSerializer::new(&mut sink)) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.error(error)),
        }
    }

    /// Writes the body as JSON.
    ///
    /// # Errors
    ///
    /// When the value cannot be written as JSON.
    pub fn json(
        &mut self,
        write: impl FnOnce(JsonSerializer<'_>) -> Result<(), serde_json::Error>,
    ) -> Result<(), IntoHttpError> {
        let written = write(JsonSerializer::new(self.json));
        self.finish_json(written)
    }

    /// Begins an object that is the JSON body.
    #[must_use]
    pub fn json_object(&mut self) -> JsonObject<'_> {
        JsonObject::new(self.metadata, Message::Response, &mut self.body, self.json)
    }

    /// Sends bytes as the body.
    pub fn raw_body(&mut self, body: Bytes) {
        self.body = OutgoingBody::Raw(body);
    }

    fn finish(&mut self) {
        let Self { metadata, response, body, .. } = self;
        let status = metadata.status;
        let bodiless = status.is_redirection() || status == StatusCode::NO_CONTENT;
        *response.body_mut() = body.take(bodiless, response.headers_mut());
        *response.status_mut() = status;
    }

    /// What does not have to be compiled for every endpoint.
    fn finish_json(&mut self, written: Result<(), serde_json::Error>) -> Result<(), IntoHttpError> {
        self.body = OutgoingBody::Json(self.json.take());
        written
            .map_err(|error| json::encode_error(self.metadata, Message::Response, "", error).into())
    }

    #[cold]
    fn error(&self, error: SerializeError) -> IntoHttpError {
        let (field, problem) = error.into_parts();
        EncodeError::new(self.metadata.name, Message::Response, Part::Header, field, problem).into()
    }
}
