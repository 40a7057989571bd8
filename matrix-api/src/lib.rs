//! Describe an HTTP endpoint once; get everything else from it.

#[macro_use]
#[doc(hidden)]
pub mod string_enum;

pub mod authentication;
pub mod identifiers;
mod matrix_error;
mod metadata;
mod path_history;
mod versions;

pub use matrix_error::{ErrorCode, MatrixError, RetryAfter};
pub use metadata::{Field, Metadata, Place};
pub use path_history::{NoSupportedPath, PathHistory};
pub use versions::{InvalidMatrixVersion, MatrixVersion, SupportedVersions};
