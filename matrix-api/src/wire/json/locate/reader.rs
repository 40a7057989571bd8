//! A JSON text that is read from the left, a token at a time.

use std::{borrow::Cow, str::FromStr};

use serde::de::{Expected, IgnoredAny};

use crate::{
    error::DecodeProblem,
    wire::{
        deserialize_error::DeserializeError,
        json::{
            failure::syntax_problem,
            value::{plain_string, skip_value},
        },
        redaction::{LONGEST_VALUE, reveals},
    },
};

type Result<T> = std::result::Result<T, DeserializeError>;

/// How deep serde_json lets objects and lists be nested.
const MAX_DEPTH: u8 = 127;

/// A JSON text that is read from the left.
#[derive(Clone, Copy)]
pub(super) struct Reader<'de> {
    body: &'de str,
    /// What has not been read.
    pub(super) rest: &'de str,
    /// How many more levels may be entered.
    depth: u8,
}

pub(super) enum Number {
    Unsigned(u64),
    Signed(i64),
    Float(f64),
}

impl<'de> Reader<'de> {
    pub(super) fn new(body: &'de str, offset: usize) -> Self {
        Self { body, rest: body.get(offset..).unwrap_or_default(), depth: MAX_DEPTH }
    }

    /// The next byte.
    pub(super) fn peek(&mut self) -> u8 {
        self.rest = self.rest.trim_ascii_start();
        self.rest.as_bytes().first().copied().unwrap_or_default()
    }

    /// Skips the byte if it is the next one.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == byte;
        if is_next {
            self.rest = self.rest.get(1..).unwrap_or_default();
        }
        is_next
    }

    /// Skips a value, and returns its text.
    pub(super) fn skip(&mut self) -> &'de str {
        self.peek();
        let text = self.rest;
        if skip_value(&mut self.rest).is_err() {
            self.rest = "";
        }
        text.get(..text.len() - self.rest.len()).unwrap_or(text)
    }

    /// The error of a type that expects another kind of value than the next one.
    pub(super) fn wrong_type(&mut self, expected: &dyn Expected) -> DeserializeError {
        self.peek();
        DeserializeError::wrong_type(expected, kind_at(self.rest))
    }

    pub(super) fn open(&mut self, bracket: u8, expected: &dyn Expected) -> Result<()> {
        if self.peek() != bracket {
            return Err(self.wrong_type(expected));
        }
        self.depth = self.depth.checked_sub(1).ok_or_else(|| wrong_value("less nesting"))?;
        self.take(bracket);
        Ok(())
    }

    pub(super) fn close(&mut self, bracket: u8, expected: &'static str) -> Result<()> {
        self.depth = self.depth.saturating_add(1);
        if self.take(bracket) { Ok(()) } else { Err(wrong_value(expected)) }
    }

    /// Whether there is another member or element before the bracket.
    pub(super) fn has_next(&mut self, bracket: u8) -> bool {
        self.take(b',');
        self.peek() != bracket
    }

    pub(super) fn string(&mut self, expected: &dyn Expected) -> Result<Cow<'de, str>> {
        if self.peek() != b'"' {
            return Err(self.wrong_type(expected));
        }
        if let Some((content, rest)) = plain_string(self.rest) {
            self.rest = rest;
            return Ok(Cow::Borrowed(content));
        }
        // Half of a surrogate pair is JSON, but serde_json reports it as an error of syntax.
        let start = self.body.len() - self.rest.len();
        serde_json::from_str(self.skip())
            .map(Cow::Owned)
            .map_err(|error| DeserializeError::new(syntax_problem(self.body, start, &error)))
    }

    /// The text of a boolean or a number, which is in quotes if it is a key. Does not skip it.
    fn literal(mut self, is_key: bool, expected: &dyn Expected) -> Result<Cow<'de, str>> {
        match self.peek() {
            b'"' if is_key => self.string(expected),
            b'"' | b'{' | b'[' => Ok(Cow::Borrowed("")),
            _ => Ok(Cow::Borrowed(self.skip())),
        }
    }

    pub(super) fn null(&mut self, expected: &dyn Expected) -> Result<()> {
        if self.peek() != b'n' {
            return Err(self.wrong_type(expected));
        }
        self.skip();
        Ok(())
    }

    pub(super) fn bool(&mut self, is_key: bool, expected: &dyn Expected) -> Result<bool> {
        let bool = match &*self.literal(is_key, expected)? {
            "true" => true,
            "false" => false,
            _ => return Err(self.wrong_type(expected)),
        };
        self.skip();
        Ok(bool)
    }

    /// The text of a number.
    fn digits(&mut self, is_key: bool, expected: &dyn Expected) -> Result<Cow<'de, str>> {
        let digits = self.literal(is_key, expected)?;
        let is_number = matches!(digits.as_bytes().first(), Some(b'-' | b'0'..=b'9'))
            && matches!(digits.as_bytes().last(), Some(b'0'..=b'9'))
            && serde_json::from_str::<IgnoredAny>(&digits).is_ok();
        if !is_number && is_key {
            return Err(wrong_value("a number in quotes as key"));
        } else if !is_number {
            return Err(self.wrong_type(expected));
        }
        self.skip();
        Ok(digits)
    }

    pub(super) fn number(&mut self, is_key: bool, expected: &dyn Expected) -> Result<Number> {
        let digits = self.digits(is_key, expected)?;
        match digits.strip_prefix('-') {
            None => {
                if let Ok(number) = digits.parse() {
                    return Ok(Number::Unsigned(number));
                }
            }
            // serde_json reads `-0` as a float.
            Some("0") => {}
            Some(digits) => {
                let number = digits.parse().ok();
                if let Some(number) = number.and_then(|number| 0_i64.checked_sub_unsigned(number)) {
                    return Ok(Number::Signed(number));
                }
            }
        }
        match digits.parse() {
            Ok(number) if f64::is_finite(number) => Ok(Number::Float(number)),
            _ => Err(wrong_value("a number of at most 64 bits")),
        }
    }

    /// An integer of 128 bits.
    pub(super) fn integer<T: FromStr>(
        &mut self,
        is_key: bool,
        expected: &dyn Expected,
    ) -> Result<T> {
        let digits = self.digits(is_key, expected)?;
        digits.parse().map_err(|_| match digits.contains(['.', 'e', 'E']) {
            true => DeserializeError::wrong_type(expected, "a number"),
            false => wrong_value("a number of at most 128 bits"),
        })
    }

    /// Adds the step to the member whose name begins at `name`. The error is of the next value or key.
    #[cold]
    pub(super) fn in_member(self, error: DeserializeError, name: &'de str) -> DeserializeError {
        let name = Self { rest: name, ..self }.string(&"a name").unwrap_or_default();
        self.compare(error).in_member(&name)
    }

    /// Drops the type's reason if it shows anything of the next value.
    #[cold]
    pub(super) fn compare(self, error: DeserializeError) -> DeserializeError {
        error.without_reason_if(&|reason| self.shows_next_value(reason))
    }

    /// Whether the text shows a string or a number of the next value.
    fn shows_next_value(mut self, text: &str) -> bool {
        let value = self.skip();
        let mut scalars = Self { body: value, rest: value, ..self };
        let mut is_shown = value.len() > LONGEST_VALUE;
        while !is_shown && !scalars.rest.is_empty() {
            is_shown = match scalars.peek() {
                b'"' => scalars.string(&"a string").is_ok_and(|value| reveals(text, &value)),
                b'-' | b'0'..=b'9' => reveals(text, scalars.skip()),
                other => !scalars.take(other),
            };
        }
        is_shown
    }
}

fn wrong_value(expected: &'static str) -> DeserializeError {
    DeserializeError::new(DecodeProblem::WrongValue { expected: expected.into() })
}

/// The kind of the value that a JSON text begins with.
fn kind_at(text: &str) -> &'static str {
    match text.as_bytes().first() {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => match text.bytes().find(|byte| !matches!(byte, b'-' | b'0'..=b'9')) {
            Some(b'.' | b'e' | b'E') => "a number",
            _ => "an integer",
        },
    }
}
