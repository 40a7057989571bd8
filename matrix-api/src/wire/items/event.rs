//! A server-sent event, and its data.

use std::{fmt, time::Duration};

use serde::{Serialize, de::DeserializeOwned};

use super::Origin;
use crate::{
    body::BodyError,
    error::{DecodeError, DecodeProblem, Part},
};

/// An event of an [`EventStream`](super::EventStream).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The data. It can have several lines.
    pub data: T,
    /// The type of the event: the field `event`. `None` is `message`.
    pub name: Option<String>,
    /// The last event ID. A received event without one has that of the event before.
    pub id: Option<String>,
    /// The time after which a client should reconnect.
    pub retry: Option<Duration>,
}

impl<T> Event<T> {
    /// An event with nothing but data.
    #[must_use]
    #[inline]
    pub const fn new(data: T) -> Self {
        Self { data, name: None, id: None, retry: None }
    }

    /// Sets the [type](Self#structfield.name).
    #[must_use]
    #[inline]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the [ID](Self#structfield.id). A client sends it as `Last-Event-ID` when it reconnects.
    #[must_use]
    #[inline]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the time after which a client should reconnect.
    #[must_use]
    #[inline]
    pub const fn retry(mut self, retry: Duration) -> Self {
        self.retry = Some(retry);
        self
    }

    /// The same event with other data.
    #[inline]
    pub(crate) fn map<U>(self, data: impl FnOnce(T) -> U) -> Event<U> {
        let Self { data: old, name, id, retry } = self;
        Event { data: data(old), name, id, retry }
    }
}

/// An event without a name, an ID and a time.
impl<T> From<T> for Event<T> {
    #[inline]
    fn from(data: T) -> Self {
        Self::new(data)
    }
}

/// The data of an event. Any type that serde can serialize and deserialize is JSON.
///
/// Implement it for data that is not JSON, or whose type depends on the event's name:
///
/// ```
/// use matrix_api::{
///     DecodeError,
///     body::BodyError,
///     wire::{EventData, EventDecoder},
/// };
///
/// /// A piece of an answer, or its end, which is not JSON.
/// enum Piece {
///     Text(String),
///     Done,
/// }
///
/// impl EventData for Piece {
///     fn to_event_data(&self) -> Result<String, BodyError> {
///         match self {
///             Self::Text(text) => text.to_event_data(),
///             Self::Done => Ok("[DONE]".to_owned()),
///         }
///     }
///
///     fn from_event(event: EventDecoder<'_>) -> Result<Self, DecodeError> {
///         match event.data() {
///             "[DONE]" => Ok(Self::Done),
///             _ => event.json().map(Self::Text),
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the data of an event",
    label = "serde cannot write and read it",
    note = "derive `serde::Serialize` and `serde::Deserialize` for it, or implement \
            `matrix_api::wire::EventData`"
)]
pub trait EventData: Sized {
    /// Writes the data.
    ///
    /// # Errors
    ///
    /// When the value cannot be written.
    fn to_event_data(&self) -> Result<String, BodyError>;

    /// Reads the data.
    ///
    /// # Errors
    ///
    /// When the data is not what the type expects.
    fn from_event(event: EventDecoder<'_>) -> Result<Self, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> EventData for T {
    #[inline]
    fn to_event_data(&self) -> Result<String, BodyError> {
        serde_json::to_string(self).map_err(BodyError::source)
    }

    #[inline]
    fn from_event(event: EventDecoder<'_>) -> Result<Self, DecodeError> {
        event.json()
    }
}

/// The data of a received event, from which [`EventData`] is read.
#[derive(Clone, Copy)]
pub struct EventDecoder<'a> {
    pub(super) event: &'a Event<String>,
    pub(super) origin: Origin,
}

impl<'a> EventDecoder<'a> {
    /// The type of the event; `message` if it has none.
    #[must_use]
    #[inline]
    pub fn name(&self) -> &'a str {
        self.event.name.as_deref().unwrap_or("message")
    }

    /// The data as text.
    #[must_use]
    #[inline]
    pub fn data(&self) -> &'a str {
        &self.event.data
    }

    /// Reads the data as JSON.
    ///
    /// # Errors
    ///
    /// When it is not JSON, or not what `T` expects.
    #[inline]
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        self.origin.read_json(self.event.data.as_bytes())
    }

    /// An error of the data: where it is, and the problem. Neither should show the data.
    #[cold]
    #[must_use]
    #[inline]
    pub fn error(&self, location: impl Into<String>, problem: DecodeProblem) -> DecodeError {
        let Origin { metadata, message } = self.origin;
        DecodeError::new(metadata.name, message.kind(), Part::Body, location.into(), problem)
    }
}

// Not the data: there may be secrets in it.
impl fmt::Debug for EventDecoder<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventDecoder").field("name", &self.name()).finish_non_exhaustive()
    }
}

/// Writes an event as the
/// [HTML standard](https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream)
/// reads it.
///
/// # Errors
///
/// When the name or the ID has a line break, or the ID has a NUL, which makes readers ignore it.
#[inline]
pub(crate) fn write(event: &Event<String>) -> Result<String, BodyError> {
    let mut text = String::with_capacity(event.data.len().saturating_add(16));
    if let Some(name) = &event.name {
        push_field(&mut text, "event", single_line(name, "name")?);
    }
    if let Some(id) = &event.id {
        if id.contains('\0') {
            return Err(BodyError::source("the ID of an event cannot have a NUL"));
        }
        push_field(&mut text, "id", single_line(id, "ID")?);
    }
    if let Some(retry) = event.retry {
        push_field(&mut text, "retry", &retry.as_millis().to_string());
    }
    for line in event.data.replace("\r\n", "\n").split(['\n', '\r']) {
        push_field(&mut text, "data", line);
    }
    text.push('\n');
    Ok(text)
}

#[inline]
fn single_line<'a>(value: &'a str, what: &str) -> Result<&'a str, BodyError> {
    if value.contains(['\n', '\r']) {
        return Err(BodyError::source(format!("the {what} of an event cannot have line breaks")));
    }
    Ok(value)
}

#[inline]
fn push_field(text: &mut String, name: &str, value: &str) {
    for piece in [name, ": ", value, "\n"] {
        text.push_str(piece);
    }
}
