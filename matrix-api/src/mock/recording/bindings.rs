//! Which value a placeholder stands for, while a recording is replayed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::placeholder::{Piece, Placeholder, UNKNOWN, fill, pieces};

/// The values of placeholders: those that were sent, and those that were made up for responses.
#[derive(Clone, Default)]
pub(super) struct Bindings {
    values: BTreeMap<(String, u32), String>,
}

/// Why a text is not the one that was recorded.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mismatch {
    OtherText,
    /// The placeholder stands for another value.
    OtherValue(Placeholder),
    /// The value is that of another placeholder.
    Instead {
        expected: Placeholder,
        sent: String,
    },
}

fn key(placeholder: &Placeholder) -> (String, u32) {
    (placeholder.name.clone(), placeholder.number)
}

impl Bindings {
    /// Compares a recorded text with one that was sent. A placeholder without a value gets it.
    pub(super) fn unify(&mut self, recorded: &str, sent: &str) -> Result<(), Mismatch> {
        let mut rest = sent;
        let mut pieces = pieces(recorded).into_iter().peekable();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Text(text) => {
                    rest = rest.strip_prefix(text).ok_or(Mismatch::OtherText)?;
                }
                Piece::Placeholder(placeholder) => {
                    let end = match pieces.peek() {
                        None => rest.len(),
                        Some(Piece::Text(next)) => rest.find(next).ok_or(Mismatch::OtherText)?,
                        Some(Piece::Placeholder(_)) => self.length_of(&placeholder, rest)?,
                    };
                    let (value, after) = rest.split_at_checked(end).ok_or(Mismatch::OtherText)?;
                    self.bind(&placeholder, value)?;
                    rest = after;
                }
            }
        }
        if rest.is_empty() { Ok(()) } else { Err(Mismatch::OtherText) }
    }

    /// The length of a value that another placeholder follows.
    fn length_of(&self, placeholder: &Placeholder, text: &str) -> Result<usize, Mismatch> {
        let known = self.values.get(&key(placeholder)).filter(|value| text.starts_with(*value));
        known.map(String::len).ok_or(Mismatch::OtherText)
    }

    fn bind(&mut self, placeholder: &Placeholder, value: &str) -> Result<(), Mismatch> {
        let key = key(placeholder);
        let other = self.values.iter().find(|(other, bound)| **other != key && *bound == value);
        if let Some(((name, number), _)) = other {
            let sent = Placeholder { name: name.clone(), number: *number, is_number: false };
            let (expected, sent) = (placeholder.clone(), sent.to_string());
            return Err(Mismatch::Instead { expected, sent });
        }
        match self.values.get(&key) {
            Some(bound) if bound == value => Ok(()),
            Some(_) => Err(Mismatch::OtherValue(placeholder.clone())),
            None if value.is_empty() => Err(Mismatch::OtherText),
            None => {
                self.values.insert(key, value.to_owned());
                Ok(())
            }
        }
    }

    /// The value of a placeholder in a response. One without a value gets a made-up one.
    pub(super) fn value_of(&mut self, placeholder: &Placeholder) -> String {
        let is_taken = |value: &String, values: &BTreeMap<_, String>| {
            values.values().any(|other| other == value)
        };
        if let Some(value) = self.values.get(&key(placeholder)) {
            return value.clone();
        }
        let mut value = placeholder.stand_in();
        while is_taken(&value, &self.values) {
            value.push(if placeholder.is_number { '0' } else { '_' });
        }
        self.values.insert(key(placeholder), value.clone());
        value
    }
}

/// Replaces the placeholders of a value, and leaves out members that the definition does not have.
pub(super) fn fill_value(value: &mut Value, value_of: &mut dyn FnMut(&Placeholder) -> String) {
    match value {
        Value::String(text) => match pieces(text).as_slice() {
            [Piece::Placeholder(placeholder)] if placeholder.is_number => {
                let text = value_of(placeholder);
                *value = serde_json::from_str(&text).unwrap_or(Value::String(text));
            }
            _ => *text = fill(text, value_of),
        },
        Value::Array(items) => items.iter_mut().for_each(|item| fill_value(item, value_of)),
        Value::Object(members) => {
            members.retain(|_, value| value != UNKNOWN);
            let filled = std::mem::take(members).into_iter().map(|(name, mut value)| {
                fill_value(&mut value, value_of);
                (fill(&name, &mut *value_of), value)
            });
            *members = filled.collect();
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Bindings, Mismatch, fill_value};
    use crate::mock::recording::placeholder::Placeholder;

    fn placeholder(name: &str, number: u32) -> Placeholder {
        Placeholder { name: name.to_owned(), number, is_number: false }
    }

    #[test]
    fn a_placeholder_stands_for_one_value() {
        let mut bindings = Bindings::default();
        assert_eq!(bindings.unify("a", "a"), Ok(()));
        assert_eq!(bindings.unify("a", "b"), Err(Mismatch::OtherText));
        assert_eq!(bindings.unify("a", "ab"), Err(Mismatch::OtherText));
        assert_eq!(bindings.unify("Bearer <token 1>", "Bearer x"), Ok(()));
        assert_eq!(bindings.unify("?a=<token 1>&b", "?a=x&b"), Ok(()));
        let other = Mismatch::OtherValue(placeholder("token", 1));
        assert_eq!(bindings.unify("Bearer <token 1>", "Bearer y"), Err(other));
        let instead =
            Mismatch::Instead { expected: placeholder("token", 2), sent: "<token 1>".to_owned() };
        assert_eq!(bindings.unify("<token 2>", "x"), Err(instead));
        assert_eq!(bindings.unify("<token 2>", "y"), Ok(()));
        assert_eq!(bindings.unify("<token 1><token 2>", "xy"), Ok(()));
        assert_eq!(bindings.unify("<token 3>", ""), Err(Mismatch::OtherText));
    }

    #[test]
    fn a_response_has_the_values_that_were_sent_and_made_up_ones() {
        let mut bindings = Bindings::default();
        bindings.unify("<password 1>", "wonderland").unwrap();
        bindings.unify("<password 2>", "token_1").unwrap();
        let mut value = json!({
            "a": "<password 1>", "b": ["<token 1>, <token 1>"], "c": "<pin 7: number>", "d": 1,
            "e": "<unknown>", "<token 2>": true,
        });
        fill_value(&mut value, &mut |placeholder| bindings.value_of(placeholder));
        let expected = json!({
            "a": "wonderland", "b": ["token_1_, token_1_"], "c": 7, "d": 1, "token_2": true,
        });
        assert_eq!(value, expected);
        assert_eq!(bindings.unify("<token 1>", "token_1_"), Ok(()));
    }
}
