//! The decoder of responses.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use serde::de::DeserializeOwned;

use crate::{
    error::{DecodeError, Message, Part},
    metadata::Metadata,
    wire::message_decoder::{MessageDecoder, header_source, read_json, read_part},
};

/// Decodes the HTTP response of a success, part by part.
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
    /// A decoder for a response of the endpoint that [is a success](Self::is_success).
    #[must_use]
    #[inline]
    pub fn new(metadata: &'static Metadata, response: &'a Response<Bytes>) -> Self {
        Self { metadata, response }
    }

    /// Whether the status is that of the endpoint, or both are 2xx, or both redirect to another URI.
    #[must_use]
    #[inline]
    pub fn is_success(&self) -> bool {
        let (found, expected) = (self.response.status(), self.metadata.status);
        found == expected
            || (found.is_success() && expected.is_success())
            || (is_redirect(found) && is_redirect(expected))
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

    /// The body: another reference to the same bytes.
    #[must_use]
    #[inline]
    pub fn raw_body(&self) -> Bytes {
        self.response.body().clone()
    }
}

/// Whether a status redirects to the URI in `Location`. They differ in what a client has to do with the
/// method of its request: [RFC 9110, section 15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4).
fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

impl MessageDecoder for ResponseDecoder<'_> {
    #[inline]
    fn metadata(&self) -> &'static Metadata {
        self.metadata
    }

    #[inline]
    fn message(&self) -> Message {
        Message::Response
    }

    #[inline]
    fn header_map(&self) -> &HeaderMap {
        self.response.headers()
    }

    #[inline]
    fn body(&self) -> &Bytes {
        self.response.body()
    }
}
