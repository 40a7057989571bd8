//! Errors of building an API.

use http::Method;

#[cfg(feature = "documentation")]
use crate::openapi::OpenApiError;

/// An API cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApiError {
    /// Two endpoints match the same requests.
    #[error(
        "the endpoints `{first}` and `{second}` both match {method} {path}; serve one of them, or \
         change a path"
    )]
    #[non_exhaustive]
    Overlap {
        /// The name of the endpoint that was added first.
        first: &'static str,
        /// The name of the second endpoint.
        second: &'static str,
        /// Their method.
        method: Method,
        /// The path template of the second endpoint.
        path: &'static str,
    },
    /// Another path has a placeholder where the rest of a path begins.
    #[error(
        "the endpoint `{endpoint}` has all paths {path}, which leaves no placeholder for {other_path} of \
         the endpoint `{other}`; write a literal segment there"
    )]
    #[non_exhaustive]
    Rest {
        /// The name of the endpoint with the rest of a path.
        endpoint: &'static str,
        /// Its path template.
        path: &'static str,
        /// The name of the other endpoint.
        other: &'static str,
        /// The path template of the other endpoint.
        other_path: &'static str,
    },
    /// A path is invalid.
    #[error(
        "invalid path `{path}` of the endpoint `{endpoint}`; write `/` at the start, no empty segments, \
         and placeholders such as `{{name}}` as whole segments"
    )]
    #[non_exhaustive]
    Path {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The path template.
        path: &'static str,
    },
    /// A setting is for an endpoint that has no handler.
    #[error("a setting is for the endpoint `{endpoint}`, which has no handler; add the handler")]
    #[non_exhaustive]
    MissingHandler {
        /// The endpoint's name.
        endpoint: &'static str,
    },
    /// Endpoints of a [required](super::Api::require_all) collection have no handler.
    #[error(
        "`{collection}` has endpoints without a handler: `{}`; add one for each",
        endpoints.join("`, `")
    )]
    #[non_exhaustive]
    MissingHandlers {
        /// The collection's name.
        collection: &'static str,
        /// The names of the endpoints.
        endpoints: Vec<&'static str>,
    },
    /// The path of the documentation is invalid.
    #[cfg(feature = "documentation")]
    #[error(
        "invalid path `{path}` of the documentation; write `/` at the start, and segments of letters, \
         digits, `-`, `.`, `_` and `~`"
    )]
    #[non_exhaustive]
    DocumentationPath {
        /// The path.
        path: String,
    },
    /// A path of the documentation is that of an endpoint, or of another documentation.
    #[cfg(feature = "documentation")]
    #[error("`{path}` is a path of the documentation and of something else; change one of them")]
    #[non_exhaustive]
    DocumentationOverlap {
        /// The path.
        path: String,
    },
    /// The endpoints cannot be documented.
    #[cfg(feature = "documentation")]
    #[error("the endpoints cannot be documented: {0}")]
    OpenApi(OpenApiError),
}

#[cfg(feature = "documentation")]
impl From<OpenApiError> for ApiError {
    fn from(error: OpenApiError) -> Self {
        Self::OpenApi(error)
    }
}
