//! The encoder of responses.

use std::fmt;

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::{
    error::{EncodeError, IntoHttpError, Message, Part},
    metadata::Metadata,
    wire::{
        body::{BodyEncoder, MessageEncoder},
        fields::{FieldsSerializer, HeadersSink, SerializeError},
        json::JsonSerializer,
    },
};

/// Encodes the HTTP response of a success, part by part: headers, body.
pub struct ResponseEncoder<'a> {
    metadata: &'static Metadata,
    response: &'a mut Response<Bytes>,
    body: &'a mut BodyEncoder,
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
    /// Fills an empty response; `write` writes the fields. A body that is not written is `{}`, except for
    /// redirects and 204, which have no body.
    pub(crate) fn fill(
        response: &mut Response<Bytes>,
        metadata: &'static Metadata,
        write: impl FnOnce(&mut ResponseEncoder<'_>) -> Result<(), IntoHttpError>,
    ) -> Result<(), IntoHttpError> {
        // Compiled for every endpoint, so that one without a JSON body needs no buffer.
        let mut body = BodyEncoder::new(metadata.name, Message::Response);
        let mut encoder = ResponseEncoder { metadata, response, body: &mut body };
        write(&mut encoder)?;
        encoder.finish();
        Ok(())
    }

    /// Writes headers.
    ///
    /// # Errors
    ///
    /// When a value is neither a scalar nor a list of scalars, or HTTP does not allow it in a header.
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
        self.body.json(write)
    }

    /// Sends bytes as the body.
    pub fn raw_body(&mut self, body: Bytes) {
        self.body.raw(body);
    }

    fn finish(&mut self) {
        let Self { metadata, response, body, .. } = self;
        let status = metadata.status;
        let bodiless = status.is_redirection() || status == StatusCode::NO_CONTENT;
        *response.body_mut() = body.take(bodiless, response.headers_mut());
        *response.status_mut() = status;
    }

    #[cold]
    fn error(&self, error: SerializeError) -> IntoHttpError {
        let (field, problem) = error.into_parts();
        EncodeError::new(self.metadata.name, Message::Response, Part::Header, field, problem).into()
    }
}

impl MessageEncoder for ResponseEncoder<'_> {
    fn body(&mut self) -> &mut BodyEncoder {
        self.body
    }
}
