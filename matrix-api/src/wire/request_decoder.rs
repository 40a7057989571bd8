//! The decoder of requests.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Request};
use serde::de::DeserializeOwned;

use crate::{
    body::Body,
    error::{DecodeError, FromHttpRequestError, Part},
    metadata::Metadata,
    wire::{
        decoded_message::DecodedMessage,
        field_names::FieldNames,
        fields::{self, FieldSlots, Source},
        message_decoder::{MessageDecoder, part_error, read_json, read_part},
        path_arguments::PathArguments,
        raw_body::RawBodyDecoder,
    },
};

/// Decodes an HTTP request, part by part.
pub struct RequestDecoder<'a> {
    metadata: &'static Metadata,
    request: &'a Request<Bytes>,
    arguments: PathArguments<'a>,
    stream: Option<&'a Body>,
}

// Not the request: there may be secrets in it.
impl fmt::Debug for RequestDecoder<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestDecoder")
            .field("endpoint", &self.metadata.name)
            .finish_non_exhaustive()
    }
}

impl<'a> RequestDecoder<'a> {
    /// A decoder for a request to the endpoint. Its method and its path are compared with the endpoint's;
    /// HEAD counts as GET.
    ///
    /// # Errors
    ///
    /// When the method or the path is not the endpoint's.
    // Inlined, since the compiler knows the metadata: a path without placeholders is compared with a
    // constant.
    #[inline(always)]
    pub fn new(
        metadata: &'static Metadata,
        request: &'a Request<Bytes>,
    ) -> Result<Self, FromHttpRequestError> {
        if metadata.method == *request.method()
            && let Some(newest) = metadata.path.static_path()
            && is_same(newest, request.uri().path())
        {
            let arguments = PathArguments::NONE;
            return Ok(Self { metadata, request, arguments, stream: None });
        }
        Self::find_path(metadata, request)
    }

    fn find_path(
        metadata: &'static Metadata,
        request: &'a Request<Bytes>,
    ) -> Result<Self, FromHttpRequestError> {
        if !answers(&metadata.method, request.method()) {
            return Err(wrong_method(metadata, request.method()));
        }
        let path = request.uri().path();
        match PathArguments::find(&metadata.path, path) {
            Some(arguments) => Ok(Self { metadata, request, arguments, stream: None }),
            None => Err(wrong_path(metadata)),
        }
    }

    /// Reads the arguments of the path.
    ///
    /// # Errors
    ///
    /// When one is malformed, empty, `.` or `..`, or not what `T` expects.
    pub fn path<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        read_part(self, Part::Path, Source::Path(self.arguments))
    }

    /// Reads the query.
    ///
    /// # Errors
    ///
    /// When it is not what `T` expects.
    pub fn query<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        read_part(self, Part::Query, self.query_source())
    }

    /// Reads the headers.
    ///
    /// # Errors
    ///
    /// When they are not what `T` expects.
    pub fn headers<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        read_part(self, Part::Header, Source::Headers(self.request.headers()))
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
        RawBodyDecoder::new(self, self.request.body())
    }

    /// A decoder with the body that is a stream.
    pub(crate) fn with_stream(self, stream: Option<&'a Body>) -> Self {
        Self { stream, ..self }
    }

    fn query_source(&self) -> Source<'_> {
        Source::Query(self.request.uri().query().unwrap_or_default())
    }
}

impl MessageDecoder for RequestDecoder<'_> {
    #[inline]
    fn metadata(&self) -> &'static Metadata {
        self.metadata
    }

    #[inline]
    fn message(&self) -> DecodedMessage {
        DecodedMessage::Request
    }

    #[inline]
    fn header_map(&self) -> &HeaderMap {
        self.request.headers()
    }

    #[inline]
    fn stream(&self) -> Option<&Body> {
        self.stream
    }

    #[inline]
    fn body(&self) -> &Bytes {
        self.request.body()
    }
}

/// Reads arguments of the path, each into the slot of its field.
///
/// # Errors
///
/// When one is malformed, empty, `.` or `..`, or not what its field expects.
pub fn read_arguments(
    decoder: &RequestDecoder<'_>,
    names: FieldNames,
    slots: FieldSlots<'_>,
) -> Result<(), DecodeError> {
    fields::read_arguments(decoder.arguments, names, slots)
        .map_err(|error| part_error(decoder, Part::Path, error))
}

/// Reads keys of the query, each into the slot of its field.
///
/// # Errors
///
/// When a value is not what its field expects.
pub fn read_query(
    decoder: &RequestDecoder<'_>,
    names: FieldNames,
    slots: FieldSlots<'_>,
) -> Result<(), DecodeError> {
    fields::read_fields(decoder.query_source(), names, slots)
        .map_err(|error| part_error(decoder, Part::Query, error))
}

/// Whether the query has no keys.
#[must_use]
pub fn query_is_empty(decoder: &RequestDecoder<'_>) -> bool {
    decoder.request.uri().query().is_none_or(|query| query.bytes().all(|byte| byte == b'&'))
}

/// Whether a text equals one that the compiler knows. It compares up to 32 bytes without a call, so longer
/// texts are compared in two pieces.
#[inline(always)]
fn is_same(known: &'static str, text: &str) -> bool {
    let (known, text) = (known.as_bytes(), text.as_bytes());
    match (known.split_first_chunk::<32>(), text.split_first_chunk::<32>()) {
        (Some(known), Some(text)) => known == text,
        _ => known == text,
    }
}

fn answers(expected: &Method, found: &Method) -> bool {
    expected == found || (*found == Method::HEAD && *expected == Method::GET)
}

#[cold]
fn wrong_method(metadata: &'static Metadata, found: &Method) -> FromHttpRequestError {
    let (expected, found) = (metadata.method.clone(), found.clone());
    FromHttpRequestError::Method { endpoint: metadata.name, expected, found }
}

#[cold]
fn wrong_path(metadata: &'static Metadata) -> FromHttpRequestError {
    FromHttpRequestError::Path { endpoint: metadata.name, paths: &metadata.path }
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn known_texts_are_compared_to_their_ends() {
        let text = "/_matrix/client/v3/account/3pid/email/requestToken/of/some/length";
        for length in [0, 1, 31, 32, 33, 64, 65] {
            let known = &text[..length];
            assert!(is_same(known, known));
            assert!(!is_same(known, &format!("{known}/")));
            for position in 0..length {
                let other = format!("{}?{}", &known[..position], &known[position + 1..]);
                assert!(!is_same(known, &other), "{other}");
                assert!(!is_same(known, &known[..position]));
            }
        }
    }
}
