//! JSON bodies.
//!
//! They are read by serde_json. If that fails, `locate` reads them again, slowly, to report where and
//! why: serde_json says this in English only.

mod failure;
mod locate;
mod object_reader;
#[cfg(test)]
mod tests;
mod unique_keys;
mod value;
mod whole_body;
mod write_string;
mod writer;

pub(crate) use object_reader::{JsonMember, ReadMember, UnreadMember};
pub(super) use object_reader::{MemberSlots, read_object};
pub(super) use unique_keys::repeated;
pub(super) use whole_body::{decode, is_empty};
pub use writer::JsonSerializer;
pub(super) use writer::is_not_finite;
