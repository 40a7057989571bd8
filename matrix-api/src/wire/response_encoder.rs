//! Writes responses.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};

use super::{
    FieldsSerializer, JsonObject, SerializeError, fields::HeadersSink, json,
    outgoing_body::OutgoingBody,
};
use crate::{EncodeError, IntoHttpError, Message, Metadata, Part};

/// Writes the HTTP response of a success, part by part: headers, the body.
pub struct ResponseEncoder {
    metadata: &'static Metadata,
    headers: HeaderMap,
    body: OutgoingBody,
}

// Not the body: there may be secrets in it.
impl fmt::Debug for ResponseEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseEncoder")
            .field("endpoint", &self.metadata.name)
            .finish_non_exhaustive()
    }
}

impl ResponseEncoder {
    /// For an answer of the endpoint.
    #[must_use]
    pub fn new(metadata: &'static Metadata) -> Self {
        Self { metadata, headers: HeaderMap::new(), body: OutgoingBody::None }
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
        let mut sink = HeadersSink { headers: &mut self.headers, fields };
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
        write: impl FnOnce(&mut serde_json::Serializer<&mut Vec<u8>>) -> Result<(), serde_json::Error>,
    ) -> Result<(), IntoHttpError> {
        let mut json = json::buffer();
        let written = write(&mut serde_json::Serializer::new(&mut json));
        self.finish_json(json, written)
    }

    /// Sends an object as the JSON body.
    ///
    /// # Errors
    ///
    /// When one of its members could not be written as JSON.
    pub fn json_object(&mut self, object: JsonObject) -> Result<(), IntoHttpError> {
        let json = object.finish().map_err(|(name, error)| {
            json::encode_error(self.metadata, Message::Response, name, error)
        })?;
        self.body = OutgoingBody::Json(json.into());
        Ok(())
    }

    /// Sends bytes as the body.
    pub fn raw_body(&mut self, body: Bytes) {
        self.body = OutgoingBody::Raw(body);
    }

    /// The response.
    ///
    /// A body that was not written is `{}`, but for redirects and statuses that have none.
    #[must_use]
    pub fn finish(mut self) -> Response<Bytes> {
        let status = self.metadata.status;
        let bodiless = status.is_redirection() || status == StatusCode::NO_CONTENT;
        let mut response = Response::new(self.body.finish(bodiless, &mut self.headers));
        *response.status_mut() = status;
        *response.headers_mut() = self.headers;
        response
    }

    /// What does not have to be compiled for every endpoint.
    fn finish_json(
        &mut self,
        json: Vec<u8>,
        written: Result<(), serde_json::Error>,
    ) -> Result<(), IntoHttpError> {
        self.body = OutgoingBody::Json(json.into());
        written
            .map_err(|error| json::encode_error(self.metadata, Message::Response, "", error).into())
    }

    #[cold]
    fn error(&self, error: SerializeError) -> IntoHttpError {
        let (field, problem) = error.into_parts();
        EncodeError::new(self.metadata.name, Message::Response, Part::Header, field, problem).into()
    }
}
