//! The error of this crate's deserializers: where a value is, and what is wrong with it.

use std::{cell::Cell, fmt};

use serde::de::{self, Expected, Unexpected};

use crate::{
    error::DecodeProblem,
    text::location::{Step, location},
};

/// A value is not what its type expects: the path to the value, and the problem.
///
/// It holds what was expected and the kind of value that was found, and never the value. Decoders turn it
/// into a [`DecodeError`](crate::error::DecodeError).
///
/// # In an implementation of `Deserialize`
///
/// Decoders know the path to a value while they read it. A type that reads a whole object first and
/// checks its members afterwards adds the steps itself. Create the error with a function of
/// [`serde::de::Error`], add the steps from the value outwards, and return
/// [`into_error`](Self::into_error):
///
/// ```
/// use std::collections::BTreeMap;
///
/// use matrix_api::wire::DeserializeError;
/// use serde::{Deserialize, Deserializer, de::{Error, Unexpected}};
/// # use matrix_api::__private::serde;
///
/// #[derive(Debug)]
/// struct Identifier;
///
/// impl<'de> Deserialize<'de> for Identifier {
///     fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
///         let members = BTreeMap::<String, String>::deserialize(deserializer)?;
///         match members.get("type").map(String::as_str) {
///             Some("m.id.user") => Ok(Self),
///             Some(other) => {
///                 let error = DeserializeError::invalid_value(Unexpected::Str(other), &"a known type");
///                 Err(error.in_member("type").into_error())
///             }
///             None => Err(DeserializeError::missing_field("type").into_error()),
///         }
///     }
/// }
///
/// let error = serde_json::from_str::<Identifier>(r#"{"type": "x"}"#).unwrap_err().to_string();
/// assert!(error.starts_with("`type`: invalid value: expected a known type"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeserializeError {
    // Boxed: it travels in every `Result` of a decoder.
    details: Box<Details>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    /// From the value outwards.
    path: Vec<Step>,
    problem: DecodeProblem,
    /// Whether the type's reason has been compared with the value.
    compared: bool,
    /// The address of a text where another kind of value was expected.
    refused_text: Address,
}

/// An address that identifies a value while it is read. It does not make errors differ.
#[derive(Clone, Copy, Debug)]
struct Address(Option<usize>);

impl PartialEq for Address {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Address {}

thread_local! {
    /// The error that `into_error` passes to `custom`, whose argument is only a text, and its text.
    static PASSED_ON: Cell<Option<PassedOn>> = const { Cell::new(None) };
}

type PassedOn = (DeserializeError, String);

/// Sets the error that is passed on, and returns the previous one. Does nothing in a thread that is
/// ending: there, the text has to do.
fn pass_on(error: Option<PassedOn>) -> Option<PassedOn> {
    PASSED_ON.try_with(|passed_on| passed_on.replace(error)).ok().flatten()
}

impl DeserializeError {
    #[cold]
    pub(super) fn new(problem: DecodeProblem) -> Self {
        let refused_text = Address(None);
        Self {
            details: Box::new(Details { path: Vec::new(), problem, compared: false, refused_text }),
        }
    }

    #[cold]
    pub(super) fn wrong_type(expected: &dyn Expected, found: &'static str) -> Self {
        Self::new(DecodeProblem::WrongType { expected: expectation(expected), found })
    }

    /// The member with this name is given more than once.
    ///
    /// It does the same as [`duplicate_field`](de::Error::duplicate_field), for any name.
    #[cold]
    #[must_use]
    pub fn repeated(name: &str) -> Self {
        Self::new(DecodeProblem::Repeated).in_member(name)
    }

    /// Adds a step in front of the path: the value is in the member with this name.
    #[cold]
    #[must_use]
    pub fn in_member(mut self, name: &str) -> Self {
        self.details.path.push(Step::Member(name.to_owned()));
        self
    }

    /// Adds a step in front of the path: the value is in the element with this index.
    #[cold]
    #[must_use]
    pub fn in_element(mut self, index: usize) -> Self {
        self.details.path.push(Step::Element(index));
        self
    }

    /// Converts it to the error type of any deserializer. Those of this crate keep the path and the
    /// problem; others get the text.
    #[cold]
    pub fn into_error<E: de::Error>(self) -> E {
        let text = self.to_string();
        pass_on(Some((self, text.clone())));
        let error = E::custom(text);
        pass_on(None);
        error
    }

    /// Adds the field's name, if it has one and is not the first step already.
    #[cold]
    pub(super) fn of_field(self, name: &str) -> Self {
        let is_known = name.is_empty() || self.outermost() == Some(name);
        if is_known { self } else { self.in_member(name) }
    }

    /// Drops the type's reason if `reveals` says that it shows the value. Only the first call counts: it
    /// comes from the deserializer of the value.
    #[cold]
    pub(super) fn without_reason_if(mut self, reveals: &dyn Fn(&str) -> bool) -> Self {
        if let DecodeProblem::Rejected { reason } = &mut self.details.problem
            && !self.details.compared
        {
            if reason.as_deref().is_some_and(reveals) {
                *reason = None;
            }
            self.details.compared = true;
        }
        self
    }

    /// The address of the text that was found where the type expects another kind of value.
    pub(super) fn refused_text(&self) -> Option<usize> {
        self.details.refused_text.0
    }

    pub(super) fn problem(&self) -> &DecodeProblem {
        &self.details.problem
    }

    /// The name of the first step, if it is a member.
    pub(super) fn outermost(&self) -> Option<&str> {
        match self.details.path.last() {
            Some(Step::Member(name)) => Some(name),
            _ => None,
        }
    }

    /// The location and the problem; only the first step and no reason if the field is a secret.
    #[cold]
    pub(super) fn into_parts(self, is_secret: bool) -> (String, DecodeProblem) {
        let Details { mut path, mut problem, .. } = *self.details;
        match &mut problem {
            // It is an error of the whole text.
            DecodeProblem::Syntax { .. } => path.clear(),
            DecodeProblem::Rejected { reason } if is_secret => *reason = None,
            _ => {}
        }
        let shown = if is_secret { path.len().saturating_sub(1) } else { 0 };
        (location(path.get(shown..).unwrap_or_default()), problem)
    }
}

impl fmt::Display for DeserializeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.details.path.is_empty() {
            write!(f, "`{}`: ", location(&self.details.path))?;
        }
        fmt::Display::fmt(&self.details.problem, f)
    }
}

impl std::error::Error for DeserializeError {}

impl de::Error for DeserializeError {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::passed_on_or_rejected(&message)
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let mut error = Self::wrong_type(expected, kind_of(found));
        if let Unexpected::Str(text) = found {
            error.details.refused_text = Address(Some(text.as_ptr().addr()));
        }
        error
    }

    #[cold]
    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(DecodeProblem::WrongValue { expected: expectation(expected) })
    }

    #[cold]
    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::new(DecodeProblem::WrongValue { expected: expectation(expected) })
    }

    #[cold]
    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        let (begin, separator) = match expected {
            [] => ("no value at all", ""),
            [_] | [_, _] => ("", " or "),
            _ => ("one of ", ", "),
        };
        let mut text = begin.to_owned();
        for (position, name) in expected.iter().enumerate() {
            for piece in [if position == 0 { "" } else { separator }, "`", name, "`"] {
                text.push_str(piece);
            }
        }
        Self::new(DecodeProblem::WrongValue { expected: text.into() })
    }

    #[cold]
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::new(DecodeProblem::UnknownField)
    }

    #[cold]
    fn missing_field(field: &'static str) -> Self {
        Self::new(DecodeProblem::Missing).in_member(field)
    }

    #[cold]
    fn duplicate_field(field: &'static str) -> Self {
        Self::repeated(field)
    }
}

impl DeserializeError {
    #[cold]
    fn passed_on_or_rejected(reason: &dyn fmt::Display) -> Self {
        let reason = reason.to_string();
        match pass_on(None) {
            Some((error, text)) if text == reason => return error,
            _ => {}
        }
        // Two errors for which serde's derive calls `custom`.
        Self::new(if reason.starts_with("data did not match any variant of untagged enum") {
            DecodeProblem::WrongValue { expected: "one of the possible forms".into() }
        } else if reason.starts_with("unknown field `") {
            DecodeProblem::UnknownField
        } else {
            DecodeProblem::rejected(reason)
        })
    }
}

fn kind_of(value: Unexpected<'_>) -> &'static str {
    match value {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "an integer",
        Unexpected::Float(_) => "a number",
        Unexpected::Char(_) => "a character",
        Unexpected::Str(_) | Unexpected::UnitVariant => "a string",
        Unexpected::Bytes(_) => "bytes",
        Unexpected::Unit => "null",
        Unexpected::Option => "an optional value",
        Unexpected::Seq => "a list",
        Unexpected::Map => "an object",
        // An integer of 128 bits.
        Unexpected::Other(other) if other.starts_with("integer") => "an integer",
        _ => "another form of value",
    }
}

/// What serde says is expected, and what JSON calls it.
const EXPECTATIONS: &[(&str, &str)] = &[
    ("newtype variant", "an object with one member"),
    ("tuple variant", "an object with one member"),
    ("struct variant", "an object with one member"),
    ("enum", "the name of a variant, or an object with one member"),
    ("a map", "an object"),
    ("f32", "a number"),
    ("f64", "a number"),
    ("unit", "null"),
    ("unit struct", "null"),
    ("variant identifier", "a known variant"),
];

/// The beginning of what serde says is expected, before the name of a type, and what JSON calls it.
const EXPECTED_TYPES: &[(&str, &str)] = &[
    ("struct ", "an object"),
    ("internally tagged enum ", "an object"),
    ("adjacently tagged enum ", "an object"),
    ("struct variant ", "an object"),
    ("map", "an object"),
    ("tuple ", "a list"),
    ("a tuple ", "a list"),
    ("a sequence", "a list"),
    ("enum ", "a known variant"),
];

const INTEGERS: &[&str] =
    &["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize"];

/// What was expected, in the words of JSON instead of those of Rust, without names of types.
fn expectation(expected: &dyn Expected) -> Box<str> {
    let expected = expected.to_string();
    if INTEGERS.iter().any(|integer| expected == **integer) {
        return format!("an integer (`{expected}`)").into();
    }
    for (text, meaning) in EXPECTATIONS {
        if expected == **text {
            return (*meaning).into();
        }
    }
    for (begin, meaning) in EXPECTED_TYPES {
        if expected.starts_with(*begin) {
            return (*meaning).into();
        }
    }
    expected.into()
}
