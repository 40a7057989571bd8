//! A whole message that came in cannot be made into an endpoint's type.

use std::fmt;

use http::Method;

use super::DecodeError;
use crate::path_history::PathHistory;

/// An HTTP request is not one for the endpoint, or not as the endpoint says.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FromHttpRequestError {
    /// Another method. In Matrix: `M_UNRECOGNIZED` with status 405.
    #[error("{endpoint}: expected the method {expected}, found {found}")]
    #[non_exhaustive]
    Method {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The endpoint's method.
        expected: Method,
        /// The request's method.
        found: Method,
    },
    /// Another path. In Matrix: `M_UNRECOGNIZED` with status 404.
    #[error(fmt = show_wrong_path)]
    #[non_exhaustive]
    Path {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The endpoint's paths.
        paths: &'static PathHistory,
    },
    /// A part of the request is wrong.
    #[error(transparent)]
    Decode(#[from] DecodeError),
}

fn show_wrong_path(endpoint: &str, paths: &PathHistory, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{endpoint}: the request's path is none of the endpoint's")?;
    let mut separator = ": ";
    for template in paths.templates() {
        write!(f, "{separator}{template}")?;
        separator = ", ";
    }
    Ok(())
}

/// An HTTP response is no success, or not as the endpoint says.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FromHttpResponseError<E> {
    /// The server answered with an error: the endpoint's type for it, whatever the answer looks
    /// like.
    #[error(transparent)]
    Endpoint(E),
    /// The server answered with a success that is not as the endpoint says.
    #[error(transparent)]
    Decode(DecodeError),
}

// By hand: with `#[from]` an `E` could be another `DecodeError`.
impl<E> From<DecodeError> for FromHttpResponseError<E> {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}
