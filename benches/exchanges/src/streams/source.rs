//! What is sent: bytes of a file, or as many from memory.

use std::{
    io,
    path::PathBuf,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use matrix_api::{
    Body,
    body::{BodyError, BodyReader, BodySource, BoxBodyReader, PolledChunk},
};
use tokio_util::io::ReaderStream;

/// The size of the chunks of both sources.
pub(super) const CHUNK: usize = 64 * 1024;

static ZEROS: [u8; CHUNK] = [0; CHUNK];

/// What is sent.
#[derive(Clone, Debug)]
pub enum Source {
    /// The same chunk again and again.
    Memory,
    /// A file, which has as many bytes as are sent.
    File(PathBuf),
}

impl Source {
    /// The file at a path; `memory` is not one.
    #[must_use]
    pub fn of(path: &str) -> Self {
        if path == "memory" { Self::Memory } else { Self::File(path.into()) }
    }

    /// A body of this project.
    pub(super) async fn body(&self, size: u64) -> Body {
        match self {
            Self::Memory => Body::from_source(Zeros(size)),
            Self::File(path) => Body::file(path).await.expect("a file"),
        }
    }

    /// A stream of chunks, as axum and reqwest take it.
    pub(super) async fn stream(&self, size: u64) -> BoxStream<'static, io::Result<Bytes>> {
        match self {
            Self::Memory => stream::iter(Zeros(size).map(Ok)).boxed(),
            Self::File(path) => {
                let file = tokio::fs::File::open(path).await.expect("a file");
                ReaderStream::with_capacity(file, CHUNK).boxed()
            }
        }
    }
}

/// A number of zeros.
pub(super) struct Zeros(pub(super) u64);

impl Iterator for Zeros {
    type Item = Bytes;

    fn next(&mut self) -> Option<Bytes> {
        let length = self.0.min(CHUNK as u64);
        self.0 -= length;
        (length > 0).then(|| Bytes::from_static(&ZEROS[..length as usize]))
    }
}

impl BodySource for Zeros {
    fn size(&self) -> Option<u64> {
        Some(self.0)
    }

    fn open(&self) -> Result<BoxBodyReader, BodyError> {
        Ok(Box::new(Self(self.0)))
    }
}

impl BodyReader for Zeros {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> PolledChunk {
        Poll::Ready(self.next().map(Ok))
    }

    fn size(&self) -> Option<u64> {
        Some(self.0)
    }
}
