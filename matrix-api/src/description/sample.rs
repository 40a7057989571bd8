//! Values of shapes.

use serde_json::{Map, Value};

use super::{
    shape::{Object, Shape, Text},
    shapes::Shapes,
};

/// Shapes that are nested more deeply have no sample.
const MAX_DEPTH: usize = 32;

/// A text of each format.
const TEXTS: [(&str, &str); 15] = [
    ("mx-user-id", "@ann:example.org"),
    ("mx-room-id", "!room:example.org"),
    ("mx-room-alias", "#room:example.org"),
    ("mx-event-id", "$event"),
    ("mx-server-name", "example.org"),
    ("mx-mxc-uri", "mxc://example.org/media"),
    ("uri", "https://example.org/"),
    ("uri-reference", "https://example.org/"),
    ("email", "ann@example.org"),
    ("date-time", "2024-02-29T12:34:56Z"),
    ("date", "2024-02-29"),
    ("uuid", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
    ("ipv4", "192.0.2.1"),
    ("ipv6", "2001:db8::1"),
    ("hostname", "example.org"),
];

impl Shapes {
    /// A value of the shape, with all known members and one item in each list.
    ///
    /// ```
    /// use matrix_api::{description::{Shape, Shapes}, identifiers::UserId};
    ///
    /// let mut shapes = Shapes::new();
    /// let shape = shapes.of::<Vec<UserId>>();
    /// assert_eq!(shapes.sample(&shape), serde_json::json!(["@ann:example.org"]));
    /// ```
    #[must_use]
    pub fn sample(&self, shape: &Shape) -> Value {
        self.sample_within(shape, MAX_DEPTH).unwrap_or_default()
    }

    /// `None` for a shape that is nested too deeply.
    fn sample_within(&self, shape: &Shape, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        Some(match self.resolve(shape) {
            Shape::Null => Value::Null,
            Shape::Boolean => Value::Bool(true),
            Shape::Integer { minimum, maximum } => integer(*minimum, *maximum),
            Shape::Number => Value::from(0.5),
            Shape::Text(text) => Value::String(self::text(text).to_owned()),
            Shape::List(item) => {
                Value::Array(self.sample_within(item, depth).into_iter().collect())
            }
            Shape::Tuple(items) => {
                let items = items.iter().map(|item| self.sample_within(item, depth));
                Value::Array(items.collect::<Option<_>>()?)
            }
            Shape::Map(value) => {
                let value = self.sample_within(value, depth);
                Value::Object(value.map(|value| ("a".to_owned(), value)).into_iter().collect())
            }
            Shape::Object(object) => Value::Object(self.sample_object(object, depth)?),
            Shape::Tagged { tag, variants, other } => {
                let variants = variants.iter().map(|it| (it.tag.as_str(), &it.shape));
                let other = other.iter().map(|it| ("a", &**it));
                variants.chain(other).find_map(|(value, shape)| {
                    let mut members = match self.sample_within(shape, depth)? {
                        Value::Object(members) => members,
                        _ => Map::new(),
                    };
                    members.insert(tag.clone(), Value::from(value));
                    Some(Value::Object(members))
                })?
            }
            Shape::OneOf(shapes) => {
                shapes.iter().find_map(|shape| self.sample_within(shape, depth))?
            }
            _ => Value::from("a"),
        })
    }

    fn sample_object(&self, object: &Object, depth: usize) -> Option<Map<String, Value>> {
        let mut members = Map::new();
        for member in &object.members {
            match self.sample_within(&member.shape, depth) {
                Some(value) => {
                    members.insert(member.name.clone(), value);
                }
                None if member.required => return None,
                None => {}
            }
        }
        Some(members)
    }
}

/// The integer within limits that is nearest to 1.
fn integer(minimum: Option<i128>, maximum: Option<i128>) -> Value {
    let integer = 1.max(minimum.unwrap_or(1)).min(maximum.unwrap_or(i128::MAX));
    i64::try_from(integer).map_or_else(|_| Value::from(1), Value::from)
}

fn text(text: &Text) -> &str {
    if let Some(value) = text.values.first() {
        return value;
    }
    let known = TEXTS.iter().find(|(format, _)| text.format.as_deref() == Some(format));
    known.map_or("a", |(_, text)| text)
}
