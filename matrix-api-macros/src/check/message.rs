//! A message while its fields still have their spans.

use super::fields::CheckedField;
use crate::model::Message;

/// A message after the rules that concern it alone.
pub(super) struct CheckedMessage {
    /// The message without its fields.
    pub(super) message: Message,
    pub(super) fields: Vec<CheckedField>,
    /// Whether there may be fields whose names could not be read.
    pub(super) unreadable: bool,
}

impl CheckedMessage {
    pub(super) fn into_message(self, path_order: Vec<usize>) -> Message {
        let fields = self.fields.into_iter().map(|checked| checked.field).collect();
        Message { fields, path_order, ..self.message }
    }
}
