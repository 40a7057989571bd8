//! The error of building a client.

use std::error::Error;

use super::transport::root_cause;
use crate::base_url::InvalidBaseUrl;

/// A client cannot be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is invalid.
    #[error("{InvalidBaseUrl}")]
    BaseUrl,
    /// The user agent is not a valid header value.
    #[error("invalid user agent; use visible ASCII characters and spaces")]
    UserAgent,
    /// The transport cannot be set up.
    #[error("cannot set up the transport: {}", root_cause(&**.0))]
    Transport(Box<dyn Error + Send + Sync>),
}
