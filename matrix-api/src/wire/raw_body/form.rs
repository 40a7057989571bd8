//! Bodies of HTML forms.

use serde::{Serialize, de::DeserializeOwned};

use super::{RawBody, RawBodyDecoder, RawBodyEncoder};
#[cfg(feature = "describe")]
use crate::description::{BodyDescription, Shapes};
use crate::{
    error::{DecodeError, IntoHttpError, Part},
    text::buffer::TextBuffer,
    wire::{
        deserialize_error::DeserializeError,
        fields::{self, FieldsSerializer, FormSink, SerializeError, Source},
    },
};

const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// A body of the format `application/x-www-form-urlencoded`, as HTML forms and OAuth 2.0 send it.
///
/// `T` is a struct of named fields, a map, or a list of pairs. A field is text in the same way as in a query:
/// a scalar, or a list of scalars, which repeats the name. `None` is left out.
///
/// Errors name the field, also if the body is a secret.
///
/// See the [URL standard](https://url.spec.whatwg.org/#application/x-www-form-urlencoded).
///
/// ```
/// # mod serde { pub use matrix_api::__private::serde::*; }
/// pub mod token {
///     use matrix_api::{ruma_api, wire::Form};
///     # use matrix_api::__private::serde;
///
///     #[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
///     # #[serde(crate = "matrix_api::__private::serde")]
///     pub struct Grant {
///         pub grant_type: String,
///         pub code: String,
///         pub scope: Option<String>,
///     }
///
///     ruma_api! {
///         metadata {
///             description: "Exchange an authorization code for an access token.",
///             method: POST,
///             name: "token",
///             path: "/oauth2/token",
///             rate_limited: true,
///             requires_authentication: false,
///         }
///         request {
///             /// The authorization code. It is a secret.
///             #[ruma_api(raw_body, secret)]
///             pub grant: Form<Grant>,
///         }
///         response {
///             pub access_token: String,
///         }
///     }
/// }
///
/// use matrix_api::{OutgoingRequest, SupportedVersions, wire::Form};
///
/// let grant = token::Grant {
///     grant_type: "authorization_code".to_owned(),
///     code: "Spl xl&BzZQ".to_owned(),
///     scope: None,
/// };
/// let request = token::Request::new(Form(grant));
/// let versions = SupportedVersions::unknown();
/// let request = request.try_into_http_request("https://auth.example.org", (), &versions)?;
/// assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
/// assert_eq!(request.body(), "grant_type=authorization_code&code=Spl+xl%26BzZQ");
/// # Ok::<(), matrix_api::IntoHttpError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Form<T>(pub T);

impl<T: Serialize + DeserializeOwned> RawBody for Form<T> {
    #[inline]
    fn encode(&self, encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError> {
        let mut text = TextBuffer::new();
        let mut sink = FormSink { text: &mut text };
        match self.0.serialize(FieldsSerializer::new(&mut sink)) {
            Ok(()) => encoder.write(MEDIA_TYPE, text.take()),
            Err(error) => Err(encode_error(&encoder, error)),
        }
    }

    #[inline]
    fn decode(decoder: RawBodyDecoder<'_>) -> Result<Self, DecodeError> {
        decoder.expect_media_type(MEDIA_TYPE)?;
        match fields::read_all(Source::Query(decoder.text()?)) {
            Ok(value) => Ok(Self(value)),
            Err(error) => Err(decode_error(decoder, error)),
        }
    }

    #[cfg(feature = "describe")]
    fn describe(shapes: &mut Shapes) -> BodyDescription {
        BodyDescription::new(MEDIA_TYPE, shapes.ask_and_compare::<T>())
    }
}

#[cold]
#[inline]
fn encode_error(encoder: &RawBodyEncoder<'_>, error: SerializeError) -> IntoHttpError {
    let (field, problem) = error.into_parts();
    encoder.error(field, problem)
}

#[cold]
#[inline]
fn decode_error(decoder: RawBodyDecoder<'_>, error: DeserializeError) -> DecodeError {
    let (location, problem) = error.into_parts(decoder.is_secret());
    decoder.error_in(Part::RawBody, location, problem)
}
