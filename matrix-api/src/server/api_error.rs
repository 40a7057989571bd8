//! Endpoints that cannot be served.

use http::Method;

/// Endpoints cannot be served as they are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApiError {
    /// Two endpoints would answer the same requests.
    #[error(
        "the endpoints `{first}` and `{second}` both answer {method} {path}: serve one of them, or \
         change the path of one"
    )]
    #[non_exhaustive]
    Overlap {
        /// The name of the endpoint that was added first.
        first: &'static str,
        /// The name of the other.
        second: &'static str,
        /// The method of both.
        method: Method,
        /// The path of the other, a template.
        path: &'static str,
    },
    /// A path cannot be routed.
    #[error(
        "the endpoint `{endpoint}` has the path `{path}`: it must begin with a slash and \
         have no empty segments, and a placeholder such as `{{name}}` must be a whole one"
    )]
    #[non_exhaustive]
    Path {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The path, a template.
        path: &'static str,
    },
    /// A limit is set for an endpoint that is not served.
    #[error("a limit is set for the endpoint `{endpoint}`, which is not served: add its handler")]
    #[non_exhaustive]
    NotServed {
        /// The endpoint's name.
        endpoint: &'static str,
    },
}
