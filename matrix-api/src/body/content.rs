//! The content of a body: bytes, or a source of them.

use std::{fmt, sync::Arc};

use bytes::{Bytes, BytesMut};

use super::{
    error::BodyError,
    exact::Exact,
    once::Once,
    source::{BodyReader, BodySource, BoxBodyReader, SharedSource},
};
use crate::platform::{MaybeSend, MaybeSync};

/// A body: bytes in memory, a source that can be opened again, or a reader that can be read once.
///
/// Clones are cheap and share the source. A request whose body can be opened again, such as one in memory or
/// a file, can be sent again after an error: it starts again from its first byte. A body that
/// can be read once is shared by its clones, and a call with it is final when its first byte is sent.
///
/// ```
/// use matrix_api::Body;
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let body = Body::from("hello");
/// assert_eq!(body.size(), Some(5));
/// assert_eq!(body.collect(1024).await?, "hello");
/// # Ok::<(), matrix_api::body::BodyError>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Body(Content);

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    Source(SharedSource),
}

impl Body {
    /// A body without bytes.
    #[must_use]
    #[inline]
    pub const fn empty() -> Self {
        Self(Content::Bytes(Bytes::new()))
    }

    /// A body that can be opened any number of times.
    #[must_use]
    #[inline]
    pub fn from_source(source: impl BodySource + MaybeSend + MaybeSync + 'static) -> Self {
        Self(Content::Source(Arc::new(source)))
    }

    /// A body that can be read once. Its size is that of the reader.
    #[must_use]
    #[inline]
    pub fn once(reader: impl BodyReader + MaybeSend + 'static) -> Self {
        Self::from_source(Once::new(Box::new(reader)))
    }

    /// The size in bytes, if it is known. It is sent as `Content-Length`.
    #[must_use]
    #[inline]
    pub fn size(&self) -> Option<u64> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Source(source) => source.size(),
        }
    }

    /// The bytes, if they are in memory.
    #[must_use]
    #[inline]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Source(_) => None,
        }
    }

    /// Whether the body can be opened: always, unless it can be read once, and someone has begun.
    #[must_use]
    #[inline]
    pub fn can_open(&self) -> bool {
        match &self.0 {
            Content::Bytes(_) => true,
            Content::Source(source) => source.can_open(),
        }
    }

    /// Begins to read the body from its first byte.
    ///
    /// A reader with fewer or more bytes than the [size](Self::size) fails. If a body that can be read once is
    /// dropped before its first chunk is read, it can be opened again.
    ///
    /// # Errors
    ///
    /// Fails if the source cannot be read, or the body can be read once and someone has begun.
    #[inline]
    pub fn open(&self) -> Result<BoxBodyReader, BodyError> {
        self.open_at(0)
    }

    /// Begins to read after the first `offset` bytes.
    #[inline]
    pub(super) fn open_at(&self, offset: u64) -> Result<BoxBodyReader, BodyError> {
        let source = match &self.0 {
            Content::Source(source) => source,
            Content::Bytes(bytes) => {
                let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
                return Ok(Box::new(bytes.slice(start..)));
            }
        };
        let reader = if offset == 0 { source.open()? } else { source.open_at(offset)? };
        Ok(match source.size() {
            Some(size) => Box::new(Exact::new(reader, size.saturating_sub(offset))),
            None => reader,
        })
    }

    /// Reads the whole body into memory.
    ///
    /// # Errors
    ///
    /// Fails if the body exceeds `limit` bytes, or cannot be read to its end.
    #[inline]
    pub async fn collect(&self, limit: usize) -> Result<Bytes, BodyError> {
        let too_large = || BodyError::too_large(limit as u64);
        if self.size().is_some_and(|size| size > limit as u64) {
            return Err(too_large());
        }
        if let Some(bytes) = self.as_bytes() {
            return Ok(bytes.clone());
        }
        let mut reader = self.open()?;
        let mut bytes = Bytes::new();
        while let Some(chunk) = reader.chunk().await? {
            if bytes.len().saturating_add(chunk.len()) > limit {
                return Err(too_large());
            }
            bytes = if bytes.is_empty() { chunk } else { joined(bytes, &chunk) };
        }
        Ok(bytes)
    }
}

/// Copies the first chunk if it shares its memory. Most bodies are one chunk, and never come here.
#[cold]
#[inline]
pub(crate) fn joined(read: Bytes, next: &[u8]) -> Bytes {
    let mut joined = BytesMut::from(read);
    joined.extend_from_slice(next);
    joined.freeze()
}

impl Default for Body {
    #[inline]
    fn default() -> Self {
        Self::empty()
    }
}

impl From<Bytes> for Body {
    #[inline]
    fn from(bytes: Bytes) -> Self {
        Self(Content::Bytes(bytes))
    }
}

macro_rules! from_bytes {
    ($($bytes:ty)*) => {$(
        impl From<$bytes> for Body {
            #[inline]
            fn from(bytes: $bytes) -> Self {
                Self(Content::Bytes(bytes.into()))
            }
        }
    )*};
}

from_bytes! { Vec<u8> String &'static [u8] &'static str }

// Not the content: there may be secrets in it.
impl fmt::Debug for Body {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body").field("size", &self.size()).finish_non_exhaustive()
    }
}
