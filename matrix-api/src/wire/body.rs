//! The body of a message that is being written.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header::CONTENT_TYPE};
use serde::Serialize;

use crate::{
    error::{EncodeError, EncodeProblem, IntoHttpError, Message, Part},
    text::buffer::TextBuffer,
    wire::json::{JsonSerializer, is_not_finite},
};

#[allow(clippy::declare_interior_mutable_const, reason = "static bytes, which nothing changes")]
const JSON: HeaderValue = HeaderValue::from_static("application/json");
#[allow(clippy::declare_interior_mutable_const, reason = "static bytes, which nothing changes")]
const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// Writes the body of a request or a response. It is large: encoders borrow it.
pub struct BodyEncoder {
    endpoint: &'static str,
    message: Message,
    content: Content,
    json: TextBuffer,
}

/// A body, as far as it is complete.
enum Content {
    None,
    Json(Bytes),
    Raw(Bytes),
    /// The headers have its content type.
    RawWithType(Bytes),
    /// No body, and no content type.
    Empty,
}

impl BodyEncoder {
    #[inline]
    pub(crate) fn new(endpoint: &'static str, message: Message) -> Self {
        Self { endpoint, message, content: Content::None, json: TextBuffer::new() }
    }

    /// Writes the whole body as JSON.
    pub(crate) fn json(
        &mut self,
        write: impl FnOnce(JsonSerializer<'_>) -> Result<(), serde_json::Error>,
    ) -> Result<(), IntoHttpError> {
        match write(JsonSerializer::new(&mut self.json)) {
            Ok(()) => {
                self.finish_json();
                Ok(())
            }
            Err(error) => Err(self.json_error("", error).into()),
        }
    }

    /// The JSON text is complete.
    fn finish_json(&mut self) {
        self.content = Content::Json(self.json.take());
    }

    /// Sends bytes as the body.
    pub(crate) fn raw(&mut self, body: Bytes) {
        self.content = Content::Raw(body);
    }

    /// Whether a body was written.
    pub(crate) fn is_written(&self) -> bool {
        !matches!(self.content, Content::None | Content::Empty)
    }

    /// Sends bytes as the body. Its content type is already among the headers.
    pub(super) fn raw_with_type(&mut self, body: Bytes) {
        self.content = Content::RawWithType(body);
    }

    /// Sends an empty body without content type.
    pub(super) fn raw_empty(&mut self) {
        self.content = Content::Empty;
    }

    pub(super) fn message(&self) -> Message {
        self.message
    }

    pub(super) fn endpoint(&self) -> &'static str {
        self.endpoint
    }

    /// The bytes to send. Sets the content type, unless a header field of the endpoint has.
    ///
    /// Where nothing was written, the body is `{}` or, with `may_be_empty`, nothing.
    pub(crate) fn take(&mut self, may_be_empty: bool, headers: &mut HeaderMap) -> Bytes {
        let (bytes, content_type) = match std::mem::replace(&mut self.content, Content::None) {
            Content::Empty => return Bytes::new(),
            Content::None if may_be_empty => return Bytes::new(),
            Content::None => (Bytes::from_static(b"{}"), JSON),
            Content::Json(json) => (json, JSON),
            Content::Raw(bytes) => (bytes, OCTETS),
            Content::RawWithType(bytes) => return bytes,
        };
        if headers.is_empty() || !headers.contains_key(CONTENT_TYPE) {
            headers.insert(CONTENT_TYPE, content_type);
        }
        bytes
    }

    /// A member cannot be written as JSON, or with an empty name the whole body.
    #[cold]
    fn json_error(&self, name: &str, error: serde_json::Error) -> EncodeError {
        let problem = match is_not_finite(&error) {
            true => EncodeProblem::NotFinite,
            false => EncodeProblem::Json(error),
        };
        self.error(Part::Body, name.to_owned(), problem)
    }

    #[cold]
    pub(super) fn error(&self, part: Part, field: String, problem: EncodeProblem) -> EncodeError {
        EncodeError::new(self.endpoint, self.message, part, field, problem)
    }
}

/// A JSON object that is being written, as the body of a message.
///
/// The first error is kept, and later members are not written.
pub struct JsonObject<'a> {
    body: &'a mut BodyEncoder,
    /// Written before the next member: the brace, or a comma.
    separator: u8,
    error: Option<EncodeError>,
}

impl JsonObject<'_> {
    /// Writes a member. `key` is its name as JSON, with quotes, escapes and the colon.
    pub fn member<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) {
        if self.begin(key)
            && let Err(error) = value.serialize(JsonSerializer::new(&mut self.body.json))
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
        self.body.json.push(if self.separator == b'{' { b"{}" } else { b"}" });
        self.body.finish_json();
        Ok(())
    }

    /// Writes a key, unless there is an error already.
    fn begin(&mut self, key: &'static str) -> bool {
        if self.error.is_some() {
            return false;
        }
        self.body.json.push_between([self.separator], key.as_bytes(), []);
        self.separator = b',';
        true
    }

    #[cold]
    fn fail(&mut self, key: &'static str, error: serde_json::Error) {
        let name = key.trim_end_matches(':').trim_matches('"');
        self.error = Some(self.body.json_error(name, error));
    }
}

/// An encoder of requests or of responses.
pub trait MessageEncoder {
    /// Its body.
    fn body(&mut self) -> &mut BodyEncoder;
}

/// Sends an empty body: the field that is the whole body is absent.
pub fn leave_out_body(encoder: &mut impl MessageEncoder) {
    encoder.body().raw_empty();
}

/// Begins an object that is the JSON body.
pub fn begin_object(encoder: &mut impl MessageEncoder) -> JsonObject<'_> {
    JsonObject { body: encoder.body(), separator: b'{', error: None }
}
