//! Bodies of text.

use super::{RawBody, RawBodyDecoder, RawBodyEncoder};
#[cfg(feature = "describe")]
use crate::description::{BodyDescription, Shape, Shapes};
use crate::error::{DecodeError, IntoHttpError};

const MEDIA_TYPE: &str = "text/plain";
const CONTENT_TYPE: &str = "text/plain; charset=utf-8";

/// A body of text, `text/plain; charset=utf-8`.
///
/// A received body must be UTF-8. For other media types, such as HTML, add a field with the header
/// `CONTENT_TYPE` to the block.
///
/// ```
/// pub mod robots {
///     use matrix_api::{ruma_api, wire::Text};
///
///     ruma_api! {
///         metadata {
///             description: "Get the rules for crawlers.",
///             method: GET,
///             name: "robots",
///             path: "/robots.txt",
///             rate_limited: false,
///             requires_authentication: false,
///         }
///         request {}
///         response {
///             /// The rules.
///             #[ruma_api(raw_body)]
///             pub rules: Text,
///         }
///     }
/// }
///
/// use matrix_api::{IncomingResponse, OutgoingResponse};
///
/// let response = robots::Response::new("User-agent: *".into()).try_into_http_response()?;
/// assert_eq!(response.headers()["content-type"], "text/plain; charset=utf-8");
/// let read = robots::Response::try_from_http_response(&response)?;
/// assert_eq!(read.rules.0, "User-agent: *");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(pub String);

impl RawBody for Text {
    #[inline]
    fn encode(&self, encoder: RawBodyEncoder<'_>) -> Result<(), IntoHttpError> {
        encoder.write(CONTENT_TYPE, self.0.clone())
    }

    #[inline]
    fn decode(decoder: RawBodyDecoder<'_>) -> Result<Self, DecodeError> {
        decoder.expect_media_type(MEDIA_TYPE)?;
        let media_type = decoder.media_type();
        match media_type.and_then(|it| it.parameter("charset")) {
            Some(charset) if !is_utf_8(&charset) => {
                Err(decoder.wrong_content_type("the charset `utf-8`"))
            }
            _ => decoder.text().map(|text| Self(text.to_owned())),
        }
    }

    #[cfg(feature = "describe")]
    fn describe(_: &mut Shapes) -> BodyDescription {
        BodyDescription::new(MEDIA_TYPE, Shape::TEXT)
    }
}

/// Whether text of a charset is always UTF-8: ASCII is.
#[inline]
fn is_utf_8(charset: &str) -> bool {
    ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|name| charset.eq_ignore_ascii_case(name))
}

impl From<String> for Text {
    #[inline]
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Text {
    #[inline]
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<Text> for String {
    #[inline]
    fn from(text: Text) -> Self {
        text.0
    }
}
