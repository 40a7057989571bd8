//! The encoder of a raw body.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header::CONTENT_TYPE};

use crate::{
    body::Body,
    error::{EncodeProblem, IntoHttpError, Part},
    wire::{body::BodyEncoder, stream},
};

/// Writes a [raw body](super::RawBody), with its `Content-Type`. Each of its `write` functions is the last
/// one.
pub struct RawBodyEncoder<'a> {
    headers: &'a mut HeaderMap,
    body: &'a mut BodyEncoder,
    /// The place of a stream, if the caller accepts one.
    stream: Option<&'a mut Option<Body>>,
}

// Neither headers nor body: there may be secrets in them.
impl fmt::Debug for RawBodyEncoder<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawBodyEncoder")
            .field("endpoint", &self.body.endpoint())
            .finish_non_exhaustive()
    }
}

impl<'a> RawBodyEncoder<'a> {
    #[inline]
    pub(in crate::wire) fn new(
        headers: &'a mut HeaderMap,
        body: &'a mut BodyEncoder,
        stream: Option<&'a mut Option<Body>>,
    ) -> Self {
        Self { headers, body, stream }
    }

    /// Sends these bytes. `content_type` is the value of the header, unless a field of the block sets it.
    ///
    /// ```
    /// # use matrix_api::{DecodeError, IntoHttpError, http::HeaderValue, wire::*};
    /// struct Icon(Vec<u8>);
    ///
    /// impl RawBody for Icon {
    ///     fn encode(&self, encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError> {
    ///         encoder.write(HeaderValue::from_static("image/png"), self.0.clone())
    ///     }
    /// #   fn decode(decoder: RawBodyDecoder<'_>) -> Result<Self, DecodeError> { Vec::decode(decoder).map(Self) }
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// When `content_type` is not a valid header value.
    #[inline]
    pub fn write(
        self,
        content_type: impl TryInto<HeaderValue>,
        bytes: impl Into<Bytes>,
    ) -> Result<(), IntoHttpError> {
        if self.headers.get(CONTENT_TYPE).is_none() {
            let Ok(content_type) = content_type.try_into() else {
                return Err(self.header_error());
            };
            self.headers.insert(CONTENT_TYPE, content_type);
        }
        self.body.raw_with_type(bytes.into());
        Ok(())
    }

    /// Sends these bytes as `application/octet-stream`, unless a field of the block sets the header.
    #[inline]
    pub fn write_octets(self, bytes: Bytes) {
        self.body.raw(bytes);
    }

    /// Sends a stream, whose bytes are read when they are sent. `content_type` is as for
    /// [`write`](Self::write).
    ///
    /// # Errors
    ///
    /// When `content_type` is not a valid header value, and when the message is encoded by
    /// [`try_into_http_request`](crate::OutgoingRequest::try_into_http_request) or
    /// [`try_into_http_response`](crate::OutgoingResponse::try_into_http_response), which have no streams.
    #[inline]
    pub fn write_stream(
        mut self,
        content_type: impl TryInto<HeaderValue>,
        body: &Body,
    ) -> Result<(), IntoHttpError> {
        let Some(stream) = self.stream.take() else {
            return Err(self.error("", stream::cannot_encode(self.body.message())));
        };
        *stream = Some(body.clone());
        self.write(content_type, Bytes::new())
    }

    /// Sets a header, unless a field of the block sets it.
    #[inline]
    pub(super) fn set_default_header(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.entry(name).or_insert(value);
    }

    /// Sends an empty body without `Content-Type`.
    #[inline]
    pub fn write_nothing(self) {
        self.body.raw_empty();
    }

    /// The `Content-Type` that a field of the block sets. It is sent instead of the format's, so a
    /// format with parameters that the body depends on, such as the boundary of `multipart/form-data`, has
    /// to follow it.
    #[must_use]
    #[inline]
    pub fn content_type_of_field(&self) -> Option<&HeaderValue> {
        self.headers.get(CONTENT_TYPE)
    }

    #[cold]
    #[inline]
    fn header_error(&self) -> IntoHttpError {
        let name = CONTENT_TYPE.as_str().to_owned();
        self.body.error(Part::Header, name, EncodeProblem::HeaderValue).into()
    }

    /// An error of the body: where it is, and the problem. An empty location means the whole body.
    #[cold]
    #[must_use]
    #[inline]
    pub fn error(&self, location: impl Into<String>, problem: EncodeProblem) -> IntoHttpError {
        self.body.error(Part::RawBody, location.into(), problem).into()
    }
}
