//! One codec for the fields that travel as text: those of a path, a query and headers.
//!
//! There is one serializer and one deserializer, so that what serde derives for a type is compiled
//! once. Where the text goes is a [`FieldSink`]; where it comes from is a [`Source`].

mod deserialize;
mod deserialize_value;
mod empty_argument;
mod error;
mod flattened;
mod forms;
mod header_list;
mod read_fields;
mod serialize;
mod serialize_value;
mod sink;
mod source;
#[cfg(test)]
mod tests;

pub use empty_argument::is_empty_argument;
pub use error::SerializeError;
pub(super) use error::hide_secrets;
pub(super) use flattened::read_all;
pub(super) use read_fields::{FieldSlots, read_arguments, read_fields};
pub(crate) use read_fields::{ReadField, TextField};
pub use serialize::FieldsSerializer;
pub(super) use sink::HeadersSink;
pub(super) use sink::{FormSink, PathSink, QuerySink};
pub(super) use source::Source;
