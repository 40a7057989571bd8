//! Readers that count: the announced size, the largest size, and the progress.

use std::{
    sync::Arc,
    task::{Context, Poll},
};

use super::{
    Body,
    error::BodyError,
    source::{BodyReader, BodySource, BoxBodyReader, PolledChunk},
};

/// Checks that a body has as many bytes as were announced.
pub(crate) struct Exact {
    reader: BoxBodyReader,
    expected: u64,
    received: u64,
}

impl Exact {
    pub(crate) fn new(reader: BoxBodyReader, expected: u64) -> Self {
        Self { reader, expected, received: 0 }
    }
}

impl BodyReader for Exact {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        let Self { reader, expected, received } = self;
        let (expected, received) = (*expected, received);
        let polled = reader.poll_chunk(context);
        match &polled {
            Poll::Ready(Some(Ok(chunk))) => {
                *received = received.saturating_add(chunk.len() as u64);
                if *received > expected {
                    return Poll::Ready(Some(Err(BodyError::Overlong { expected })));
                }
            }
            Poll::Ready(None) if *received < expected => {
                let received = *received;
                return Poll::Ready(Some(Err(BodyError::Incomplete { expected, received })));
            }
            _ => {}
        }
        polled
    }

    fn size(&self) -> Option<u64> {
        Some(self.expected.saturating_sub(self.received))
    }
}

/// Refuses a body that exceeds a limit, as soon as it does.
pub(crate) struct Limited {
    reader: BoxBodyReader,
    limit: u64,
    received: u64,
}

impl Limited {
    pub(crate) fn new(reader: BoxBodyReader, limit: u64) -> Self {
        Self { reader, limit, received: 0 }
    }
}

impl BodyReader for Limited {
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

    fn size(&self) -> Option<u64> {
        self.reader.size()
    }
}

/// Ends a body after a number of bytes.
pub(super) struct Take {
    pub(super) reader: BoxBodyReader,
    pub(super) left: u64,
}

impl BodyReader for Take {
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
pub(super) struct Slice {
    pub(super) body: Body,
    pub(super) start: u64,
    pub(super) length: u64,
}

impl BodySource for Slice {
    fn size(&self) -> Option<u64> {
        Some(self.length)
    }

    fn open(&self) -> Result<BoxBodyReader, BodyError> {
        self.open_at(0)
    }

    fn can_open(&self) -> bool {
        self.body.can_open()
    }

    fn open_at(&self, offset: u64) -> Result<BoxBodyReader, BodyError> {
        let reader = self.body.open_at(self.start.saturating_add(offset))?;
        Ok(Box::new(Take { reader, left: self.length.saturating_sub(offset) }))
    }
}

/// A body whose readers are wrapped.
pub(super) struct Mapped<F> {
    pub(super) body: Body,
    pub(super) map: F,
}

impl<F: Fn(BoxBodyReader) -> BoxBodyReader> BodySource for Mapped<F> {
    fn size(&self) -> Option<u64> {
        self.body.size()
    }

    fn open(&self) -> Result<BoxBodyReader, BodyError> {
        self.body.open().map(&self.map)
    }

    fn can_open(&self) -> bool {
        self.body.can_open()
    }

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

pub(super) type OnProgress = Arc<dyn Fn(Progress) + Send + Sync>;

/// Calls a function after each chunk.
pub(super) struct Reported {
    reader: BoxBodyReader,
    on_progress: OnProgress,
    progress: Progress,
}

impl Reported {
    pub(super) fn new(reader: BoxBodyReader, on_progress: OnProgress) -> Self {
        let progress = Progress { bytes: 0, total: reader.size() };
        Self { reader, on_progress, progress }
    }
}

impl BodyReader for Reported {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        let polled = self.reader.poll_chunk(context);
        if let Poll::Ready(Some(Ok(chunk))) = &polled {
            self.progress.bytes = self.progress.bytes.saturating_add(chunk.len() as u64);
            (self.on_progress)(self.progress);
        }
        polled
    }

    fn size(&self) -> Option<u64> {
        self.reader.size()
    }
}
