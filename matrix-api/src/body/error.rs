//! Errors of reading a body.

use std::{error::Error, fmt, io, time::Duration};

/// What a reader or the network reports.
type Cause = Box<dyn Error + Send + Sync>;

/// A body cannot be read to its end.
///
/// [`MatrixError`](crate::MatrixError) converts from it, so that a handler can read a body with `?`.
#[derive(Debug)]
#[non_exhaustive]
pub enum BodyError {
    /// The body can be read once, and this is the second time.
    AlreadyRead,
    /// The source cannot be read: a file was removed, for example.
    Source(Cause),
    /// The connection was lost before the body was complete.
    Interrupted(Cause),
    /// The body has fewer bytes than its `Content-Length`, or than its source announced.
    #[non_exhaustive]
    Incomplete {
        /// The announced number of bytes.
        expected: u64,
        /// The number of bytes that arrived.
        received: u64,
    },
    /// The body has more bytes than its source announced.
    #[non_exhaustive]
    Overlong {
        /// The announced number of bytes.
        expected: u64,
    },
    /// The body exceeds its limit.
    #[non_exhaustive]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// No byte arrived in this time.
    #[non_exhaustive]
    Idle {
        /// The idle timeout.
        timeout: Duration,
    },
    /// The bytes arrive too slowly.
    #[non_exhaustive]
    TooSlow {
        /// The least rate in bytes a second.
        least_rate: u64,
    },
    /// The bytes are not what the format of the stream allows.
    Malformed(Box<str>),
}

impl BodyError {
    /// The source cannot be read.
    #[inline]
    pub fn source(cause: impl Into<Cause>) -> Self {
        Self::Source(cause.into())
    }

    /// The connection was lost.
    #[inline]
    pub fn interrupted(cause: impl Into<Cause>) -> Self {
        Self::Interrupted(cause.into())
    }

    /// The body exceeds `limit` bytes.
    #[must_use]
    #[inline]
    pub const fn too_large(limit: u64) -> Self {
        Self::TooLarge { limit }
    }

    /// The bytes are not what the format allows. `reason` must not show them.
    #[must_use]
    #[inline]
    pub fn malformed(reason: impl Into<Box<str>>) -> Self {
        Self::Malformed(reason.into())
    }
}

impl From<io::Error> for BodyError {
    #[inline]
    fn from(error: io::Error) -> Self {
        Self::source(error)
    }
}

// Inlined: only programs that read streams compile it.
impl fmt::Display for BodyError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlreadyRead => f.write_str("the body can be read only once"),
            Self::Source(cause) => write!(f, "cannot read the source of the body: {}", root(cause)),
            Self::Interrupted(cause) => {
                write!(f, "connection lost before the body was complete: {}", root(cause))
            }
            Self::Incomplete { expected, received } => {
                write!(f, "the body ended after {received} of {expected} bytes")
            }
            Self::Overlong { expected } => {
                write!(f, "the body has more than the announced {expected} bytes")
            }
            Self::TooLarge { limit } => write!(f, "the body exceeds {limit} bytes"),
            Self::Idle { timeout } => write!(f, "no byte of the body arrived within {timeout:?}"),
            Self::TooSlow { least_rate } => {
                write!(f, "the body arrives with less than {least_rate} bytes a second")
            }
            Self::Malformed(reason) => write!(f, "malformed stream: {reason}"),
        }
    }
}

impl Error for BodyError {
    /// Skips the cause that the message includes.
    #[inline]
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Source(cause) | Self::Interrupted(cause) => cause.source(),
            _ => None,
        }
    }
}

/// The last error in a chain of sources, which is the most specific one.
#[inline]
fn root(cause: &Cause) -> &(dyn Error + 'static) {
    let mut last: &(dyn Error + 'static) = &**cause;
    while let Some(source) = last.source() {
        last = source;
    }
    last
}
