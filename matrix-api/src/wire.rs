//! Encoders and decoders: what an endpoint's code calls to write and read HTTP messages.
//!
//! - Bodies are JSON, or bytes as they are. An empty body reads as `{}`.
//! - Fields in a path, a query and headers are text: one scalar, or in a query and in headers a list
//!   of scalars, which repeats the name. An absent value is left out.
//! - Whatever cannot be written or read without loss is refused.
//!
//! The public methods are generic only as far as a closure or one call of `Deserialize`, so that an
//! endpoint brings little code of its own.

pub(crate) mod field_value;
pub(crate) mod fields;
pub(crate) mod json;
mod location_name;
mod outgoing_body;
mod path_arguments;
pub(crate) mod raw_body;
pub(crate) mod request_decoder;
pub(crate) mod request_encoder;
pub(crate) mod request_target;
pub(crate) mod response_decoder;
pub(crate) mod response_encoder;
mod revealing;
pub(crate) mod slot;

pub use field_value::FieldValue;
pub use fields::{DeserializeError, FieldsSerializer, SerializeError, TextField};
pub use json::{JsonBody, JsonMember, JsonObject, JsonSerializer, UnreadMember};
pub use raw_body::RawBody;
pub use request_decoder::RequestDecoder;
pub use request_encoder::RequestEncoder;
pub use request_target::LiteralTarget;
pub use response_decoder::ResponseDecoder;
pub use response_encoder::ResponseEncoder;
pub use slot::Slot;
