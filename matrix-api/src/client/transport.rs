//! What moves HTTP messages for a client.

use std::{
    error::Error,
    fmt,
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Request, Response};

/// What moves HTTP messages for a [`Client`](super::Client), and knows the time.
///
/// It sends one request and returns what came back, whatever its status: redirects are answers like
/// any other. Retries, timeouts and tokens are the client's. A test may answer by itself:
///
/// ```
/// use std::time::Duration;
/// use matrix_api::{
///     bytes::Bytes,
///     client::{ClientBuilder, Transport, TransportError},
///     http::{Request, Response, StatusCode},
/// };
///
/// struct Tea;
///
/// impl Transport for Tea {
///     async fn send(&self, _: Request<Bytes>, _: usize) -> Result<Response<Bytes>, TransportError> {
///         let mut answer = Response::new(Bytes::new());
///         *answer.status_mut() = StatusCode::IM_A_TEAPOT;
///         Ok(answer)
///     }
///
///     async fn sleep(&self, _: Duration) {}
/// }
///
/// let client = ClientBuilder::new(Tea).build("https://teapot.example.org")?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Transport: Send + Sync {
    /// Sends a request whose URI is absolute, and reads the answer to its end.
    ///
    /// `body_limit` is how many bytes the body of the answer may have. A transport stops reading
    /// beyond it, and does not rely on `Content-Length` alone.
    ///
    /// # Errors
    ///
    /// When there is no answer, or not all of it.
    fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> impl Future<Output = Result<Response<Bytes>, TransportError>> + Send;

    /// Waits.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send;

    /// The time that [`sleep`](Self::sleep) goes by.
    fn now(&self) -> Instant {
        Instant::now()
    }
}

impl<T: Transport> Transport for Arc<T> {
    fn send(
        &self,
        request: Request<Bytes>,
        body_limit: usize,
    ) -> impl Future<Output = Result<Response<Bytes>, TransportError>> + Send {
        T::send(self, request, body_limit)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        T::sleep(self, duration)
    }

    fn now(&self) -> Instant {
        T::now(self)
    }
}

type Cause = Box<dyn Error + Send + Sync>;

/// A transport has no answer.
///
/// No message holds a URL: there may be secrets in its path and query.
#[derive(Debug)]
#[non_exhaustive]
pub enum TransportError {
    /// There was no connection: the server has not seen the request.
    Connect(Cause),
    /// The connection broke before the answer was complete: the server may have acted on the
    /// request.
    Interrupted(Cause),
    /// The transport is unable to send such a request.
    Unsupported(Cause),
    /// The answer is larger than the client allows.
    #[non_exhaustive]
    TooLarge {
        /// How many bytes the body may have.
        body_limit: usize,
    },
}

impl TransportError {
    /// There was no connection, for this reason.
    pub fn connect(cause: impl Into<Cause>) -> Self {
        Self::Connect(cause.into())
    }

    /// The connection broke, for this reason.
    pub fn interrupted(cause: impl Into<Cause>) -> Self {
        Self::Interrupted(cause.into())
    }

    /// The transport is unable to send the request, for this reason.
    pub fn unsupported(cause: impl Into<Cause>) -> Self {
        Self::Unsupported(cause.into())
    }

    /// The answer is larger than `body_limit` bytes.
    #[must_use]
    pub const fn too_large(body_limit: usize) -> Self {
        Self::TooLarge { body_limit }
    }

    /// Whether the server may have seen the request.
    #[must_use]
    pub const fn may_have_been_seen(&self) -> bool {
        !matches!(self, Self::Connect(_) | Self::Unsupported(_))
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, cause) = match self {
            Self::Connect(cause) => ("the server cannot be reached", cause),
            Self::Interrupted(cause) => {
                ("the connection broke before the answer was complete", cause)
            }
            Self::Unsupported(cause) => ("the transport cannot send the request", cause),
            Self::TooLarge { body_limit } => {
                return write!(
                    f,
                    "the answer has more than {body_limit} bytes; `body_limit` of the client allows more"
                );
            }
        };
        write!(f, "{what}: {}", root(&**cause))
    }
}

impl Error for TransportError {
    /// What is behind the cause, which the message has in it already.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Connect(cause) | Self::Interrupted(cause) | Self::Unsupported(cause) => {
                cause.source()
            }
            Self::TooLarge { .. } => None,
        }
    }
}

/// Where a chain of causes begins, which says more than what came of it.
pub(super) fn root<'a>(cause: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    let mut root = cause;
    while let Some(source) = root.source() {
        root = source;
    }
    root
}
