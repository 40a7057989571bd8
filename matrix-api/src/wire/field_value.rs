//! What the type of a field must be.

use serde::{Serialize, de::DeserializeOwned};

/// A type that fields can have: any type that serde writes and reads.
///
/// It is implemented for all of them. Generated code names a field's type by [`Itself`], so that a
/// type that is none of them is reported once, at its place, in these words.
///
/// [`Itself`]: FieldValue::Itself
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a field",
    label = "serde cannot write and read it",
    note = "derive `serde::Serialize` and `serde::Deserialize` for it, or name functions that write \
            and read it: `#[serde(with = \"module\")]`"
)]
pub trait FieldValue {
    /// The type.
    type Itself;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> FieldValue for T {
    type Itself = T;
}
