//! Encoders and decoders: what an endpoint's code calls to write and read HTTP messages.
//!
//! - Bodies are JSON, or bytes as they are. An empty body reads as `{}`.
//! - Fields in a path, a query and headers are text: one scalar, or in a query and in headers a list
//!   of scalars, which repeats the name. An absent value is left out.
//! - Whatever cannot be written or read without loss is refused.
//!
//! The public methods are generic only as far as a closure or one call of `Deserialize`, so that an
//! endpoint brings little code of its own.

#[cfg(any(feature = "client", feature = "server"))]
mod field_value;
#[cfg(any(feature = "client", feature = "server"))]
mod fields;
#[cfg(any(feature = "client", feature = "server"))]
mod json;
#[cfg(any(feature = "client", feature = "server"))]
mod location_name;
#[cfg(any(feature = "client", feature = "server"))]
mod outgoing_body;
#[cfg(feature = "server")]
mod path_arguments;
pub(crate) mod path_template;
pub(crate) mod percent_decode;
pub(crate) mod percent_encode;
mod raw_body;
#[cfg(feature = "server")]
mod request_decoder;
#[cfg(feature = "client")]
mod request_encoder;
#[cfg(feature = "client")]
mod request_target;
#[cfg(feature = "client")]
mod response_decoder;
#[cfg(feature = "server")]
mod response_encoder;
#[cfg(any(feature = "client", feature = "server"))]
mod revealing;
#[cfg(any(feature = "client", feature = "server"))]
mod slot;
pub(crate) mod text_buffer;
pub(crate) mod words;

#[cfg(any(feature = "client", feature = "server"))]
pub use field_value::FieldValue;
#[cfg(any(feature = "client", feature = "server"))]
pub use fields::{DeserializeError, FieldsSerializer, SerializeError, TextField};
#[cfg(any(feature = "client", feature = "server"))]
pub use json::{JsonBody, JsonMember, JsonObject, JsonSerializer, UnreadMember};
pub use raw_body::RawBody;
#[cfg(feature = "server")]
pub use request_decoder::RequestDecoder;
#[cfg(feature = "client")]
pub use request_encoder::RequestEncoder;
#[cfg(feature = "client")]
pub use request_target::LiteralTarget;
#[cfg(feature = "client")]
pub use response_decoder::ResponseDecoder;
#[cfg(feature = "server")]
pub use response_encoder::ResponseEncoder;
#[cfg(any(feature = "client", feature = "server"))]
pub use slot::Slot;
