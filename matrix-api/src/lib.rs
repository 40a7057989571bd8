//! Describe an HTTP endpoint once; get everything else from it.

pub mod authentication;
mod metadata;
mod path_history;
mod versions;

pub use metadata::{Field, Metadata, Place};
pub use path_history::{NoSupportedPath, PathHistory};
pub use versions::{InvalidMatrixVersion, MatrixVersion, SupportedVersions};
