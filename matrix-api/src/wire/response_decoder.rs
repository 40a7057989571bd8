//! The decoder of responses.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use serde::de::DeserializeOwned;

use crate::{
    body::Body,
    error::{DecodeError, DecodeProblem, Message, Part},
    metadata::{Metadata, SuccessResponse},
    wire::{
        decoded_message::DecodedMessage,
        message_decoder::{MessageDecoder, header_source, read_json, read_part},
        raw_body::RawBodyDecoder,
    },
};

/// Decodes the HTTP response of a success, part by part.
pub struct ResponseDecoder<'a> {
    metadata: &'static Metadata,
    response: &'a Response<Bytes>,
    stream: Option<&'a Body>,
}

// Not the response: there may be secrets in it.
impl fmt::Debug for ResponseDecoder<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseDecoder")
            .field("endpoint", &self.metadata.name)
            .finish_non_exhaustive()
    }
}

impl<'a> ResponseDecoder<'a> {
    /// A decoder for a response of the endpoint that [is a success](Self::is_success).
    #[must_use]
    #[inline]
    pub fn new(metadata: &'static Metadata, response: &'a Response<Bytes>) -> Self {
        Self { metadata, response, stream: None }
    }

    /// A decoder with the body that is a stream.
    pub(crate) fn with_stream(self, stream: Option<&'a Body>) -> Self {
        Self { stream, ..self }
    }

    /// Whether the body of the response is a stream.
    pub(crate) fn is_streamed(&self) -> bool {
        self.success_response().is_ok_and(SuccessResponse::is_streamed)
    }

    /// Whether the status is that of a [response of the endpoint](Metadata::responses), or of its class: both
    /// are 2xx, or both redirect to another URI.
    #[must_use]
    #[inline]
    pub fn is_success(&self) -> bool {
        self.metadata.responses.has_class_of(self.status())
    }

    /// The status of the response.
    #[must_use]
    #[inline]
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// Which of the endpoint's responses it is, by its status.
    ///
    /// # Errors
    ///
    /// When it has none of their statuses, although several responses have its class.
    pub fn success_response(&self) -> Result<&'static SuccessResponse, DecodeError> {
        self.metadata.responses.with_status(self.status()).ok_or_else(|| self.unexpected_status())
    }

    /// Reads the headers.
    ///
    /// # Errors
    ///
    /// When they are not what `T` expects.
    pub fn headers<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        read_part(self, Part::Header, header_source(self))
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// When it is not JSON, or not what `T` expects.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        read_json(self)
    }

    /// The decoder of a body that is not JSON, for [`RawBody::decode`](crate::wire::RawBody::decode).
    #[must_use]
    #[inline]
    pub fn raw_body(&self) -> RawBodyDecoder<'_> {
        RawBodyDecoder::new(self, self.response.body())
    }

    #[cold]
    fn unexpected_status(&self) -> DecodeError {
        let (endpoint, found) = (self.metadata.name, self.status());
        let expected = self.metadata.responses.expected(found).into();
        let problem = DecodeProblem::Status { expected, found };
        DecodeError::new(endpoint, Message::Response, Part::Status, String::new(), problem)
    }
}

impl MessageDecoder for ResponseDecoder<'_> {
    #[inline]
    fn metadata(&self) -> &'static Metadata {
        self.metadata
    }

    #[inline]
    fn message(&self) -> DecodedMessage {
        DecodedMessage::Response(self.status())
    }

    #[inline]
    fn header_map(&self) -> &HeaderMap {
        self.response.headers()
    }

    #[inline]
    fn stream(&self) -> Option<&Body> {
        self.stream
    }

    #[inline]
    fn body(&self) -> &Bytes {
        self.response.body()
    }
}
