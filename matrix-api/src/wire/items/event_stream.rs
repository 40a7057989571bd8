//! Server-sent events.

use std::{fmt, marker::PhantomData};

use bytes::Bytes;

use super::{
    MAX_ITEM, Origin,
    event::{self, Event, EventData, EventDecoder},
    event_parser::EventParser,
    unfold::Unfold,
};
use crate::{
    body::{Body, BodyError, BoxBodyReader},
    platform::MaybeSend,
};

/// A stream of server-sent events: `text/event-stream`. The type of a `raw_body` field of a response.
///
/// `T` is the [data](EventData) of an event: JSON, or a format of your own. The format is that of the
/// [HTML standard](https://html.spec.whatwg.org/multipage/server-sent-events.html). A server sends a comment
/// whenever nothing was sent for 15 seconds, so that proxies and clients keep the connection.
///
/// ```
/// use matrix_api::{EventStream, wire::Event};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let countdown = EventStream::unfold(3, |left| async move {
///     (left > 0).then(|| (Event::new(left).id(left.to_string()), left - 1))
/// });
/// let mut events = countdown.open()?;
/// while let Some(event) = events.next().await? {
///     println!("{} {:?}", event.data, event.id);
/// }
/// # Ok::<(), matrix_api::body::BodyError>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct EventStream<T> {
    body: Body,
    origin: Origin,
    items: PhantomData<fn() -> T>,
}

impl<T> EventStream<T> {
    /// The media type that is sent.
    pub const MEDIA_TYPE: &'static str = "text/event-stream";

    pub(in crate::wire) fn received(body: Body, origin: Origin) -> Self {
        Self { body, origin, items: PhantomData }
    }

    /// The bytes of the stream.
    #[must_use]
    pub fn as_body(&self) -> &Body {
        &self.body
    }

    /// Begins to read.
    ///
    /// # Errors
    ///
    /// Fails if the stream can be read once, and someone has begun.
    pub fn open(&self) -> Result<EventReader<T>, BodyError> {
        Ok(EventReader {
            reader: self.body.open()?,
            rest: Bytes::new(),
            parser: EventParser::new(MAX_ITEM),
            has_ended: false,
            origin: self.origin,
            items: PhantomData,
        })
    }
}

impl<T: EventData> EventStream<T> {
    /// A stream of events that are known already.
    ///
    /// # Errors
    ///
    /// Fails if an event cannot be written.
    pub fn from_items<E: Into<Event<T>>>(
        events: impl IntoIterator<Item = E>,
    ) -> Result<Self, BodyError> {
        let mut text = Vec::new();
        for event in events {
            text.extend_from_slice(&encode(&event.into())?);
        }
        Ok(Self::received(Body::from(text), Origin::LOCAL))
    }

    /// A stream of events that an async function makes: it gets the state, and returns the next event with
    /// the next state, or `None` at the end. The stream can be read once.
    ///
    /// For a channel, the state is its receiver.
    pub fn unfold<S, F, Fut>(state: S, next: F) -> Self
    where
        T: 'static,
        S: MaybeSend + 'static,
        F: FnMut(S) -> Fut + MaybeSend + 'static,
        Fut: Future<Output = Option<(Event<T>, S)>> + MaybeSend + 'static,
    {
        let body = Body::once(Unfold::new(state, next, encode::<T>));
        Self::received(body, Origin::LOCAL)
    }
}

fn encode<T: EventData>(event: &Event<T>) -> Result<Bytes, BodyError> {
    let data = event.data.to_event_data()?;
    let Event { name, id, retry, .. } = event;
    let text = Event { data, name: name.clone(), id: id.clone(), retry: *retry };
    event::write(&text).map(Bytes::from)
}

impl<T> Clone for EventStream<T> {
    fn clone(&self) -> Self {
        Self::received(self.body.clone(), self.origin)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("body", &self.body).finish_non_exhaustive()
    }
}

/// Reads server-sent events.
pub struct EventReader<T> {
    reader: BoxBodyReader,
    rest: Bytes,
    parser: EventParser,
    has_ended: bool,
    origin: Origin,
    items: PhantomData<fn() -> T>,
}

impl<T> EventReader<T> {
    /// Sets the maximum size of an event in bytes. Default: 1 MiB.
    #[must_use]
    pub fn max_item_size(mut self, bytes: usize) -> Self {
        self.parser.limit = bytes;
        self
    }

    async fn next_text(&mut self) -> Result<Option<Event<String>>, BodyError> {
        while !self.has_ended {
            match self.parser.next(&mut self.rest) {
                Ok(None) => {}
                Ok(event) => return Ok(event),
                Err(error) => {
                    self.has_ended = true;
                    return Err(error);
                }
            }
            match self.reader.chunk().await {
                Ok(Some(chunk)) => self.rest = chunk,
                // An event without an empty line after it is incomplete.
                Ok(None) => self.has_ended = true,
                Err(error) => {
                    self.has_ended = true;
                    return Err(error);
                }
            }
        }
        Ok(None)
    }
}

impl<T: EventData> EventReader<T> {
    /// The next event, or `None` at the end of the stream. Nothing is lost if the future is dropped.
    ///
    /// # Errors
    ///
    /// [`BodyError::Malformed`] if the data of an event is not what `T` expects: the next call reads the next
    /// event. Any other error ends the stream.
    pub async fn next(&mut self) -> Result<Option<Event<T>>, BodyError> {
        let Some(event) = self.next_text().await? else { return Ok(None) };
        match T::from_event(EventDecoder { event: &event, origin: self.origin }) {
            Ok(data) => Ok(Some(event.map(|_| data))),
            Err(error) => Err(BodyError::malformed(format!("event: {error}"))),
        }
    }
}

impl<T> fmt::Debug for EventReader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventReader").field("endpoint", &self.origin).finish_non_exhaustive()
    }
}
