//! Streams of values: JSON lines and server-sent events.

pub(crate) mod event;
pub(crate) mod event_parser;
mod event_stream;
mod json_lines;
mod line_reader;
#[cfg(test)]
mod tests;
mod unfold;

use std::fmt;

use http::Method;
use serde::de::DeserializeOwned;

pub use self::{
    event::{Event, EventData, EventDecoder},
    event_stream::{EventReader, EventStream},
    json_lines::{JsonLines, JsonLinesReader},
};
use super::{decoded_message::DecodedMessage, json};
use crate::{
    error::DecodeError,
    metadata::{Field, FieldPlace, Metadata},
    path_history::PathHistory,
};

/// Maximum size of a value that is received, unless the application sets another.
const MAX_ITEM: usize = 1024 * 1024;

/// The metadata of a stream that was not received.
static LOCAL: Metadata =
    Metadata::new("stream", Method::GET, PathHistory::fixed(path_template!("/")))
        .request_fields(&[Field::new("items", FieldPlace::JsonLines)]);

/// The message that a stream belongs to, for errors.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    metadata: &'static Metadata,
    message: DecodedMessage,
}

impl Origin {
    const LOCAL: Self = Self { metadata: &LOCAL, message: DecodedMessage::Request };

    pub(super) fn new(metadata: &'static Metadata, message: DecodedMessage) -> Self {
        Self { metadata, message }
    }

    /// Reads a value as JSON.
    fn read_json<T: DeserializeOwned>(self, text: &[u8]) -> Result<T, DecodeError> {
        json::decode(self.metadata, self.message, text)
    }
}

impl fmt::Debug for Origin {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.metadata.name)
    }
}
