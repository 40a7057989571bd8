//! The traits that bodies are read through.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;

use super::error::BodyError;

/// The outcome of polling a [`BodyReader`]: `None` at the end of the body.
pub type PolledChunk = Poll<Option<Result<Bytes, BodyError>>>;

/// A reader of any type.
pub type BoxBodyReader = Box<dyn_maybe_send!(BodyReader)>;

/// A source of any type.
pub(super) type SharedSource = Arc<dyn_maybe_send_sync!(BodySource)>;

/// A body that can be read from its beginning any number of times, such as a file.
///
/// ```
/// use matrix_api::{
///     Body,
///     body::{BodyError, BodyReader, BodySource, BoxBodyReader, PolledChunk},
///     bytes::Bytes,
/// };
/// use std::task::{Context, Poll};
///
/// /// A number of zeros, which are never in memory at once.
/// struct Zeros(u64);
///
/// impl BodySource for Zeros {
///     fn size(&self) -> Option<u64> {
///         Some(self.0)
///     }
///
///     fn open(&self) -> Result<BoxBodyReader, BodyError> {
///         Ok(Box::new(Zeros(self.0)))
///     }
/// }
///
/// impl BodyReader for Zeros {
///     fn poll_chunk(&mut self, _: &mut Context<'_>) -> PolledChunk {
///         static CHUNK: &[u8] = &[0; 8192];
///         let length = self.0.min(CHUNK.len() as u64);
///         self.0 -= length;
///         let chunk = Bytes::from_static(&CHUNK[..length as usize]);
///         Poll::Ready((length > 0).then_some(Ok(chunk)))
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let body = Body::from_source(Zeros(20_000));
/// for _ in 0..2 {
///     let (mut reader, mut count) = (body.open()?, 0);
///     while let Some(chunk) = reader.chunk().await? {
///         count += chunk.len();
///     }
///     assert_eq!(count, 20_000);
/// }
/// # Ok::<(), BodyError>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait BodySource {
    /// The size in bytes, if it is known. A reader with fewer or more bytes is an error.
    #[inline]
    fn size(&self) -> Option<u64> {
        None
    }

    /// Begins to read the body from its first byte.
    ///
    /// # Errors
    ///
    /// Fails if the source cannot be read.
    fn open(&self) -> Result<BoxBodyReader, BodyError>;

    /// Whether [`open`](Self::open) can succeed. A source that can be read once returns `false` after that, so that
    /// a client does not try to send it again.
    #[inline]
    fn can_open(&self) -> bool {
        true
    }

    /// Begins to read after the first `offset` bytes. Without an implementation of your own, they are
    /// read and discarded.
    ///
    /// # Errors
    ///
    /// Fails if the source cannot be read.
    #[inline]
    fn open_at(&self, offset: u64) -> Result<BoxBodyReader, BodyError> {
        Ok(Box::new(Skip { reader: self.open()?, left: offset }))
    }
}

/// Reads a body chunk by chunk.
///
/// Chunks are read only when they are asked for, so a slow receiver slows the sender down.
pub trait BodyReader {
    /// Reads the next chunk. After `None` and after an error it is not called again.
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk;

    /// The number of bytes that are left, if it is known.
    #[inline]
    fn size(&self) -> Option<u64> {
        None
    }
}

// Inherent, so that a reader is read without an import.
impl dyn_maybe_send!(BodyReader + '_) {
    /// Reads the next chunk, or `None` at the end of the body. No byte is lost if the future is dropped.
    ///
    /// # Errors
    ///
    /// Fails if the body cannot be read to its end. The bytes that were read until then are only a part of it.
    #[inline]
    pub fn chunk(&mut self) -> ReadChunk<'_> {
        ReadChunk(self)
    }
}

/// The future of a chunk.
#[must_use = "a future does nothing unless awaited"]
pub struct ReadChunk<'a>(&'a mut (dyn_maybe_send!(BodyReader + 'a)));

impl fmt::Debug for ReadChunk<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReadChunk")
    }
}

impl Future for ReadChunk<'_> {
    type Output = Result<Option<Bytes>, BodyError>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll_chunk(context).map(Option::transpose)
    }
}

impl<R: BodyReader + ?Sized> BodyReader for Box<R> {
    #[inline]
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        (**self).poll_chunk(context)
    }

    #[inline]
    fn size(&self) -> Option<u64> {
        (**self).size()
    }
}

/// Maximum size of the chunks of a body in memory: the progress of sending it is seen.
const MAX_CHUNK: usize = 64 * 1024;

/// Bytes in memory, in chunks of at most 64 KiB, which are not copied.
impl BodyReader for Bytes {
    #[inline]
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> PolledChunk {
        let chunk = self.split_to(self.len().min(MAX_CHUNK));
        Poll::Ready((!chunk.is_empty()).then_some(Ok(chunk)))
    }

    #[inline]
    fn size(&self) -> Option<u64> {
        Some(self.len() as u64)
    }
}

/// Discards the first bytes of a reader.
struct Skip {
    reader: BoxBodyReader,
    left: u64,
}

impl BodyReader for Skip {
    #[inline]
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        loop {
            let polled = self.reader.poll_chunk(context);
            let Poll::Ready(Some(Ok(mut chunk))) = polled else { return polled };
            let skipped = usize::try_from(self.left).unwrap_or(usize::MAX).min(chunk.len());
            self.left -= skipped as u64;
            let rest = chunk.split_off(skipped);
            if !rest.is_empty() {
                return Poll::Ready(Some(Ok(rest)));
            }
        }
    }

    #[inline]
    fn size(&self) -> Option<u64> {
        self.reader.size().map(|size| size.saturating_sub(self.left))
    }
}
