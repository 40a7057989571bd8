//! Arguments of a path that cannot be told from absent ones.

use super::{error::SerializeError, serialize::FieldsSerializer, sink::FieldSink};
use crate::error::EncodeProblem;

/// Notes whether a field has any text.
#[derive(Default)]
struct TextSink {
    has_text: bool,
}

impl FieldSink for TextSink {
    fn put(&mut self, _: &str, value: &str) -> Result<(), EncodeProblem> {
        self.has_text |= !value.is_empty();
        Ok(())
    }

    fn put_element(&mut self, _: &str, _: &str, _: bool) -> Result<(), EncodeProblem> {
        self.has_text = true;
        Ok(())
    }

    fn takes_lists(&self) -> bool {
        true
    }
}

/// Whether the argument that `write` writes is an empty text, an empty list or nothing. In a path it cannot be
/// told from an absent one.
#[must_use]
pub fn is_empty_argument(
    write: impl FnOnce(FieldsSerializer<'_>) -> Result<(), SerializeError>,
) -> bool {
    let mut sink = TextSink::default();
    write(FieldsSerializer::new(&mut sink)).is_ok() && !sink.has_text
}
