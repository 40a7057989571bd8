//! The error of the serializer, and the location of the deserializer's.

use std::fmt;

use serde::ser;

use crate::{
    error::{DecodeProblem, EncodeProblem, Part},
    metadata::{Field, FieldPlace},
    wire::deserialize_error::DeserializeError,
};

/// A field cannot be written as text: its name, and the problem.
///
/// [`RequestEncoder`](crate::wire::RequestEncoder) turns it into an [`EncodeError`](crate::EncodeError).
#[derive(Debug)]
pub struct SerializeError {
    details: Box<(String, EncodeProblem)>,
}

impl SerializeError {
    #[cold]
    pub(super) fn new(problem: EncodeProblem) -> Self {
        Self { details: Box::new((String::new(), problem)) }
    }

    /// Sets the field's name, unless it is known already.
    #[cold]
    pub(super) fn of_field(mut self, name: &str) -> Self {
        if self.details.0.is_empty() {
            name.clone_into(&mut self.details.0);
        }
        self
    }

    /// The field's name, and the problem.
    pub(in crate::wire) fn into_parts(self) -> (String, EncodeProblem) {
        *self.details
    }
}

impl fmt::Display for SerializeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, problem) = &*self.details;
        write!(f, "`{name}`: {problem}")
    }
}

impl std::error::Error for SerializeError {}

impl ser::Error for SerializeError {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(EncodeProblem::Rejected(message.to_string().into()))
    }
}

/// The location and the problem, with only the first step and no reason if the field is a secret.
#[cold]
pub(in crate::wire) fn hide_secrets(
    error: DeserializeError,
    part: Part,
    fields: &[Field],
) -> (String, DecodeProblem) {
    let is_secret = fields.iter().any(|field| {
        let same_part = match field.place {
            FieldPlace::Path => part == Part::Path,
            FieldPlace::Query => part == Part::Query,
            FieldPlace::Header => part == Part::Header,
            FieldPlace::QueryAll => return field.secret && part == Part::Query,
            _ => false,
        };
        let name = error.outermost().unwrap_or_default();
        field.secret && same_part && field.name.eq_ignore_ascii_case(name)
    });
    error.into_parts(is_secret)
}
