//! The error of a value of another form.

use std::fmt;

use serde_json::Value;

use super::Form;

/// Why a value is not of the form that is expected. It never shows the value.
///
/// It is worded as the errors of serde are, so that the runtime takes it apart as one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnexpectedForm {
    // Boxed: it travels with every value that is read.
    details: Box<Details>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    /// Names from the outer object to the value, with dots between them. Empty for the object itself.
    path: String,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Missing,
    WrongType { expected: &'static str, found: &'static str },
    WrongValue { expected: &'static str },
}

impl UnexpectedForm {
    #[cold]
    #[inline]
    fn new(path: &str, problem: Problem) -> Self {
        Self { details: Box::new(Details { path: path.to_owned(), problem }) }
    }

    /// A required member is absent.
    #[cold]
    #[inline]
    pub(crate) fn missing(name: &str) -> Self {
        Self::new(name, Problem::Missing)
    }

    /// A value is of another kind.
    #[cold]
    #[inline]
    pub(crate) fn wrong_type(name: &str, expected: &'static str, found: &Value) -> Self {
        let found = match found {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "floating point",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "sequence",
            Value::Object(_) => "map",
        };
        Self::new(name, Problem::WrongType { expected, found })
    }

    /// A value, as yet without a name, is of another kind than `T`.
    #[cold]
    pub(super) fn other_than<'de, T: Form<'de>>(found: &'static str) -> Self {
        Self::new("", Problem::WrongType { expected: T::EXPECTED, found })
    }

    /// A value is of the right kind, and is refused.
    #[cold]
    #[inline]
    pub(crate) fn wrong_value(name: &str, expected: &'static str) -> Self {
        Self::new(name, Problem::WrongValue { expected })
    }

    /// The same, of the member with this name, unless it has one.
    #[cold]
    #[inline]
    pub(super) fn named(mut self, name: &str) -> Self {
        if self.details.path.is_empty() {
            name.clone_into(&mut self.details.path);
        }
        self
    }

    /// The same, of a member of the object that has the name.
    #[cold]
    #[inline]
    pub(crate) fn within(mut self, name: &str) -> Self {
        self.details.path.insert(0, '.');
        self.details.path.insert_str(0, name);
        self
    }
}

impl fmt::Display for UnexpectedForm {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details { path, problem } = &*self.details;
        match problem {
            Problem::Missing => {
                return match path.rsplit_once('.') {
                    Some((within, name)) => write!(f, "missing field `{name}` in `{within}`"),
                    None => write!(f, "missing field `{path}`"),
                };
            }
            Problem::WrongType { expected, found } => {
                write!(f, "invalid type: {found}, expected {expected}")?;
            }
            Problem::WrongValue { expected } => {
                write!(f, "invalid value: another one, expected {expected}")?;
            }
        }
        if path.is_empty() { Ok(()) } else { write!(f, " as `{path}`") }
    }
}
