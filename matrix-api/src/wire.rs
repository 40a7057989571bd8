//! Encoders and decoders: what an endpoint's code calls to write and read HTTP messages.
//!
//! - Bodies are JSON, where an empty one reads as `{}`, or a [`RawBody`]: bytes, or any other format.
//! - Fields in a path, a query and headers are text: one scalar, or in a query and in headers a list
//!   of scalars, which repeats the name. An absent value is left out, and so is an empty
//!   list: a list that is not there reads as an empty one.
//! - The rest of a path, `{key..}`, is a text whose slashes separate segments, or a list of segments. An argument that
//!   is absent at the end of a path takes its `/` with it.
//! - The lines of a header and the elements of a line, `a, b`, are read alike
//!   ([RFC 9110, sections 5.3 and 5.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-5.3)): as a list, or joined
//!   into one text. A comma within `".."` and `<..>` belongs to its element, and a quoted string keeps its
//!   quotes. `Set-Cookie`, `WWW-Authenticate`, `Proxy-Authenticate` and dates have one element a line.
//! - A struct with `#[serde(flatten)]` may have numbers, booleans and lists, also in a query, and at most 64 of
//!   these there. serde cannot read a `u128`, an `i128`, a `RawValue` or a map with keys that are not text
//!   within a flattened field, though it writes them.
//! - Whatever cannot be written or read without loss is refused.
//!
//! `ruma_api!` writes the code that calls them. By hand, implement the four directions of
//! [`Endpoint`](crate::Endpoint); `matrix-api/tests/hand_written_endpoint.rs` is an example.

pub(crate) mod body;
pub(crate) mod decoded_message;
pub(crate) mod deserialize_error;
pub(crate) mod error_encoder;
pub(crate) mod field_names;
pub(crate) mod field_value;
pub(crate) mod fields;
pub(crate) mod items;
pub(crate) mod json;
mod media_type;
pub(crate) mod message_decoder;
#[cfg(feature = "multipart")]
pub mod multipart;
pub(crate) mod path_arguments;
pub(crate) mod raw_body;
mod redaction;
pub(crate) mod request_decoder;
pub(crate) mod request_encoder;
pub(crate) mod request_target;
pub(crate) mod response_decoder;
pub(crate) mod response_encoder;
pub(crate) mod slot;
pub(crate) mod stream;
#[cfg(test)]
mod tests;

/// Public, so that the compiler names it by a path that authors can read.
#[doc(hidden)]
pub use self::field_value::FieldValue;
// Named in the error of a scheme that reads a stream.
#[doc(hidden)]
pub use self::stream::{BodyFor, check_scheme};
pub use self::{
    deserialize_error::DeserializeError,
    error_encoder::ErrorEncoder,
    fields::{FieldsSerializer, SerializeError},
    items::{Event, EventData, EventDecoder, EventReader, JsonLinesReader},
    json::JsonSerializer,
    media_type::MediaType,
    raw_body::{Form, RawBody, RawBodyDecoder, RawBodyEncoder, Text},
    request_decoder::RequestDecoder,
    request_encoder::RequestEncoder,
    response_decoder::ResponseDecoder,
    response_encoder::ResponseEncoder,
};
