//! JSON values, one a line.

use std::{fmt, marker::PhantomData};

use bytes::{BufMut as _, Bytes, BytesMut};
use serde::{Serialize, de::DeserializeOwned};

use super::{MAX_ITEM, Origin, line_reader::LineReader, unfold::Unfold};
use crate::{
    body::{Body, BodyError},
    platform::MaybeSend,
};

/// A stream of JSON values, one a line: `application/x-ndjson`. The type of a `raw_body` field.
///
/// Each value is sent when it is there, and received when it has arrived. Blank lines are ignored.
///
/// ```
/// use matrix_api::JsonLines;
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let countdown = JsonLines::unfold(3, |left| async move { (left > 0).then(|| (left, left - 1)) });
/// let mut reader = countdown.open()?;
/// while let Some(number) = reader.next().await? {
///     println!("{number}");
/// }
/// # Ok::<(), matrix_api::body::BodyError>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct JsonLines<T> {
    body: Body,
    origin: Origin,
    items: PhantomData<fn() -> T>,
}

impl<T> JsonLines<T> {
    /// The media type that is sent.
    pub const MEDIA_TYPE: &'static str = "application/x-ndjson";

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
    pub fn open(&self) -> Result<JsonLinesReader<T>, BodyError> {
        let lines = LineReader::new(self.body.open()?, MAX_ITEM);
        Ok(JsonLinesReader { lines, origin: self.origin, items: PhantomData })
    }
}

impl<T: Serialize> JsonLines<T> {
    /// A stream of values that are known already. A request with it can be sent again.
    ///
    /// # Errors
    ///
    /// Fails if a value cannot be written as JSON.
    pub fn from_items(items: impl IntoIterator<Item = T>) -> Result<Self, BodyError> {
        let mut text = BytesMut::new();
        for item in items {
            text.extend_from_slice(&encode(&item)?);
        }
        Ok(Self::received(Body::from(text.freeze()), Origin::LOCAL))
    }

    /// A stream of values that an async function makes: it gets the state, and returns the next value with
    /// the next state, or `None` at the end. The stream can be read once.
    ///
    /// For a channel, the state is its receiver.
    pub fn unfold<S, F, Fut>(state: S, next: F) -> Self
    where
        T: 'static,
        S: MaybeSend + 'static,
        F: FnMut(S) -> Fut + MaybeSend + 'static,
        Fut: Future<Output = Option<(T, S)>> + MaybeSend + 'static,
    {
        let body = Body::once(Unfold::new(state, next, encode::<T>));
        Self::received(body, Origin::LOCAL)
    }
}

fn encode<T: Serialize>(item: &T) -> Result<Bytes, BodyError> {
    let mut line = BytesMut::new().writer();
    serde_json::to_writer(&mut line, item).map_err(BodyError::source)?;
    let mut line = line.into_inner();
    line.put_u8(b'\n');
    Ok(line.freeze())
}

impl<T> Clone for JsonLines<T> {
    fn clone(&self) -> Self {
        Self::received(self.body.clone(), self.origin)
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").field("body", &self.body).finish_non_exhaustive()
    }
}

/// Reads a stream of JSON values.
pub struct JsonLinesReader<T> {
    lines: LineReader,
    origin: Origin,
    items: PhantomData<fn() -> T>,
}

impl<T> JsonLinesReader<T> {
    /// Sets the maximum size of a line in bytes. Default: 1 MiB.
    #[must_use]
    pub fn max_item_size(mut self, bytes: usize) -> Self {
        self.lines.limit = bytes;
        self
    }
}

impl<T: DeserializeOwned> JsonLinesReader<T> {
    /// The next value, or `None` at the end of the stream. Nothing is lost if the future is dropped.
    ///
    /// # Errors
    ///
    /// [`BodyError::Malformed`] if a line is not such a value: the next call reads the next line.
    /// Any other error ends the stream.
    pub async fn next(&mut self) -> Result<Option<T>, BodyError> {
        while let Some(line) = self.lines.next().await? {
            if line.trim_ascii().is_empty() {
                continue;
            }
            return match self.origin.read_json(&line) {
                Ok(item) => Ok(Some(item)),
                Err(error) => {
                    let line = self.lines.number;
                    Err(BodyError::malformed(format!("value on line {line}: {error}")))
                }
            };
        }
        Ok(None)
    }
}

impl<T> fmt::Debug for JsonLinesReader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLinesReader").field("line", &self.lines.number).finish_non_exhaustive()
    }
}
