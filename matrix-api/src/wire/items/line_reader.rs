//! Reads the lines of a body.

use bytes::{Buf as _, Bytes, BytesMut};

use crate::body::{BodyError, BoxBodyReader};

/// Reads lines that end with a line feed. The last one may have none.
pub(super) struct LineReader {
    reader: BoxBodyReader,
    /// The unread rest of the last chunk.
    rest: Bytes,
    /// The beginning of the line, from chunks before that.
    begun: BytesMut,
    pub(super) limit: usize,
    /// The number of lines that were read.
    pub(super) number: u64,
    has_ended: bool,
}

impl LineReader {
    #[inline]
    pub(super) fn new(reader: BoxBodyReader, limit: usize) -> Self {
        let (rest, begun) = (Bytes::new(), BytesMut::new());
        Self { reader, rest, begun, limit, number: 0, has_ended: false }
    }

    /// The next line without its line feed. No byte is lost if the future is dropped.
    #[inline]
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, BodyError> {
        loop {
            let end = self.rest.iter().position(|byte| *byte == b'\n');
            let length = end.unwrap_or(self.rest.len());
            if self.begun.len().saturating_add(length) > self.limit {
                self.has_ended = true;
                self.rest.clear();
                self.begun.clear();
                return Err(BodyError::too_large(self.limit as u64));
            }
            let piece = self.rest.split_to(length);
            if end.is_some() {
                self.rest.advance(1);
                return Ok(Some(self.finish(piece)));
            }
            self.begun.extend_from_slice(&piece);
            if self.has_ended {
                let is_empty = self.begun.is_empty();
                return Ok((!is_empty).then(|| self.finish(Bytes::new())));
            }
            match self.reader.chunk().await {
                Ok(Some(chunk)) => self.rest = chunk,
                Ok(None) => self.has_ended = true,
                Err(error) => {
                    // The line that was begun is incomplete.
                    self.begun.clear();
                    self.has_ended = true;
                    return Err(error);
                }
            }
        }
    }

    #[inline]
    fn finish(&mut self, piece: Bytes) -> Bytes {
        self.number = self.number.saturating_add(1);
        if self.begun.is_empty() {
            return piece;
        }
        self.begun.extend_from_slice(&piece);
        self.begun.split().freeze()
    }
}
