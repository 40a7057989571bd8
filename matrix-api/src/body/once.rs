//! A reader that several clones of a body share: the first one to read a byte has it.

use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use super::{
    error::BodyError,
    source::{BodyReader, BodySource, BoxBodyReader, PolledChunk},
};

/// The place of a reader that can be read once.
pub(super) struct Once {
    size: Option<u64>,
    state: Arc<Mutex<State>>,
}

enum State {
    Unread(BoxBodyReader),
    /// Someone reads it. If they stop before the first byte, it is unread again.
    Open,
    Read,
}

impl Once {
    #[inline]
    pub(super) fn new(reader: BoxBodyReader) -> Self {
        Self { size: reader.size(), state: Arc::new(Mutex::new(State::Unread(reader))) }
    }
}

#[inline]
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl BodySource for Once {
    #[inline]
    fn size(&self) -> Option<u64> {
        self.size
    }

    #[inline]
    fn can_open(&self) -> bool {
        matches!(*lock(&self.state), State::Unread(_))
    }

    #[inline]
    fn open(&self) -> Result<BoxBodyReader, BodyError> {
        let mut state = lock(&self.state);
        match mem::replace(&mut *state, State::Open) {
            State::Unread(reader) => {
                let state = Arc::clone(&self.state);
                Ok(Box::new(OnceReader { reader: Some(reader), state, has_begun: false }))
            }
            other => {
                *state = other;
                Err(BodyError::AlreadyRead)
            }
        }
    }
}

struct OnceReader {
    /// Absent only while it is dropped.
    reader: Option<BoxBodyReader>,
    state: Arc<Mutex<State>>,
    has_begun: bool,
}

impl BodyReader for OnceReader {
    #[inline]
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        let Some(reader) = &mut self.reader else { return Poll::Ready(None) };
        let polled = reader.poll_chunk(context);
        self.has_begun |= polled.is_ready();
        polled
    }

    #[inline]
    fn size(&self) -> Option<u64> {
        self.reader.as_ref().and_then(BodyReader::size)
    }
}

impl Drop for OnceReader {
    #[inline]
    fn drop(&mut self) {
        let state = match self.reader.take() {
            Some(reader) if !self.has_begun => State::Unread(reader),
            _ => State::Read,
        };
        *lock(&self.state) = state;
    }
}
