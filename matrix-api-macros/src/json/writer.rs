//! Writes JSON as serde_json does, compact or indented.

use super::value::{Json, JsonValue};

/// How much an inner line is indented.
const INDENT: &str = "  ";

impl Json {
    /// The value without white space.
    pub(crate) fn compact(&self) -> String {
        let mut writer = Writer { text: String::new(), depth: None };
        writer.value(self);
        writer.text
    }

    /// The value with a line for each member and element.
    pub(crate) fn pretty(&self) -> String {
        let mut writer = Writer { text: String::new(), depth: Some(0) };
        writer.value(self);
        writer.text
    }
}

struct Writer {
    text: String,
    /// The number of lists and objects around this place; absent without line breaks.
    depth: Option<usize>,
}

impl Writer {
    fn value(&mut self, json: &Json) {
        match &json.value {
            // Nothing is written of a definition with errors.
            JsonValue::Null | JsonValue::Unreadable => self.text.push_str("null"),
            JsonValue::Bool(boolean) => self.text.push_str(&boolean.to_string()),
            JsonValue::Number(number) => self.text.push_str(number),
            JsonValue::String(string) => self.string(string),
            JsonValue::List(values) => {
                self.items(['[', ']'], values, Self::value);
            }
            JsonValue::Object(object) => {
                self.items(['{', '}'], &object.members, |writer, member| {
                    writer.string(&member.name.value());
                    writer.text.push_str(if writer.depth.is_some() { ": " } else { ":" });
                    writer.value(&member.value);
                });
            }
        }
    }

    fn items<T>(
        &mut self,
        [open, close]: [char; 2],
        items: &[T],
        mut write: impl FnMut(&mut Self, &T),
    ) {
        self.text.push(open);
        self.depth = self.depth.map(|depth| depth + 1);
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.line_break();
            write(self, item);
        }
        self.depth = self.depth.map(|depth| depth.saturating_sub(1));
        if !items.is_empty() {
            self.line_break();
        }
        self.text.push(close);
    }

    fn line_break(&mut self) {
        if let Some(depth) = self.depth {
            self.text.push('\n');
            self.text.push_str(&INDENT.repeat(depth));
        }
    }

    /// RFC 8259, section 7: quotes, backslashes and control characters are escaped.
    fn string(&mut self, string: &str) {
        self.text.push('"');
        for character in string.chars() {
            match character {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                '\u{8}' => self.text.push_str("\\b"),
                '\u{c}' => self.text.push_str("\\f"),
                '\0'..='\u{1f}' => self.text.push_str(&format!("\\u{:04x}", u32::from(character))),
                _ => self.text.push(character),
            }
        }
        self.text.push('"');
    }
}
