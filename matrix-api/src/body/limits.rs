//! Parts of bodies, limits of their size, and their progress.

use std::{
    ops::Range,
    sync::Arc,
    task::{Context, Poll},
};

use super::{
    content::Body,
    error::BodyError,
    source::{BodyReader, BodySource, BoxBodyReader, PolledChunk},
};
use crate::platform::{MaybeSend, MaybeSync};

impl Body {
    /// Limits the size: a reader fails with [`BodyError::TooLarge`] as soon as the limit is exceeded.
    #[must_use]
    #[inline]
    pub fn limited(self, limit: u64) -> Self {
        self.map_reader(move |reader| Box::new(Limited::new(reader, limit)))
    }

    /// Calls a function after each chunk that is read: of an upload when it is sent, of a download
    /// when it is received.
    ///
    /// ```
    /// use matrix_api::Body;
    ///
    /// let body = Body::from(vec![0; 5000]).on_progress(|progress| {
    ///     println!("{} of {:?} bytes", progress.bytes, progress.total);
    /// });
    /// assert_eq!(body.size(), Some(5000));
    /// ```
    #[must_use]
    #[inline]
    pub fn on_progress(
        self,
        on_progress: impl Fn(Progress) + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        let on_progress: OnProgress = Arc::new(on_progress);
        self.map_reader(move |reader| Box::new(Reported::new(reader, Arc::clone(&on_progress))))
    }

    /// The bytes of a range, as for a `Range` request. A range beyond the end is cut.
    ///
    /// A body of unknown size that has fewer bytes than the range fails when it is read.
    ///
    /// ```
    /// use matrix_api::Body;
    ///
    /// let body = Body::from("hello world").slice(6..100);
    /// assert_eq!(body.as_bytes().unwrap(), "world");
    /// ```
    #[must_use]
    #[inline]
    pub fn slice(self, range: Range<u64>) -> Self {
        let size = self.size().unwrap_or(u64::MAX);
        let (start, end) = (range.start.min(size), range.end.min(size));
        let length = end.saturating_sub(start);
        if let Some(bytes) = self.as_bytes() {
            // They are within the size, which is a `usize`.
            let position = |position: u64| usize::try_from(position).unwrap_or(usize::MAX);
            return Self::from(bytes.slice(position(start)..position(start.max(end))));
        }
        Self::from_source(Slice { body: self, start, length })
    }

    /// Wraps each reader.
    #[inline]
    pub(crate) fn map_reader(
        self,
        map: impl Fn(BoxBodyReader) -> BoxBodyReader + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        Self::from_source(Mapped { body: self, map })
    }
}

/// Refuses a body that exceeds a limit, as soon as it does.
pub(crate) struct Limited {
    reader: BoxBodyReader,
    limit: u64,
    received: u64,
}

impl Limited {
    #[inline]
    pub(crate) fn new(reader: BoxBodyReader, limit: u64) -> Self {
        Self { reader, limit, received: 0 }
    }
}

impl BodyReader for Limited {
    #[inline]
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        let polled = self.reader.poll_chunk(context);
        if let Poll::Ready(Some(Ok(chunk))) = &polled {
            self.received = self.received.saturating_add(chunk.len() as u64);
            if self.received > self.limit {
                return Poll::Ready(Some(Err(BodyError::too_large(self.limit))));
            }
        }
        polled
    }

    #[inline]
    fn size(&self) -> Option<u64> {
        self.reader.size()
    }
}

/// Ends a body after a number of bytes.
struct Take {
    reader: BoxBodyReader,
    left: u64,
}

impl BodyReader for Take {
    #[inline]
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let mut polled = self.reader.poll_chunk(context);
        if let Poll::Ready(Some(Ok(chunk))) = &mut polled {
            chunk.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
            self.left -= chunk.len() as u64;
        }
        polled
    }
}

/// A part of a body.
struct Slice {
    body: Body,
    start: u64,
    length: u64,
}

impl BodySource for Slice {
    #[inline]
    fn size(&self) -> Option<u64> {
        Some(self.length)
    }

    #[inline]
    fn open(&self) -> Result<BoxBodyReader, BodyError> {
        self.open_at(0)
    }

    #[inline]
    fn can_open(&self) -> bool {
        self.body.can_open()
    }

    #[inline]
    fn open_at(&self, offset: u64) -> Result<BoxBodyReader, BodyError> {
        let reader = self.body.open_at(self.start.saturating_add(offset))?;
        Ok(Box::new(Take { reader, left: self.length.saturating_sub(offset) }))
    }
}

/// A body whose readers are wrapped.
struct Mapped<F> {
    body: Body,
    map: F,
}

impl<F: Fn(BoxBodyReader) -> BoxBodyReader> BodySource for Mapped<F> {
    #[inline]
    fn size(&self) -> Option<u64> {
        self.body.size()
    }

    #[inline]
    fn open(&self) -> Result<BoxBodyReader, BodyError> {
        self.body.open().map(&self.map)
    }

    #[inline]
    fn can_open(&self) -> bool {
        self.body.can_open()
    }

    #[inline]
    fn open_at(&self, offset: u64) -> Result<BoxBodyReader, BodyError> {
        self.body.open_at(offset).map(&self.map)
    }
}

/// How much of a body was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The number of bytes that were read. If a request is sent again, it begins again at 0.
    pub bytes: u64,
    /// The size of the body in bytes, if it is known.
    pub total: Option<u64>,
}

type OnProgress = Arc<dyn_maybe_send_sync!(Fn(Progress))>;

/// Calls a function after each chunk.
struct Reported {
    reader: BoxBodyReader,
    on_progress: OnProgress,
    progress: Progress,
}

impl Reported {
    #[inline]
    fn new(reader: BoxBodyReader, on_progress: OnProgress) -> Self {
        let progress = Progress { bytes: 0, total: reader.size() };
        Self { reader, on_progress, progress }
    }
}

impl BodyReader for Reported {
    #[inline]
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        let polled = self.reader.poll_chunk(context);
        if let Poll::Ready(Some(Ok(chunk))) = &polled {
            self.progress.bytes = self.progress.bytes.saturating_add(chunk.len() as u64);
            (self.on_progress)(self.progress);
        }
        polled
    }

    #[inline]
    fn size(&self) -> Option<u64> {
        self.reader.size()
    }
}
