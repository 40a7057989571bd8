//! Writes a JSON object member by member.

use serde::Serialize;

use super::{encode_error, serializer::JsonSerializer};
use crate::{
    error::{EncodeError, IntoHttpError, Message},
    metadata::Metadata,
    text::buffer::TextBuffer,
    wire::outgoing_body::OutgoingBody,
};

/// A JSON object that is being written, as the body of a message.
///
/// The first error is kept, and what follows it is not written.
pub struct JsonObject<'a> {
    metadata: &'static Metadata,
    message: Message,
    body: &'a mut OutgoingBody,
    text: &'a mut TextBuffer,
    /// What comes ahead of the next member: the brace, or a comma.
    separator: u8,
    error: Option<EncodeError>,
}

// Not the text: there may be secrets in it.
impl std::fmt::Debug for JsonObject<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JsonObject").finish_non_exhaustive()
    }
}

impl<'a> JsonObject<'a> {
    /// An object without members.
    pub(in crate::wire) fn new(
        metadata: &'static Metadata,
        message: Message,
        body: &'a mut OutgoingBody,
        text: &'a mut TextBuffer,
    ) -> Self {
        Self { metadata, message, body, text, separator: b'{', error: None }
    }

    /// Writes a member. `key` is its name as JSON, with quotes, escapes and the colon.
    pub fn member<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) {
        if self.begin(key)
            && let Err(error) = value.serialize(JsonSerializer::new(self.text))
        {
            self.fail(key, error);
        }
    }

    /// Completes the body.
    ///
    /// # Errors
    ///
    /// When one of the members could not be written as JSON.
    pub fn end(self) -> Result<(), IntoHttpError> {
        if let Some(error) = self.error {
            return Err(error.into());
        }
        self.text.push(if self.separator == b'{' { b"{}" } else { b"}" });
        *self.body = OutgoingBody::Json(self.text.take());
        Ok(())
    }

    /// Writes what is ahead of a value, unless there is an error already.
    fn begin(&mut self, key: &'static str) -> bool {
        if self.error.is_some() {
            return false;
        }
        self.text.push_between([self.separator], key.as_bytes(), []);
        self.separator = b',';
        true
    }

    #[cold]
    fn fail(&mut self, key: &'static str, error: serde_json::Error) {
        let name = key.trim_end_matches(':').trim_matches('"');
        self.error = Some(encode_error(self.metadata, self.message, name, error));
    }
}
