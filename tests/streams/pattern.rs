//! Bytes that are made while they are read, and compared while they arrive.

use std::{
    sync::{
        Arc, LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};

use matrix_api::{
    Body,
    body::{BodyError, BodyReader, BodySource, BoxBodyReader, PolledChunk},
    bytes::Bytes,
};

const CHUNK: u64 = 32 * 1024;

/// The bytes repeat after so many. It is a prime, so that chunks of the same size differ.
const PERIOD: usize = 65_521;

/// One period, twice: a chunk from any position is a slice of it.
static PERIODS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let byte = |position: usize| (position.wrapping_mul(31) ^ (position >> 8)) as u8;
    (0..2 * PERIOD).map(|position| byte(position % PERIOD)).collect()
});

/// The bytes from a position on, in pieces.
fn pieces(start: u64, length: usize) -> impl Iterator<Item = &'static [u8]> {
    let first = (start % PERIOD as u64) as usize;
    (0..length).step_by(PERIOD).map(move |from| {
        let length = PERIOD.min(length - from);
        &PERIODS[first..first + length]
    })
}

/// The bytes from a position on.
pub(crate) fn bytes(start: u64, length: u64) -> Vec<u8> {
    pieces(start, length as usize).collect::<Vec<_>>().concat()
}

/// A body of any size, which is never in memory as a whole.
pub(crate) struct Pattern {
    size: u64,
    position: u64,
    opened: Arc<AtomicUsize>,
}

impl Pattern {
    pub(crate) fn body(size: u64) -> Body {
        Self::counted(size).0
    }

    /// A body, and how often it was opened.
    pub(crate) fn counted(size: u64) -> (Body, Arc<AtomicUsize>) {
        let opened = Arc::<AtomicUsize>::default();
        let source = Self { size, position: 0, opened: Arc::clone(&opened) };
        (Body::from_source(source), opened)
    }

    /// A body that can be read once.
    pub(crate) fn once(size: u64) -> Body {
        Body::once(Self { size, position: 0, opened: Arc::default() })
    }
}

impl BodySource for Pattern {
    fn size(&self) -> Option<u64> {
        Some(self.size)
    }

    fn open(&self) -> Result<BoxBodyReader, BodyError> {
        self.opened.fetch_add(1, Ordering::Relaxed);
        Ok(Box::new(Self { size: self.size, position: 0, opened: Arc::default() }))
    }
}

impl BodyReader for Pattern {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> PolledChunk {
        let length = CHUNK.min(self.size - self.position);
        let chunk = Bytes::from(bytes(self.position, length));
        self.position += length;
        Poll::Ready((length > 0).then_some(Ok(chunk)))
    }

    fn size(&self) -> Option<u64> {
        Some(self.size - self.position)
    }
}

/// Reads a body to its end, and returns its size. It must have the bytes of the pattern.
pub(crate) async fn read(body: &Body) -> Result<u64, BodyError> {
    let mut reader = body.open()?;
    let mut position = 0;
    while let Some(chunk) = reader.chunk().await? {
        let mut rest = &chunk[..];
        for piece in pieces(position, chunk.len()) {
            let (found, after) = rest.split_at(piece.len());
            assert!(found == piece, "other bytes at {position}");
            (rest, position) = (after, position + piece.len() as u64);
        }
    }
    Ok(position)
}
