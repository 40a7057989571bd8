//! The encoder of responses.

use std::fmt;

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::{
    body::Body,
    error::{EncodeError, EncodeProblem, IntoHttpError, Message, Part},
    metadata::{Metadata, SuccessResponse},
    wire::{
        body::{BodyEncoder, MessageEncoder},
        fields::{FieldsSerializer, HeadersSink, SerializeError},
        json::JsonSerializer,
        raw_body::RawBodyEncoder,
    },
};

/// Encodes the HTTP response of a success, part by part: headers, body, status.
///
/// It writes the first of the endpoint's [responses](Metadata::responses), unless
/// [`select`](Self::select) is called before anything is written.
pub struct ResponseEncoder<'a> {
    metadata: &'static Metadata,
    response: &'a mut Response<Bytes>,
    body: &'a mut BodyEncoder,
    /// The place of a body that is a stream, if the caller accepts one.
    stream: Option<&'a mut Option<Body>>,
}

// Not the body: there may be secrets in it.
impl fmt::Debug for ResponseEncoder<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseEncoder")
            .field("endpoint", &self.metadata.name)
            .finish_non_exhaustive()
    }
}

impl ResponseEncoder<'_> {
    /// Fills an empty response; `write` writes the fields. A body that is not written is `{}`, except for
    /// redirects, 204 and 205, which have no body.
    pub(crate) fn fill(
        response: &mut Response<Bytes>,
        stream: Option<&mut Option<Body>>,
        metadata: &'static Metadata,
        write: impl FnOnce(&mut ResponseEncoder<'_>) -> Result<(), IntoHttpError>,
    ) -> Result<(), IntoHttpError> {
        // Compiled for every endpoint, so that one without a JSON body needs no buffer.
        let mut body = BodyEncoder::new(metadata.name, Message::Response);
        *response.status_mut() = metadata.responses.default().status;
        let mut encoder = ResponseEncoder { metadata, response, body: &mut body, stream };
        write(&mut encoder)?;
        encoder.finish();
        Ok(())
    }

    /// Selects which of the endpoint's responses is written, by its status.
    ///
    /// # Errors
    ///
    /// When the endpoint has no such response.
    pub fn select(&mut self, status: StatusCode) -> Result<(), IntoHttpError> {
        if self.metadata.responses.iter().any(|response| response.status == status) {
            *self.response.status_mut() = status;
            Ok(())
        } else {
            Err(self.unexpected_status(status, self.metadata.responses.expected(status)))
        }
    }

    /// Sets another status of the response's class: see
    /// [`SuccessResponses`](crate::metadata::SuccessResponses). Call it after the body is written.
    ///
    /// # Errors
    ///
    /// When the status is not in the class, or when the response has a body and the status is 204 or 205.
    pub fn status(&mut self, status: StatusCode) -> Result<(), IntoHttpError> {
        let selected = self.selected();
        match self.metadata.responses.with_status(status) {
            Some(found) if found.status == selected.status => {}
            _ => {
                return Err(
                    self.unexpected_status(status, self.metadata.responses.allowed(selected))
                );
            }
        }
        if is_without_body(status) && self.body.is_written() {
            return Err(self.error(
                Part::Status,
                String::new(),
                EncodeProblem::StatusWithoutBody(status),
            ));
        }
        *self.response.status_mut() = status;
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
        let fields = self.selected().fields;
        let mut sink = HeadersSink { headers: self.response.headers_mut(), fields };
        match write(FieldsSerializer::new(&mut sink)) {
            Ok(()) => Ok(()),
            Err(error) => {
                let (field, problem) = error.into_parts();
                Err(self.error(Part::Header, field, problem))
            }
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

    /// The encoder of a body that is not JSON, for [`RawBody::encode`](crate::wire::RawBody::encode).
    /// Headers are written before.
    #[inline]
    pub fn raw_body(&mut self) -> RawBodyEncoder<'_> {
        let stream = self.stream.as_deref_mut();
        RawBodyEncoder::new(self.response.headers_mut(), self.body, stream)
    }

    /// The response that is written: until its last part, it has the status of one.
    #[inline]
    fn selected(&self) -> &'static SuccessResponse {
        let responses = &self.metadata.responses;
        responses.with_status_or_default(self.response.status())
    }

    fn finish(&mut self) {
        let Self { response, body, .. } = self;
        let status = response.status();
        let bodiless = status.is_redirection() || is_without_body(status);
        *response.body_mut() = body.take(bodiless, response.headers_mut());
    }

    #[cold]
    fn unexpected_status(&self, found: StatusCode, expected: String) -> IntoHttpError {
        let problem = EncodeProblem::Status { expected: expected.into(), found };
        self.error(Part::Status, String::new(), problem)
    }

    #[cold]
    fn error(&self, part: Part, field: String, problem: EncodeProblem) -> IntoHttpError {
        EncodeError::new(self.metadata.name, Message::Response, part, field, problem).into()
    }
}

/// Whether a 2xx response with the status has no body
/// ([RFC 9110, section 15.3](https://www.rfc-editor.org/rfc/rfc9110#section-15.3)).
fn is_without_body(status: StatusCode) -> bool {
    matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT)
}

impl MessageEncoder for ResponseEncoder<'_> {
    fn body(&mut self) -> &mut BodyEncoder {
        self.body
    }
}
