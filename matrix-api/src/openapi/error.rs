//! Endpoints that one document cannot have.

use http::Method;

/// The endpoints cannot be described by one document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenApiError {
    /// Two endpoints have the same `operationId`. It is the name, unless a definition has another one.
    #[error("two endpoints have the operation ID `{operation_id}`: {first} and {second}")]
    RepeatedOperationId {
        /// The identifier.
        operation_id: &'static str,
        /// The module of one endpoint.
        first: &'static str,
        /// The module of the other endpoint.
        second: &'static str,
    },
    /// Two endpoints have the same method and the same path, perhaps with other names of placeholders.
    #[error("two endpoints have the path `{method} {path}`: {first} and {second}")]
    RepeatedPath {
        /// The method.
        method: Method,
        /// The path.
        path: String,
        /// The module of one endpoint.
        first: &'static str,
        /// The module of the other endpoint.
        second: &'static str,
    },
    /// OpenAPI has no operation for the method of an endpoint.
    #[error("OpenAPI has no operation for the method `{method}` of {module}")]
    UnknownMethod {
        /// The method.
        method: Method,
        /// The module of the endpoint.
        module: &'static str,
    },
}
