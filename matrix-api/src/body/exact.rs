//! The announced size of a body.

use std::task::{Context, Poll};

use super::{
    error::BodyError,
    source::{BodyReader, BoxBodyReader, PolledChunk},
};

/// Checks that a body has as many bytes as were announced.
pub(crate) struct Exact {
    reader: BoxBodyReader,
    expected: u64,
    received: u64,
}

impl Exact {
    #[inline]
    pub(crate) fn new(reader: BoxBodyReader, expected: u64) -> Self {
        Self { reader, expected, received: 0 }
    }
}

impl BodyReader for Exact {
    #[inline]
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

    #[inline]
    fn size(&self) -> Option<u64> {
        Some(self.expected.saturating_sub(self.received))
    }
}
