//! The forms in which the fields of a flattened struct are offered: text, number, boolean or list.

use std::{borrow::Cow, cell::RefCell};

use serde::{
    de::{Deserializer, IntoDeserializer, Visitor, value::SeqDeserializer},
    forward_to_deserialize_any,
};

use super::deserialize_value::{parse_bool, parse_integer, parse_number};
use crate::{error::DecodeProblem, wire::deserialize_error::DeserializeError};

type Result<T> = std::result::Result<T, DeserializeError>;

/// How many fields are offered as something else than text. Each needs another attempt.
const MAX_FORMS: usize = 64;

/// The forms of fields.
#[derive(Default)]
pub(super) struct Forms {
    /// The fields that are not only text, by name: at most `MAX_FORMS`.
    forms: RefCell<Vec<(String, Form)>>,
    /// The address of each text that was offered in this attempt, and the field's name.
    offered: RefCell<Vec<(usize, String)>>,
}

#[derive(Clone, Copy, Default)]
pub(super) struct Form {
    is_list: bool,
    scalar: Scalar,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Scalar {
    #[default]
    Text,
    Boolean,
    Integer,
    Number,
}

impl Forms {
    /// The form of a field that is not only text.
    pub(super) fn of(&self, name: &str, values: &[Cow<'_, str>]) -> Option<Form> {
        let mut offered = self.offered.borrow_mut();
        for value in values {
            offered.push((value.as_ptr().addr(), name.to_owned()));
        }
        let forms = self.forms.borrow();
        let position = position_of(name, &forms)?;
        forms.get(position).map(|(_, form)| *form)
    }

    /// Changes the form of the field whose text was refused.
    pub(super) fn learn(&self, error: &DeserializeError) -> Learned {
        let mut offered = self.offered.borrow_mut();
        let Some(refused) = error.refused_text() else { return Learned::Nothing };
        // The last one: an address may be that of several texts, if they are empty.
        let Some(position) = offered.iter().rposition(|(address, _)| *address == refused) else {
            return Learned::Nothing;
        };
        let (_, name) = offered.swap_remove(position);
        offered.clear();
        let mut forms = self.forms.borrow_mut();
        let position = position_of(&name, &forms).unwrap_or(forms.len());
        if position == forms.len() && position < MAX_FORMS {
            forms.push((name.clone(), Form::default()));
        }
        let form = forms.get_mut(position).map(|(_, form)| form);
        if form.is_some_and(|form| form.change_to(error.problem())) {
            Learned::Form
        } else {
            Learned::Name(name)
        }
    }
}

fn position_of(name: &str, forms: &[(String, Form)]) -> Option<usize> {
    forms.iter().position(|(other, _)| other == name)
}

/// What an error says about the fields.
pub(super) enum Learned {
    /// A field has another form now.
    Form,
    /// The field with this name is wrong in any form.
    Name(String),
    /// Nothing: it is not the error of a text.
    Nothing,
}

impl Form {
    /// Returns whether the form is another one now.
    fn change_to(&mut self, problem: &DecodeProblem) -> bool {
        let DecodeProblem::WrongType { expected, .. } = problem else { return false };
        let scalar = match &**expected {
            "a list" => return !std::mem::replace(&mut self.is_list, true),
            "a boolean" => Scalar::Boolean,
            "a number" => Scalar::Number,
            expected if expected.starts_with("an integer") => Scalar::Integer,
            _ => return false,
        };
        std::mem::replace(&mut self.scalar, scalar) == Scalar::Text
    }
}

/// Reads the values of a field in its form.
pub(super) struct FormedValue<'de> {
    pub(super) form: Form,
    pub(super) values: Vec<Cow<'de, str>>,
}

impl<'de> Deserializer<'de> for FormedValue<'de> {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let Form { is_list, scalar } = self.form;
        let mut texts = self.values.into_iter().map(move |text| FormedText { scalar, text });
        match texts.next() {
            Some(text) if !is_list && texts.len() == 0 => text.deserialize_any(visitor),
            first => visitor.visit_seq(SeqDeserializer::new(first.into_iter().chain(texts))),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

/// Reads one text as a scalar.
struct FormedText<'de> {
    scalar: Scalar,
    text: Cow<'de, str>,
}

impl<'de> IntoDeserializer<'de, DeserializeError> for FormedText<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for FormedText<'de> {
    type Error = DeserializeError;

    /// Text that is not such a scalar stays text, and is refused again.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let Self { scalar, text } = self;
        match scalar {
            Scalar::Text => {}
            Scalar::Boolean => {
                if let Some(value) = parse_bool(&text) {
                    return visitor.visit_bool(value);
                }
            }
            Scalar::Integer => {
                if let Some(value) = parse_integer(&text) {
                    return visitor.visit_u64(value);
                } else if let Some(value) = parse_integer(&text) {
                    return visitor.visit_i64(value);
                }
            }
            Scalar::Number => {
                if let Some(value) = parse_number(&text) {
                    return visitor.visit_f64(value);
                }
            }
        }
        match text {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}
