//! The decoder of a raw body.

use std::fmt;

use bytes::Bytes;
use http::{HeaderValue, header::CONTENT_TYPE};

use crate::{
    body::Body,
    error::{DecodeError, DecodeProblem, Part},
    metadata::{Field, FieldPlace},
    wire::{items::Origin, media_type::MediaType, message_decoder::MessageDecoder, stream},
};

/// The longest media type that an error shows, in bytes. Registered ones are shorter.
const MAX_SHOWN: usize = 127;

/// The body of a received message, from which a [raw body](super::RawBody) is read.
#[derive(Clone, Copy)]
pub struct RawBodyDecoder<'a> {
    message: &'a dyn MessageDecoder,
    bytes: &'a Bytes,
}

// Neither headers nor body: there may be secrets in them.
impl fmt::Debug for RawBodyDecoder<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawBodyDecoder")
            .field("endpoint", &self.message.metadata().name)
            .field("message", &self.message.message().kind())
            .finish_non_exhaustive()
    }
}

impl<'a> RawBodyDecoder<'a> {
    #[inline]
    pub(in crate::wire) fn new(message: &'a dyn MessageDecoder, bytes: &'a Bytes) -> Self {
        Self { message, bytes }
    }

    /// The bytes as received.
    #[must_use]
    #[inline]
    pub fn bytes(&self) -> &'a Bytes {
        self.bytes
    }

    /// The body as a stream, for types with a streamed [`PLACE`](super::RawBody::PLACE).
    ///
    /// # Errors
    ///
    /// When the message is decoded by
    /// [`try_from_http_request`](crate::IncomingRequest::try_from_http_request) or
    /// [`try_from_http_response`](crate::IncomingResponse::try_from_http_response), which have no streams.
    #[inline]
    pub fn stream(&self) -> Result<&'a Body, DecodeError> {
        self.message
            .stream()
            .ok_or_else(|| self.error("", stream::cannot_decode(self.message.message().kind())))
    }

    /// Whether the body has no bytes. A stream may have some.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty() && self.message.stream().is_none()
    }

    /// The message, for the errors of its values.
    #[inline]
    pub(super) fn origin(&self) -> Origin {
        Origin::new(self.message.metadata(), self.message.message())
    }

    /// The body as text.
    ///
    /// # Errors
    ///
    /// When it is not UTF-8.
    #[inline]
    pub fn text(&self) -> Result<&'a str, DecodeError> {
        str::from_utf8(self.bytes).map_err(|_| {
            self.error("", DecodeProblem::WrongValue { expected: "text in UTF-8".into() })
        })
    }

    /// The value of the header `Content-Type`. `None` if the message has none, or it is malformed.
    #[must_use]
    #[inline]
    pub fn media_type(&self) -> Option<MediaType<'a>> {
        self.content_type().and_then(MediaType::of_header)
    }

    /// Checks the media type of the message, such as `text/csv`; its parameters may be any.
    ///
    /// A message without `Content-Type` is accepted. So is any media type if a field of the block has this
    /// header: it is for the application to judge.
    ///
    /// # Errors
    ///
    /// When the message has another media type. The error names both.
    #[inline]
    pub fn expect_media_type(&self, expected: &str) -> Result<(), DecodeError> {
        let Some(header) = self.content_type() else { return Ok(()) };
        let found = MediaType::of_header(header);
        if found.as_ref().is_some_and(|found| found.is(expected)) || self.has_content_type_field() {
            return Ok(());
        }
        Err(self.wrong_media_type(expected))
    }

    /// The error of a message whose media type is not the expected one.
    #[cold]
    #[must_use]
    #[inline]
    pub fn wrong_media_type(&self, expected: &str) -> DecodeError {
        let found = self.media_type().map(|found| {
            let essence = found.essence();
            essence.get(..MAX_SHOWN).unwrap_or(essence).to_ascii_lowercase().into()
        });
        let problem = DecodeProblem::MediaType { expected: expected.into(), found };
        self.error_in(Part::Header, CONTENT_TYPE.as_str().to_owned(), problem)
    }

    /// The error of a message whose `Content-Type` has not what was expected.
    #[cold]
    #[inline]
    pub(in crate::wire) fn wrong_content_type(&self, expected: &str) -> DecodeError {
        let problem = DecodeProblem::WrongValue { expected: expected.into() };
        self.error_in(Part::Header, CONTENT_TYPE.as_str().to_owned(), problem)
    }

    /// An error of the body: where it is, and the problem. An empty location means the whole body.
    ///
    /// If the field is a secret, the error has neither the location nor the reason of
    /// [`DecodeProblem::Rejected`].
    #[cold]
    #[must_use]
    #[inline]
    pub fn error(&self, location: impl Into<String>, problem: DecodeProblem) -> DecodeError {
        let (location, problem) = match problem {
            problem if !self.is_secret() => (location.into(), problem),
            DecodeProblem::Rejected { .. } => {
                (String::new(), DecodeProblem::Rejected { reason: None })
            }
            problem => (String::new(), problem),
        };
        self.error_in(Part::RawBody, location, problem)
    }

    /// Whether the field is a secret.
    #[inline]
    pub(super) fn is_secret(&self) -> bool {
        self.fields().any(|field| field.place == FieldPlace::RawBody && field.secret)
    }

    #[cold]
    #[inline]
    pub(super) fn error_in(
        &self,
        part: Part,
        location: String,
        problem: DecodeProblem,
    ) -> DecodeError {
        let (endpoint, message) = (self.message.metadata().name, self.message.message().kind());
        DecodeError::new(endpoint, message, part, location, problem)
    }

    #[inline]
    fn content_type(&self) -> Option<&'a HeaderValue> {
        self.message.header_map().get(CONTENT_TYPE)
    }

    #[inline]
    fn has_content_type_field(&self) -> bool {
        self.fields().any(|field| {
            field.place == FieldPlace::Header
                && field.name.eq_ignore_ascii_case(CONTENT_TYPE.as_str())
        })
    }

    #[inline]
    fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.message.message().fields(self.message.metadata()).iter()
    }
}
