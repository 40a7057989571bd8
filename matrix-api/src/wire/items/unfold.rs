//! A reader whose chunks are made by an async function.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;

use crate::body::{BodyError, BodyReader, PolledChunk};

/// Calls a function for each value, with the state that it returned before.
pub(super) struct Unfold<S, F, Fut, T> {
    step: F,
    encode: fn(&T) -> Result<Bytes, BodyError>,
    /// Absent while the function runs, and at the end.
    state: Option<S>,
    running: Option<Pin<Box<Fut>>>,
}

impl<S, F, Fut, T> Unfold<S, F, Fut, T> {
    pub(super) fn new(state: S, step: F, encode: fn(&T) -> Result<Bytes, BodyError>) -> Self {
        Self { step, encode, state: Some(state), running: None }
    }
}

impl<S, F, Fut, T> BodyReader for Unfold<S, F, Fut, T>
where
    F: FnMut(S) -> Fut,
    Fut: Future<Output = Option<(T, S)>>,
{
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        if let Some(state) = self.state.take() {
            self.running = Some(Box::pin((self.step)(state)));
        }
        let Some(running) = &mut self.running else { return Poll::Ready(None) };
        let next = ready!(running.as_mut().poll(context));
        self.running = None;
        let Some((item, state)) = next else { return Poll::Ready(None) };
        let encoded = (self.encode)(&item);
        if encoded.is_ok() {
            self.state = Some(state);
        }
        Poll::Ready(Some(encoded))
    }
}
