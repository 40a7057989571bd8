//! Bodies of several parts, such as files and the fields of a form.

mod headers;
mod parse;
mod part;
#[cfg(test)]
mod tests;
mod write;

use std::{fmt, marker::PhantomData};

pub use self::part::Part;
use self::{parse::Malformed, write::Unwritable};
use super::raw_body::{RawBody, RawBodyDecoder, RawBodyEncoder};
#[cfg(feature = "describe")]
use crate::description::{BodyDescription, Shape, Shapes};
use crate::{
    error::{DecodeError, DecodeProblem, EncodeProblem, IntoHttpError},
    wire::media_type::MediaType,
};

/// A body of several [parts](Part), each with headers of its own.
///
/// `S` is the subtype: [`FormData`] for forms with files, [`Mixed`] for parts of any kind.
///
/// | | |
/// |---|---|
/// | delimiter | When it is written, a random one that occurs in no part. If the block has a field with the header `CONTENT_TYPE`, the boundary of its value |
/// | line ends | CRLF |
/// | before and after the parts | Read over |
/// | limits | 1,024 parts; 16 KiB and 64 lines of headers for each part |
///
/// See [RFC 2046, section 5.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.1) and, for forms,
/// [RFC 7578](https://www.rfc-editor.org/rfc/rfc7578).
///
/// ```
/// pub mod add_photo {
///     use matrix_api::{
///         ruma_api,
///         wire::multipart::{FormData, Multipart},
///     };
///
///     ruma_api! {
///         metadata {
///             description: "Add a photo to an album.",
///             method: POST,
///             name: "add_photo",
///             path: "/photos",
///             rate_limited: true,
///             requires_authentication: false,
///         }
///         request {
///             /// The fields `title` and `photo`.
///             #[ruma_api(raw_body)]
///             pub form: Multipart<FormData>,
///         }
///         response {}
///     }
/// }
///
/// use matrix_api::{
///     IncomingRequest, OutgoingRequest, SupportedVersions,
///     wire::multipart::{Multipart, Part},
/// };
///
/// let form = Multipart::new()
///     .with(Part::text("title", "The beach"))
///     .with(Part::file("photo", "beach.png", "image/png", vec![0x89, b'P', b'N', b'G']));
/// let request = add_photo::Request::new(form);
/// let versions = SupportedVersions::unknown();
/// let request = request.try_into_http_request("https://example.org", (), &versions)?;
///
/// let received = add_photo::Request::try_from_http_request(&request)?;
/// let photo = received.form.part("photo").unwrap();
/// assert_eq!(photo.file_name.as_deref(), Some("beach.png"));
/// assert_eq!(photo.content_type.as_deref(), Some("image/png"));
/// assert_eq!(photo.content, vec![0x89, b'P', b'N', b'G']);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Parts as fields of a struct
///
/// A type of your own names its parts once. It is a [`RawBody`] on top of this one:
///
/// ```
/// use matrix_api::{
///     DecodeError, IntoHttpError,
///     bytes::Bytes,
///     error::DecodeProblem,
///     wire::{
///         RawBody, RawBodyDecoder, RawBodyEncoder,
///         multipart::{Mixed, Multipart, Part},
///     },
/// };
///
/// /// The answer of a Matrix server to another one that asks for a file: an object of JSON, and the file.
/// #[derive(Clone, Debug, PartialEq)]
/// pub struct Media {
///     pub metadata: Bytes,
///     pub file: Part,
/// }
///
/// impl RawBody for Media {
///     fn encode(&self, encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError> {
///         let metadata = Part::new(self.metadata.clone()).with_content_type("application/json");
///         Multipart::<Mixed>::new().with(metadata).with(self.file.clone()).encode(encoder)
///     }
///
///     fn decode(decoder: RawBodyDecoder<'_>) -> Result<Self, DecodeError> {
///         match <[Part; 2]>::try_from(Multipart::<Mixed>::decode(decoder)?.parts) {
///             Ok([metadata, file]) => Ok(Self { metadata: metadata.content, file }),
///             Err(_) => Err(decoder.error("", DecodeProblem::rejected("expected two parts"))),
///         }
///     }
/// }
/// ```
pub struct Multipart<S = FormData> {
    /// The parts, in their order.
    pub parts: Vec<Part>,
    subtype: PhantomData<fn() -> S>,
}

/// A kind of [`Multipart`] bodies.
pub trait Subtype {
    /// The media type: `multipart/form-data`.
    const MEDIA_TYPE: &'static str;

    /// The type of a part's `Content-Disposition` if the part does not say another. Each part must have a name if
    /// it is `form-data`.
    const DISPOSITION: &'static str;
}

/// `multipart/form-data`: the fields and files of a form. Each part has a name.
#[derive(Clone, Copy, Debug)]
pub enum FormData {}

/// `multipart/mixed`: parts of any kind, in an order that counts.
#[derive(Clone, Copy, Debug)]
pub enum Mixed {}

impl Subtype for FormData {
    const MEDIA_TYPE: &'static str = "multipart/form-data";
    const DISPOSITION: &'static str = "form-data";
}

impl Subtype for Mixed {
    const MEDIA_TYPE: &'static str = "multipart/mixed";
    const DISPOSITION: &'static str = "attachment";
}

impl<S> Multipart<S> {
    /// A body without parts.
    #[must_use]
    pub fn new() -> Self {
        Self { parts: Vec::new(), subtype: PhantomData }
    }

    /// Adds a part.
    #[must_use]
    pub fn with(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// The first part with this name.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.name.as_deref() == Some(name))
    }
}

impl<S: Subtype> RawBody for Multipart<S> {
    fn encode(&self, encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError> {
        encode(&self.parts, S::MEDIA_TYPE, S::DISPOSITION, encoder)
    }

    fn decode(decoder: RawBodyDecoder<'_>) -> Result<Self, DecodeError> {
        let parts = decode(decoder, S::MEDIA_TYPE, S::DISPOSITION)?;
        Ok(Self { parts, subtype: PhantomData })
    }

    #[cfg(feature = "describe")]
    fn describe(_: &mut Shapes) -> BodyDescription {
        BodyDescription::new(S::MEDIA_TYPE, Shape::Any)
    }
}

/// The disposition of parts that must have a name.
const FORM_DATA: &str = "form-data";

fn encode(
    parts: &[Part],
    media_type: &str,
    disposition: &str,
    encoder: RawBodyEncoder<'_>,
) -> Result<(), IntoHttpError> {
    for (index, part) in parts.iter().enumerate() {
        if disposition == FORM_DATA && part.name.is_none() {
            let problem = EncodeProblem::Rejected("a part of a form must have a name".into());
            return Err(encoder.error(location(index), problem));
        }
    }
    let given = given_boundary(&encoder)?;
    match write::write(parts, disposition, given.as_deref()) {
        Ok((boundary, body)) => encoder.write(format!("{media_type}; boundary={boundary}"), body),
        Err(Unwritable { part, reason }) => {
            Err(encoder.error(location(part), EncodeProblem::Rejected(reason.into())))
        }
    }
}

/// The boundary that a field of the block sets.
fn given_boundary(encoder: &RawBodyEncoder<'_>) -> Result<Option<String>, IntoHttpError> {
    let Some(header) = encoder.content_type_of_field() else { return Ok(None) };
    match MediaType::of_header(header).and_then(|given| given.parameter("boundary")) {
        Some(boundary) if parse::is_boundary(&boundary) => Ok(Some(boundary.into_owned())),
        _ => {
            let reason = "the field with the header `content-type` must have a `boundary` of 1 to 70 \
                          characters; leave the field out to have one chosen";
            Err(encoder.error("", EncodeProblem::Rejected(reason.into())))
        }
    }
}

fn decode(
    decoder: RawBodyDecoder<'_>,
    media_type: &str,
    disposition: &str,
) -> Result<Vec<Part>, DecodeError> {
    decoder.expect_media_type(media_type)?;
    let boundary = decoder.media_type().and_then(|found| found.parameter("boundary"));
    let Some(boundary) = boundary.filter(|boundary| parse::is_boundary(boundary)) else {
        return Err(decoder.wrong_content_type("a media type with a `boundary`"));
    };
    let parts = parse::parse(decoder.bytes(), &boundary, disposition).map_err(
        |Malformed { part, reason }| {
            let location = part.map(location).unwrap_or_default();
            decoder.error(location, DecodeProblem::rejected(reason))
        },
    )?;
    for (index, part) in parts.iter().enumerate() {
        if disposition == FORM_DATA && part.name.is_none() {
            return Err(decoder.error(location(index) + ".name", DecodeProblem::Missing));
        }
    }
    Ok(parts)
}

/// The place of a part in errors: `parts[0]`.
fn location(index: usize) -> String {
    format!("parts[{index}]")
}

// By hand, so that they do not ask for a trait of `S`.
impl<S> Clone for Multipart<S> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), subtype: PhantomData }
    }
}

impl<S> Default for Multipart<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> PartialEq for Multipart<S> {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts
    }
}

impl<S> fmt::Debug for Multipart<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.parts).finish()
    }
}

impl<S> FromIterator<Part> for Multipart<S> {
    fn from_iter<I: IntoIterator<Item = Part>>(parts: I) -> Self {
        Self { parts: parts.into_iter().collect(), subtype: PhantomData }
    }
}
