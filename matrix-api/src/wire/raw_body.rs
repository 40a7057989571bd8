//! Bodies that are not JSON.

mod decoder;
#[cfg(feature = "describe")]
mod description;
mod encoder;
mod form;
mod streams;
#[cfg(test)]
mod tests;
mod text;

use bytes::Bytes;

#[cfg(feature = "describe")]
pub use self::description::{BodyOf, sources};
pub use self::{decoder::RawBodyDecoder, encoder::RawBodyEncoder, form::Form, text::Text};
#[cfg(feature = "describe")]
use crate::description::{BodyDescription, Shape, Shapes};
use crate::{
    error::{DecodeError, IntoHttpError},
    metadata::FieldPlace,
};

/// A whole body that is not JSON: the type of a `raw_body` field.
///
/// | type | media type |
/// |---|---|
/// | `Bytes`, `Vec<u8>` | `application/octet-stream`; any when received |
/// | [`Text`] | `text/plain; charset=utf-8` |
/// | [`Form<T>`](Form) | `application/x-www-form-urlencoded` |
/// | `Multipart<FormData>`, `Multipart<Mixed>` | `multipart/form-data`, `multipart/mixed`: feature `multipart` |
/// | [`Body`](crate::Body) | a stream of bytes, `application/octet-stream` |
/// | [`JsonLines<T>`](crate::JsonLines), [`EventStream<T>`](crate::EventStream) | streams of values |
/// | `Option<T>` | a body that may be empty: `None` has no `Content-Type` |
///
/// # A format of your own
///
/// Both directions may fail. [`encode`](Self::encode) writes the body together with its `Content-Type`.
/// [`decode`](Self::decode) checks the media type of the message if the format needs that; `Bytes` accepts
/// any. Errors are made by the encoder and the decoder, which know the endpoint.
///
/// ```
/// use matrix_api::{
///     DecodeError, IntoHttpError,
///     error::DecodeProblem,
///     wire::{RawBody, RawBodyDecoder, RawBodyEncoder},
/// };
///
/// /// Numbers, one a line.
/// #[derive(Clone, Debug, PartialEq)]
/// pub struct Samples(pub Vec<u32>);
///
/// impl RawBody for Samples {
///     fn encode(&self, encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError> {
///         let lines = self.0.iter().map(|number| format!("{number}\n")).collect::<String>();
///         encoder.write("text/csv", lines)
///     }
///
///     fn decode(decoder: RawBodyDecoder<'_>) -> Result<Self, DecodeError> {
///         decoder.expect_media_type("text/csv")?;
///         let numbers = decoder.text()?.lines().map(str::parse).collect::<Result<_, _>>();
///         let problem = || DecodeProblem::rejected("expected a number on each line");
///         numbers.map(Self).map_err(|_| decoder.error("", problem()))
///     }
/// }
///
/// pub mod samples {
///     use super::Samples;
///
///     matrix_api::ruma_api! {
///         metadata {
///             description: "Get the samples of a sensor.",
///             method: GET,
///             name: "samples",
///             path: "/samples",
///             rate_limited: false,
///             requires_authentication: false,
///         }
///         request {}
///         response {
///             /// The samples, the oldest first.
///             #[ruma_api(raw_body)]
///             pub samples: Samples,
///         }
///     }
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use matrix_api::{IncomingResponse, OutgoingResponse, bytes::Bytes};
///
/// let response = samples::Response::new(Samples(vec![7, 8]));
/// let mut response = response.try_into_http_response()?;
/// assert_eq!(response.headers()["content-type"], "text/csv");
/// assert_eq!(response.body(), "7\n8\n");
/// let read = samples::Response::try_from_http_response(&response)?;
/// assert_eq!(read.samples, Samples(vec![7, 8]));
///
/// *response.body_mut() = Bytes::from("7\neight\n");
/// let error = samples::Response::try_from_http_response(&response).unwrap_err();
/// let expected = "samples: response body: invalid value: expected a number on each line";
/// assert_eq!(error.to_string(), expected);
///
/// response.headers_mut().insert("content-type", "text/html".parse()?);
/// let error = samples::Response::try_from_http_response(&response).unwrap_err();
/// let expected = "samples: response header: `content-type`: expected the media type `text/csv`, \
///                 found `text/html`";
/// assert_eq!(error.to_string(), expected);
/// # Ok(()) }
/// ```
///
/// With the feature `describe`, a format says its media type and the shape of its value in `describe`:
/// `BodyDescription::new("text/csv", Shape::TEXT)`.
///
/// # The header `Content-Type`
///
/// If the block has a field with the header `CONTENT_TYPE`, its value is sent instead of the format's,
/// and the media type of a received message is left to that field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a raw body",
    label = "does not implement `RawBody`",
    note = "for bytes, use `bytes::Bytes`, which is never copied, or `Vec<u8>`; for text, use `Text`",
    note = "for a stream, use `matrix_api::Body`",
    note = "for a format of your own, implement `matrix_api::wire::RawBody`"
)]
pub trait RawBody: Sized {
    /// The place that metadata have for the body. A format that is written and read as a
    /// [stream](crate::Body) has [`FieldPlace::StreamedBody`].
    const PLACE: FieldPlace = FieldPlace::RawBody;

    /// Writes the body, with its `Content-Type`.
    ///
    /// # Errors
    ///
    /// When the value cannot be written.
    fn encode(&self, encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError>;

    /// Reads the body.
    ///
    /// # Errors
    ///
    /// When the body or its media type is not what the type expects.
    fn decode(decoder: RawBodyDecoder<'_>) -> Result<Self, DecodeError>;

    /// The media type, and the shape of the value in the body. By default nothing is known.
    #[cfg(feature = "describe")]
    fn describe(shapes: &mut Shapes) -> BodyDescription {
        let _ = shapes;
        BodyDescription::UNKNOWN
    }
}

impl RawBody for Bytes {
    /// Sends another reference to the same bytes, as `application/octet-stream`.
    #[inline]
    fn encode(&self, encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError> {
        encoder.write_octets(self.clone());
        Ok(())
    }

    #[inline]
    fn decode(decoder: RawBodyDecoder<'_>) -> Result<Self, DecodeError> {
        Ok(decoder.bytes().clone())
    }

    #[cfg(feature = "describe")]
    fn describe(_: &mut Shapes) -> BodyDescription {
        BodyDescription::new("application/octet-stream", Shape::Any)
    }
}

impl RawBody for Vec<u8> {
    /// Sends a copy of the bytes, as `application/octet-stream`.
    #[inline]
    fn encode(&self, encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError> {
        encoder.write_octets(Bytes::copy_from_slice(self));
        Ok(())
    }

    #[inline]
    fn decode(decoder: RawBodyDecoder<'_>) -> Result<Self, DecodeError> {
        Ok(decoder.bytes().to_vec())
    }

    #[cfg(feature = "describe")]
    fn describe(_: &mut Shapes) -> BodyDescription {
        BodyDescription::new("application/octet-stream", Shape::Any)
    }
}

impl<T: RawBody> RawBody for Option<T> {
    const PLACE: FieldPlace = T::PLACE;

    #[inline]
    fn encode(&self, encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError> {
        match self {
            Some(body) => body.encode(encoder),
            None => {
                encoder.write_nothing();
                Ok(())
            }
        }
    }

    #[inline]
    fn decode(decoder: RawBodyDecoder<'_>) -> Result<Self, DecodeError> {
        if decoder.is_empty() { Ok(None) } else { T::decode(decoder).map(Some) }
    }

    #[cfg(feature = "describe")]
    fn describe(shapes: &mut Shapes) -> BodyDescription {
        T::describe(shapes)
    }
}
