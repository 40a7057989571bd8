//! Errors of the codec, as serde wants them: what is wrong, and with which field.

use std::fmt;

use serde::{de, ser};

use crate::{
    error::{DecodeProblem, EncodeProblem, Part},
    metadata::{Field, FieldPlace},
    wire::{
        json::{expectation, kind_of},
        location_name::append_name,
    },
};

/// A field cannot be written as text.
///
/// [`RequestEncoder`](crate::wire::RequestEncoder) makes an [`EncodeError`](crate::EncodeError) of
/// it, which says where.
#[derive(Debug)]
pub struct SerializeError {
    details: Box<(String, EncodeProblem)>,
}

impl SerializeError {
    #[cold]
    pub(super) fn new(problem: EncodeProblem) -> Self {
        Self { details: Box::new((String::new(), problem)) }
    }

    /// The same, of this field unless it is known already.
    #[cold]
    pub(super) fn of_field(mut self, name: &str) -> Self {
        if self.details.0.is_empty() {
            name.clone_into(&mut self.details.0);
        }
        self
    }

    /// The field's name, and what is wrong with it.
    pub(in crate::wire) fn into_parts(self) -> (String, EncodeProblem) {
        *self.details
    }
}

impl fmt::Display for SerializeError {
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

/// A text is not what a field's type wants. It holds what was expected and the kind of what was
/// found, never the text.
///
/// The decoders make a [`DecodeError`](crate::DecodeError) of it, which says where.
#[derive(Debug)]
pub struct DeserializeError {
    details: Box<(String, DecodeProblem)>,
}

impl DeserializeError {
    #[cold]
    pub(in crate::wire) fn new(problem: DecodeProblem) -> Self {
        Self { details: Box::new((String::new(), problem)) }
    }

    /// The same, of this field unless it is known already.
    #[cold]
    pub(super) fn of_field(mut self, name: &str) -> Self {
        if self.details.0.is_empty() {
            name.clone_into(&mut self.details.0);
        }
        self
    }

    /// The same, without the type's reason if `shows` says that it shows the value.
    #[cold]
    pub(super) fn without_reason_if(mut self, shows: impl FnOnce(&str) -> bool) -> Self {
        if let DecodeProblem::Rejected { reason } = &mut self.details.1 {
            *reason = reason.take().filter(|reason| !shows(reason));
        }
        self
    }
}

impl fmt::Display for DeserializeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, problem) = &*self.details;
        write!(f, "`{name}`: {problem}")
    }
}

impl std::error::Error for DeserializeError {}

impl de::Error for DeserializeError {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(DecodeProblem::rejected(message.to_string()))
    }

    #[cold]
    fn invalid_type(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let expected = expectation(&expected.to_string());
        Self::new(DecodeProblem::WrongType { expected, found: kind_of(&found.to_string()) })
    }

    #[cold]
    fn invalid_value(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(DecodeProblem::WrongValue { expected: expectation(&expected.to_string()) })
    }

    #[cold]
    fn invalid_length(_: usize, expected: &dyn de::Expected) -> Self {
        Self::new(DecodeProblem::WrongValue { expected: expectation(&expected.to_string()) })
    }

    #[cold]
    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        let expected = match expected {
            [] => "no value at all".to_owned(),
            [name] => format!("`{name}`"),
            [first, others @ ..] => others
                .iter()
                .fold(format!("one of `{first}`"), |names, name| names + ", `" + name + "`"),
        };
        Self::new(DecodeProblem::WrongValue { expected: expected.into() })
    }

    #[cold]
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::new(DecodeProblem::UnknownField)
    }

    #[cold]
    fn missing_field(field: &'static str) -> Self {
        Self::new(DecodeProblem::Missing).of_field(field)
    }

    #[cold]
    fn duplicate_field(field: &'static str) -> Self {
        Self::new(DecodeProblem::Repeated).of_field(field)
    }
}

/// Where the field is, and what is wrong with it: without a type's reason if the field is a secret.
#[cold]
pub(in crate::wire) fn hide_secrets(
    error: DeserializeError,
    part: Part,
    fields: &[Field],
) -> (String, DecodeProblem) {
    let (name, problem) = *error.details;
    let is_secret = fields.iter().any(|field| {
        let same_part = match field.place {
            FieldPlace::Path => part == Part::Path,
            FieldPlace::Query => part == Part::Query,
            FieldPlace::Header => part == Part::Header,
            FieldPlace::QueryAll => return field.secret && part == Part::Query,
            _ => false,
        };
        field.secret && same_part && field.name.eq_ignore_ascii_case(&name)
    });
    let mut location = String::new();
    if !name.is_empty() {
        append_name(&mut location, &name);
    }
    match problem {
        DecodeProblem::Rejected { .. } if is_secret => {
            (location, DecodeProblem::Rejected { reason: None })
        }
        problem => (location, problem),
    }
}
