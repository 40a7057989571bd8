//! JSON values in examples, and how they are written.

mod value;
mod writer;

pub(crate) use self::value::{Json, JsonMember, JsonObject, JsonValue, is_number};
