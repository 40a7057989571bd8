//! Shapes as text: `list(Item)`, `text(uri) | null`, `integer(0..255)`, `text{guest,user,..}`.

use std::fmt;

use super::cursor::{Cursor, is_plain, plain_or_quoted};
use crate::description::{Shape, Text};

/// The words that are not names.
const KEYWORDS: &[&str] =
    &["any", "null", "boolean", "integer", "number", "text", "list", "map", "tuple", "schema"];

/// Writes a shape. Objects and tagged shapes are in types of their own, and have names.
pub(super) struct ShapeText<'a>(pub(super) &'a Shape);

impl fmt::Display for ShapeText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Shape::Null => f.write_str("null"),
            Shape::Boolean => f.write_str("boolean"),
            Shape::Integer { minimum: None, maximum: None } => f.write_str("integer"),
            Shape::Integer { minimum, maximum } => {
                let limit = |limit: &Option<i128>| limit.map(|it| it.to_string());
                let (minimum, maximum) = (limit(minimum), limit(maximum));
                let (minimum, maximum) = (minimum.unwrap_or_default(), maximum.unwrap_or_default());
                write!(f, "integer({minimum}..{maximum})")
            }
            Shape::Number => f.write_str("number"),
            Shape::Text(text) => write_text(text, f),
            Shape::List(item) => write!(f, "list({})", ShapeText(item)),
            Shape::Map(value) => write!(f, "map({})", ShapeText(value)),
            Shape::Tuple(items) => {
                f.write_str("tuple(")?;
                write_all(items, ", ", f)?;
                f.write_str(")")
            }
            Shape::OneOf(shapes) => write_all(shapes, " | ", f),
            Shape::Named(name) if KEYWORDS.contains(&&**name) => write!(f, "{name:?}"),
            Shape::Named(name) => f.write_str(&plain_or_quoted(name)),
            Shape::Schema(schema) => write!(f, "schema({schema})"),
            Shape::Any | Shape::Object(_) | Shape::Tagged { .. } => f.write_str("any"),
        }
    }
}

fn write_all(shapes: &[Shape], separator: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, shape) in shapes.iter().enumerate() {
        f.write_str(if index == 0 { "" } else { separator })?;
        // A shape of alternatives within others would be read as some of them.
        match shape {
            Shape::OneOf(_) if separator == " | " => write!(f, "({})", ShapeText(shape))?,
            shape => write!(f, "{}", ShapeText(shape))?,
        }
    }
    Ok(())
}

fn write_text(text: &Text, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("text")?;
    if let Some(format) = &text.format {
        write!(f, "({})", plain_or_quoted(format))?;
    }
    if text.values.is_empty() && !text.closed {
        return Ok(());
    }
    let values = text.values.iter().map(|value| plain_or_quoted(value).into_owned());
    let open = (!text.closed).then(|| "..".to_owned());
    write!(f, "{{{}}}", values.chain(open).collect::<Vec<_>>().join(","))
}

/// How a shape changed, in words.
pub(super) fn type_change(old: &Shape, new: &Shape) -> String {
    match (old, new) {
        (Shape::Text(old), Shape::Text(new))
            if old.format == new.format && old.closed == new.closed =>
        {
            let added = missing_values(new, old).map(|value| format!("value `{value}` added"));
            let removed = missing_values(old, new).map(|value| format!("value `{value}` removed"));
            added.chain(removed).collect::<Vec<_>>().join(", ")
        }
        (old, new) => {
            let (old_text, new_text) = (ShapeText(old).to_string(), ShapeText(new).to_string());
            match old_text == new_text {
                true => format!("another `{new_text}`"),
                false => format!("`{new_text}` instead of `{old_text}`"),
            }
        }
    }
}

/// The values that only the first text has.
fn missing_values<'t>(text: &'t Text, other: &'t Text) -> impl Iterator<Item = &'t String> {
    text.values.iter().filter(|value| !other.values.contains(value))
}

impl<'a> Cursor<'a> {
    /// Reads a shape.
    pub(super) fn shape(&mut self) -> Result<Shape, String> {
        self.shape_within(0)
    }

    fn shape_within(&mut self, depth: usize) -> Result<Shape, String> {
        // Shapes are read by recursion, and files may be anything.
        if depth > 64 {
            return Err("a shape with too many others in it".to_owned());
        }
        let first = self.one_shape(depth)?;
        let mut shapes = vec![first];
        while self.takes(" | ") {
            shapes.push(self.one_shape(depth)?);
        }
        match shapes.pop() {
            Some(only) if shapes.is_empty() => Ok(only),
            Some(last) => {
                shapes.push(last);
                Ok(Shape::OneOf(shapes))
            }
            None => Ok(Shape::Any),
        }
    }

    fn one_shape(&mut self, depth: usize) -> Result<Shape, String> {
        if self.takes("(") {
            let inner = self.shape_within(depth + 1)?;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.is_quoted() {
            return Ok(Shape::Named(self.word()?));
        }
        let name = self.plain();
        match name {
            "" => Err(format!("expected a shape, found {}", self.found())),
            "any" => Ok(Shape::Any),
            "null" => Ok(Shape::Null),
            "boolean" => Ok(Shape::Boolean),
            "number" => Ok(Shape::Number),
            "integer" => self.integer(),
            "text" => self.text(),
            "list" | "map" => {
                self.expect("(")?;
                let inner = self.shape_within(depth + 1)?;
                self.expect(")")?;
                Ok(if name == "list" { inner.list() } else { inner.map() })
            }
            "tuple" => self.tuple(depth),
            "schema" => {
                self.expect("(")?;
                let schema = self.json()?;
                self.expect(")")?;
                Ok(Shape::Schema(schema))
            }
            name => Ok(Shape::Named(name.to_owned())),
        }
    }

    fn integer(&mut self) -> Result<Shape, String> {
        if !self.takes("(") {
            return Ok(Shape::Integer { minimum: None, maximum: None });
        }
        let limits = self.until(')')?;
        let limit = |text: &str| match text {
            "" => Ok(None),
            text => {
                text.parse().map(Some).map_err(|_| format!("expected an integer, found `{text}`"))
            }
        };
        let Some((minimum, maximum)) = limits.split_once("..") else {
            return Err(format!("expected limits such as `0..255`, found `{limits}`"));
        };
        Ok(Shape::Integer { minimum: limit(minimum)?, maximum: limit(maximum)? })
    }

    fn text(&mut self) -> Result<Shape, String> {
        let mut text = Text::default();
        if self.takes("(") {
            text.format = Some(self.plain_or_quoted()?);
            self.expect(")")?;
        }
        if self.takes("{") {
            text.closed = true;
            while !self.takes("}") {
                if self.takes("..") {
                    text.closed = false;
                    self.expect("}")?;
                    break;
                }
                text.values.push(self.plain_or_quoted()?);
                if !self.takes(",") {
                    self.expect("}")?;
                    break;
                }
            }
        }
        Ok(Shape::Text(text))
    }

    fn tuple(&mut self, depth: usize) -> Result<Shape, String> {
        self.expect("(")?;
        let mut items = Vec::new();
        while !self.takes(")") {
            items.push(self.shape_within(depth + 1)?);
            if !self.takes(", ") {
                self.expect(")")?;
                break;
            }
        }
        Ok(Shape::Tuple(items))
    }

    fn plain_or_quoted(&mut self) -> Result<String, String> {
        if self.is_quoted() {
            return self.word();
        }
        match self.plain() {
            "" => Err(format!("expected a name, found {}", self.found())),
            name => Ok(name.to_owned()),
        }
    }

    /// Characters of names in shapes.
    fn plain(&mut self) -> &'a str {
        self.take_while(is_plain)
    }
}
