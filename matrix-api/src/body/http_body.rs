//! Conversions from and to the bodies of `http-body`.

use std::{
    error::Error,
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::{
    error::BodyError,
    source::{BodyReader, BoxBodyReader, PolledChunk},
};

/// A reader for the libraries that send bodies.
pub(crate) struct SentBody {
    /// Locked by nobody: it makes the reader `Sync`.
    reader: Mutex<BoxBodyReader>,
    left: Option<u64>,
}

impl SentBody {
    pub(crate) fn new(reader: BoxBodyReader) -> Self {
        Self { left: reader.size(), reader: Mutex::new(reader) }
    }
}

impl HttpBody for SentBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let reader = self.reader.get_mut().unwrap_or_else(PoisonError::into_inner);
        let polled = ready!(reader.poll_chunk(context));
        if let (Some(left), Some(Ok(chunk))) = (&mut self.left, &polled) {
            *left = left.saturating_sub(chunk.len() as u64);
        }
        Poll::Ready(polled.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.left == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// A body that such a library receives. An error of it means that the connection was lost.
pub(crate) struct ReceivedBody<B>(pub(crate) B);

impl<B> BodyReader for ReceivedBody<B>
where
    B: HttpBody<Data = Bytes, Error: Into<Box<dyn Error + Send + Sync>>> + Unpin,
{
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        loop {
            return Poll::Ready(match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                None => None,
                Some(Err(error)) => Some(Err(BodyError::interrupted(error))),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => Some(Ok(data)),
                    // Trailers are ignored.
                    Err(_) => continue,
                },
            });
        }
    }

    fn size(&self) -> Option<u64> {
        self.0.size_hint().exact()
    }
}
