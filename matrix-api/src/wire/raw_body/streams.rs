//! Streams as bodies.

use http::{HeaderValue, header::CACHE_CONTROL};

use super::{RawBody, RawBodyDecoder, RawBodyEncoder};
#[cfg(feature = "describe")]
use crate::description::{BodyDescription, Shape, Shapes};
use crate::{
    body::Body,
    error::{DecodeError, IntoHttpError},
    metadata::FieldPlace,
    wire::items::{EventStream, JsonLines},
};

impl RawBody for Body {
    const PLACE: FieldPlace = FieldPlace::StreamedBody;

    /// Sends the stream as `application/octet-stream`.
    #[inline]
    fn encode(&self, encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError> {
        encoder.write_stream("application/octet-stream", self)
    }

    #[inline]
    fn decode(decoder: RawBodyDecoder<'_>) -> Result<Self, DecodeError> {
        decoder.stream().cloned()
    }

    #[cfg(feature = "describe")]
    fn describe(_: &mut Shapes) -> BodyDescription {
        BodyDescription::new("application/octet-stream", Shape::Any)
    }
}

impl<T> RawBody for JsonLines<T> {
    const PLACE: FieldPlace = FieldPlace::JsonLines;

    #[inline]
    fn encode(&self, encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError> {
        encoder.write_stream(Self::MEDIA_TYPE, self.as_body())
    }

    /// Takes any media type: none is registered, and several are in use.
    #[inline]
    fn decode(decoder: RawBodyDecoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self::received(decoder.stream()?.clone(), decoder.origin()))
    }

    #[cfg(feature = "describe")]
    fn describe(_: &mut Shapes) -> BodyDescription {
        BodyDescription::new(Self::MEDIA_TYPE, Shape::Any.list())
    }
}

impl<T> RawBody for EventStream<T> {
    const PLACE: FieldPlace = FieldPlace::EventStream;

    /// Sends the stream with `Cache-Control: no-cache`, unless a field of the block sets the header.
    #[inline]
    fn encode(&self, mut encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError> {
        encoder.set_default_header(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        encoder.write_stream(Self::MEDIA_TYPE, self.as_body())
    }

    #[inline]
    fn decode(decoder: RawBodyDecoder<'_>) -> Result<Self, DecodeError> {
        decoder.expect_media_type(Self::MEDIA_TYPE)?;
        Ok(Self::received(decoder.stream()?.clone(), decoder.origin()))
    }

    #[cfg(feature = "describe")]
    fn describe(_: &mut Shapes) -> BodyDescription {
        BodyDescription::new(Self::MEDIA_TYPE, Shape::Any.list())
    }
}
