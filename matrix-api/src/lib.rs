//! Describe an HTTP endpoint once; get everything else from it.

// Ahead of the others, which use its macro.
#[doc(hidden)]
#[macro_use]
pub mod string_enum;

#[doc(hidden)]
pub mod __private;
pub mod authentication;
mod endpoint;
mod error;
pub mod identifiers;
mod matrix_error;
mod metadata;
mod path_history;
mod sides;
mod versions;
pub mod wire;

pub use bytes;
pub use http;

pub use endpoint::{Endpoint, EndpointError};
#[cfg(feature = "server")]
pub use endpoint::{IncomingRequest, OutgoingResponse};
#[cfg(feature = "client")]
pub use endpoint::{IncomingResponse, OutgoingRequest};
pub use error::{
    DecodeError, EncodeError, EncodeProblem, FromHttpRequestError, FromHttpResponseError,
    IntoHttpError, Message, Part, Problem,
};
pub use matrix_error::{ErrorCode, MatrixError, RetryAfter};
pub use metadata::{Field, Metadata, Place};
pub use path_history::{NoSupportedPath, PathHistory};
pub use versions::{InvalidMatrixVersion, MatrixVersion, SupportedVersions};
