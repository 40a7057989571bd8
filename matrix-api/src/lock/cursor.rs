//! The parts of a line.

use std::borrow::Cow;

use serde_json::Value;

/// The rest of a line.
pub(super) struct Cursor<'a> {
    rest: &'a str,
}

/// Whether a character may be in a name that is not quoted, in a shape.
pub(super) fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || "_.:#*/+-".contains(character)
}

/// A name in a shape: as it is, or as a JSON string if it has other characters or could be `..`.
pub(super) fn plain_or_quoted(name: &str) -> Cow<'_, str> {
    let is_simple = !name.is_empty() && name.chars().all(is_plain) && !name.starts_with("..");
    if is_simple { Cow::Borrowed(name) } else { Cow::Owned(quoted(name)) }
}

/// A word of a line: as it is, or as a JSON string if it has spaces or quotes.
pub(super) fn word(text: &str) -> Cow<'_, str> {
    let is_special = |c: char| c.is_whitespace() || c.is_control() || c == '"';
    let is_simple = !text.is_empty() && !text.contains(is_special);
    if is_simple { Cow::Borrowed(text) } else { Cow::Owned(quoted(text)) }
}

pub(super) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

impl<'a> Cursor<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        Self { rest: line }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next word, for messages.
    pub(super) fn found(&self) -> String {
        match self.rest.split_whitespace().next() {
            Some(word) => format!("`{word}`"),
            None => "the end of the line".to_owned(),
        }
    }

    /// Removes a prefix. Returns whether it was there.
    pub(super) fn takes(&mut self, prefix: &str) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    pub(super) fn expect(&mut self, prefix: &str) -> Result<(), String> {
        match self.takes(prefix) {
            true => Ok(()),
            false => Err(format!("expected `{prefix}`, found {}", self.found())),
        }
    }

    pub(super) fn take_while(&mut self, is_part: fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Removes everything up to and with a character. Returns what was before it.
    pub(super) fn until(&mut self, end: char) -> Result<&'a str, String> {
        let (before, rest) =
            self.rest.split_once(end).ok_or_else(|| format!("expected `{end}`"))?;
        self.rest = rest;
        Ok(before)
    }

    pub(super) fn is_quoted(&self) -> bool {
        self.rest.starts_with('"')
    }

    /// The next word, which may be a JSON string. Removes the space after it.
    pub(super) fn word(&mut self) -> Result<String, String> {
        let word = if self.is_quoted() {
            match self.json()? {
                Value::String(text) => text,
                _ => return Err("expected a string".to_owned()),
            }
        } else {
            self.take_while(|c| c != ' ').to_owned()
        };
        Ok(word)
    }

    /// The next word after a space. An error names what is missing.
    pub(super) fn next_word(&mut self, what: &str) -> Result<String, String> {
        if self.is_at_end() {
            return Err(format!("expected {what}, found the end of the line"));
        }
        self.takes(" ");
        match self.word()? {
            word if word.is_empty() && !self.is_at_end() => {
                Err(format!("expected {what}, found a space"))
            }
            word => Ok(word),
        }
    }

    /// A JSON value.
    pub(super) fn json(&mut self) -> Result<Value, String> {
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter();
        let value = values.next();
        let end = values.byte_offset();
        match value {
            Some(Ok(value)) => {
                self.rest = self.rest.get(end..).unwrap_or("");
                Ok(value)
            }
            _ => Err(format!("expected JSON, found {}", self.found())),
        }
    }

    pub(super) fn expect_end(&self) -> Result<(), String> {
        match self.is_at_end() {
            true => Ok(()),
            false => Err(format!("expected the end of the line, found {}", self.found())),
        }
    }
}
