//! A received message cannot be decoded into a type of an endpoint.

use std::{error::Error, fmt};

use http::Method;

use super::DecodeError;
use crate::{body::BodyError, path_history::PathHistory, text::pieces::write_pieces};

/// An HTTP request is not for the endpoint, or not what the endpoint defines.
#[derive(Debug)]
#[non_exhaustive]
pub enum FromHttpRequestError {
    /// Another method. In Matrix: `M_UNRECOGNIZED` with status 405.
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
    #[non_exhaustive]
    Path {
        /// The endpoint's name.
        endpoint: &'static str,
        /// The endpoint's paths.
        paths: &'static PathHistory,
    },
    /// A part of the request cannot be decoded.
    Decode(DecodeError),
}

impl From<DecodeError> for FromHttpRequestError {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

// Inlined: only programs that show errors compile it.
impl fmt::Display for FromHttpRequestError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (endpoint, paths) = match self {
            Self::Method { endpoint, expected, found } => {
                return write!(f, "{endpoint}: expected the method {expected}, found {found}");
            }
            Self::Path { endpoint, paths } => (endpoint, paths),
            Self::Decode(error) => return error.fmt(f),
        };
        write_pieces(f, &[endpoint, ": the path of the request is not one of the endpoint's"])?;
        let mut separator = ": ";
        for template in paths.templates() {
            write_pieces(f, &[separator, template.as_str()])?;
            separator = ", ";
        }
        Ok(())
    }
}

impl Error for FromHttpRequestError {}

/// An HTTP response is not a success, or not what the endpoint defines.
#[derive(Debug)]
#[non_exhaustive]
pub enum FromHttpResponseError<E> {
    /// An error response, as the endpoint's error type. It keeps responses of any content.
    Endpoint(E),
    /// A success that is not what the endpoint defines.
    Decode(DecodeError),
    /// The body of an error response cannot be read, if successes have a [stream](crate::Body).
    Body(BodyError),
}

impl<E: fmt::Display> fmt::Display for FromHttpResponseError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Endpoint(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Body(error) => {
                f.write_str("cannot read the response: ")?;
                error.fmt(f)
            }
        }
    }
}

impl<E: Error> Error for FromHttpResponseError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Endpoint(error) => error.source(),
            Self::Decode(error) => error.source(),
            Self::Body(_) => None,
        }
    }
}

impl<E> From<DecodeError> for FromHttpResponseError<E> {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}
