//! The back of this crate: only the code that `ruma_api!` generates calls it. It may change in any
//! release, which is why `matrix-api-macros` is pinned to one version.

mod beside_null;
pub mod completions;

use std::{fmt, marker::PhantomData};

pub use ::serde::{self, ser::SerializeStruct};
pub use matrix_api_macros::{endpoints_with_runtime, ruma_api_completions, ruma_api_with_runtime};

pub use self::beside_null::BesideNull;
pub use crate::text::template::Placeholder;
pub use crate::wire::{
    body::{begin_object, leave_out_body},
    field_value::FieldValue,
    fields::is_empty_argument,
    message_decoder::{Required, body_is_empty, read_headers, read_members},
    request_decoder::{query_is_empty, read_arguments, read_query},
    slot::{NoField, Slot, absent},
};
use crate::{
    authentication::AuthenticationScheme,
    endpoint::Endpoint,
    error::{DecodeError, IntoHttpError},
    wire::{response_decoder::ResponseDecoder, response_encoder::ResponseEncoder},
};
#[cfg(feature = "describe")]
pub use crate::{
    description::source::{JsonOf, ShapeOf, status_shape},
    wire::raw_body::{BodyOf, sources},
};

/// The status of an example that has no constant of [`http::StatusCode`].
///
/// # Panics
///
/// When the code does not have three digits; `ruma_api!` refuses such a code.
#[cfg(feature = "examples")]
#[must_use]
#[expect(clippy::panic, reason = "the macro refuses such a code")]
pub const fn status_of_code(code: u16) -> http::StatusCode {
    match http::StatusCode::from_u16(code) {
        Ok(status) => status,
        Err(_) => panic!("a status has three digits"),
    }
}

/// Gives access to the authentication scheme of an endpoint through the bound of [`Endpoint`]: a type that
/// is not a scheme is reported once, where the endpoint names it.
#[derive(Debug)]
pub struct SchemeOf<E>(PhantomData<E>);

impl<E: Endpoint> SchemeOf<E> {
    /// The scheme's name.
    pub const NAME: &'static str = <E::Authentication as AuthenticationScheme>::NAME;
}

/// One of several responses of an endpoint, as a server writes it.
pub trait EncodeResponse {
    /// Encodes every part of the response.
    ///
    /// # Errors
    ///
    /// When a field cannot be encoded.
    fn encode(&self, encoder: &mut ResponseEncoder<'_>) -> Result<(), IntoHttpError>;
}

/// One of several responses of an endpoint, as a client reads it.
pub trait DecodeResponse: Sized {
    /// Decodes every part of the response.
    ///
    /// # Errors
    ///
    /// When a part is not what the endpoint defines.
    fn decode(decoder: &ResponseDecoder<'_>) -> Result<Self, DecodeError>;
}

/// Writes a struct as `derive(Debug)` does. It takes data, so that an endpoint brings less code.
///
/// # Errors
///
/// When the formatter fails.
pub fn debug_struct(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    fields: &[(&str, &dyn fmt::Debug)],
) -> fmt::Result {
    let mut debug = f.debug_struct(name);
    for (name, value) in fields {
        debug.field(name, value);
    }
    debug.finish()
}

/// Begins to write named fields. Serializers of fields do not need their number, unless it is 0.
///
/// # Errors
///
/// When the serializer takes no fields.
pub fn begin_fields<S: serde::Serializer>(serializer: S) -> Result<S::SerializeStruct, S::Error> {
    serializer.serialize_struct("fields", 1)
}

/// Replaces the value of a secret.
pub const HIDDEN: Hidden = Hidden;

/// Its `Debug` is `<hidden>`.
#[derive(Clone, Copy)]
pub struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<hidden>")
    }
}
