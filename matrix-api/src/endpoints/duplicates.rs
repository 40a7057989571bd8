//! Endpoints that have the same name or the same path.

use std::fmt;

use http::Method;

use super::entry::EndpointEntry;
use crate::text::template::is_same_path;

/// Two endpoints of a collection that exclude each other: no document has both, or no server.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DuplicateEndpoint {
    /// They have the same `operation_id`. It is the `name`, unless a definition has another one.
    #[non_exhaustive]
    OperationId {
        /// The identifier.
        operation_id: &'static str,
        /// The module of the endpoint that is listed first.
        first: &'static str,
        /// The module of the other endpoint.
        second: &'static str,
    },
    /// They have the same method and the same path, perhaps with other names of placeholders.
    #[non_exhaustive]
    Path {
        /// The method.
        method: Method,
        /// The path of the second endpoint.
        path: &'static str,
        /// The module of the endpoint that is listed first.
        first: &'static str,
        /// The module of the other endpoint.
        second: &'static str,
    },
}

impl fmt::Display for DuplicateEndpoint {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OperationId { operation_id, first, second } => {
                write!(
                    f,
                    "two endpoints have the operation ID `{operation_id}`: {first} and {second}"
                )
            }
            Self::Path { method, path, first, second } => {
                write!(f, "two endpoints have the path `{method} {path}`: {first} and {second}")
            }
        }
    }
}

#[inline]
pub(super) fn find(entries: &[EndpointEntry]) -> Vec<DuplicateEndpoint> {
    let mut duplicates = Vec::new();
    for (index, second) in entries.iter().enumerate() {
        for first in entries.iter().take(index) {
            duplicates.extend(same_operation_id(first, second));
            duplicates.extend(same_path(first, second));
        }
    }
    duplicates
}

#[inline]
fn same_operation_id(first: &EndpointEntry, second: &EndpointEntry) -> Option<DuplicateEndpoint> {
    let operation_id = second.metadata().operation_id;
    (first.metadata().operation_id == operation_id).then(|| DuplicateEndpoint::OperationId {
        operation_id,
        first: first.module(),
        second: second.module(),
    })
}

#[inline]
fn same_path(first: &EndpointEntry, second: &EndpointEntry) -> Option<DuplicateEndpoint> {
    if first.metadata().method != second.metadata().method {
        return None;
    }
    let forms = |endpoint: &EndpointEntry| {
        endpoint.metadata().path.templates().flat_map(|template| template.forms())
    };
    let mut paths = forms(second);
    let path = paths.find(|path| forms(first).any(|other| is_same_path(other, path)))?;
    let method = second.metadata().method.clone();
    Some(DuplicateEndpoint::Path { method, path, first: first.module(), second: second.module() })
}
