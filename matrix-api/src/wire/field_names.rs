//! The names that fields are read by.

/// Names on the wire, each with the number of the field that it belongs to, in the order of the fields.
///
/// A field has one name and any number of aliases: with `#[serde(alias = "screen_name")]` on the first
/// of two fields it is `[("name", 0), ("screen_name", 0), ("age", 1)]`. Names of JSON members are JSON,
/// with quotes and the colon: `("\"name\":", 0)`.
pub(crate) type FieldNames = &'static [(&'static str, u16)];
