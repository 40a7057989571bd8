//! Whether a JSON value has a shape.

use std::fmt;

use serde_json::{Map, Value};

use super::{
    shape::{Object, Shape, Text, UnknownMembers},
    shapes::Shapes,
};
use crate::text::location::{Step, location};

/// Why a JSON value does not have a shape: where, and what was expected. It never shows the value.
///
/// ```
/// use matrix_api::description::{Shape, Shapes};
/// use serde_json::json;
///
/// let shapes = Shapes::new();
/// let numbers = Shape::List(Box::new(Shape::Number));
/// assert_eq!(shapes.mismatch(&numbers, &json!([1, 2.5])), None);
/// let mismatch = shapes.mismatch(&numbers, &json!([1, "two"])).unwrap();
/// assert_eq!(mismatch.to_string(), "`[1]`: expected a number, found a string");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// The path to the value, by names on the wire: `threepids[2].medium`. Empty for the whole value.
    pub location: String,
    /// What was expected, and what was found: `expected a string, found an integer`.
    pub problem: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.location.is_empty() {
            write!(f, "`{}`: ", self.location)?;
        }
        f.write_str(&self.problem)
    }
}

/// A mismatch whose path is from the value outwards.
struct Found {
    path: Vec<Step>,
    problem: String,
}

impl Found {
    fn new(problem: String) -> Self {
        Self { path: Vec::new(), problem }
    }

    fn expected(expected: &str, found: &Value) -> Self {
        Self::new(format!("expected {expected}, found {}", kind(found)))
    }

    fn at(mut self, step: Step) -> Self {
        self.path.push(step);
        self
    }

    fn within_member(self, name: &str) -> Self {
        self.at(Step::Member(name.to_owned()))
    }
}

impl Shapes {
    /// The first place where a value does not have a shape, or `None` if it has the shape.
    #[must_use]
    pub fn mismatch(&self, shape: &Shape, value: &Value) -> Option<Mismatch> {
        let found = self.check(shape, value).err()?;
        Some(Mismatch { location: location(&found.path), problem: found.problem })
    }

    /// The shape to which a [name](Shape::Named) refers, or the shape itself.
    #[must_use]
    pub fn resolve<'a>(&'a self, shape: &'a Shape) -> &'a Shape {
        let mut shape = shape;
        // A name may refer to another name. One that refers to itself alone is not a shape.
        for _ in 0..64 {
            let Shape::Named(name) = shape else { break };
            shape = self.get(name).unwrap_or(&Shape::Any);
        }
        shape
    }

    fn check(&self, shape: &Shape, value: &Value) -> Result<(), Found> {
        match (self.resolve(shape), value) {
            (Shape::Any | Shape::Schema(_), _)
            | (Shape::Null, Value::Null)
            | (Shape::Boolean, Value::Bool(_))
            | (Shape::Number, Value::Number(_)) => Ok(()),
            (Shape::Integer { minimum, maximum }, value) => {
                check_integer(*minimum, *maximum, value)
            }
            (Shape::Text(text), Value::String(value)) => check_text(text, value),
            (Shape::List(item), Value::Array(items)) => {
                let mut items = items.iter().enumerate();
                items.try_for_each(|(index, value)| {
                    self.check(item, value).map_err(|found| found.at(Step::Element(index)))
                })
            }
            (Shape::Tuple(shapes), Value::Array(items)) => {
                if shapes.len() != items.len() {
                    let (expected, found) = (shapes.len(), items.len());
                    let problem = format!("expected {expected} items, found {found}");
                    return Err(Found::new(problem));
                }
                let mut items = shapes.iter().zip(items).enumerate();
                items.try_for_each(|(index, (shape, value))| {
                    self.check(shape, value).map_err(|found| found.at(Step::Element(index)))
                })
            }
            (Shape::Map(value), Value::Object(members)) => self.check_members(value, members),
            (Shape::Object(object), Value::Object(members)) => {
                self.check_object(object, members, &[])
            }
            (Shape::Tagged { tag, variants, other }, Value::Object(members)) => {
                let Some(value_of_tag) = members.get(tag) else {
                    return Err(Found::new("missing".to_owned()).within_member(tag));
                };
                let known = variants.iter().find(|variant| value_of_tag == &variant.tag);
                match (known, other) {
                    (Some(variant), _) => match self.resolve(&variant.shape) {
                        Shape::Object(object) => self.check_object(object, members, &[tag]),
                        shape => self.check(shape, value),
                    },
                    (None, Some(other)) => self.check(other, value),
                    (None, None) => Err(Found::new("unknown value".to_owned()).within_member(tag)),
                }
            }
            (Shape::OneOf(shapes), value) => self.check_one_of(shapes, value),
            (shape, value) => Err(Found::expected(name(shape), value)),
        }
    }

    fn check_one_of(&self, shapes: &[Shape], value: &Value) -> Result<(), Found> {
        let mut deepest: Option<Found> = None;
        for shape in shapes {
            match self.check(shape, value) {
                Ok(()) => return Ok(()),
                // The longest path is that of the shape that fits best.
                Err(found) => {
                    let is_deeper = |other: &Found| found.path.len() > other.path.len();
                    if deepest.as_ref().is_none_or(is_deeper) {
                        deepest = Some(found);
                    }
                }
            }
        }
        match deepest {
            Some(found) if !found.path.is_empty() || shapes.len() == 1 => Err(found),
            _ => {
                let expected: Vec<_> = shapes.iter().map(|it| name(self.resolve(it))).collect();
                Err(Found::expected(&expected.join(" or "), value))
            }
        }
    }

    fn check_members(&self, shape: &Shape, members: &Map<String, Value>) -> Result<(), Found> {
        members.iter().try_for_each(|(name, value)| {
            self.check(shape, value).map_err(|found| found.within_member(name))
        })
    }

    /// `known` are names that the object does not list.
    fn check_object(
        &self,
        object: &Object,
        members: &Map<String, Value>,
        known: &[&str],
    ) -> Result<(), Found> {
        for member in &object.members {
            match members.get(&member.name) {
                Some(value) => self.check(&member.shape, value),
                None if member.required => Err(Found::new("missing".to_owned())),
                None => Ok(()),
            }
            .map_err(|found| found.within_member(&member.name))?;
        }
        let is_known = |name: &str| {
            known.contains(&name) || object.members.iter().any(|member| member.name == name)
        };
        for (name, value) in members.iter().filter(|(name, _)| !is_known(name)) {
            match &object.unknown {
                UnknownMembers::Ignored => Ok(()),
                UnknownMembers::Refused => Err(Found::new("unknown member".to_owned())),
                UnknownMembers::Kept(shape) => self.check(shape, value),
            }
            .map_err(|found| found.within_member(name))?;
        }
        Ok(())
    }
}

fn check_integer(minimum: Option<i128>, maximum: Option<i128>, value: &Value) -> Result<(), Found> {
    let Value::Number(number) = value else { return Err(Found::expected("an integer", value)) };
    let Some(integer) = number.as_i128() else {
        return Err(Found::expected("an integer", value));
    };
    match (minimum, maximum) {
        (Some(minimum), _) if integer < minimum => {
            Err(Found::new(format!("expected an integer of at least {minimum}")))
        }
        (_, Some(maximum)) if integer > maximum => {
            Err(Found::new(format!("expected an integer of at most {maximum}")))
        }
        _ => Ok(()),
    }
}

fn check_text(text: &Text, value: &str) -> Result<(), Found> {
    if !text.closed || text.values.iter().any(|known| known == value) {
        return Ok(());
    }
    let known: Vec<_> = text.values.iter().map(|known| format!("`{known}`")).collect();
    Err(Found::new(format!("expected {}", known.join(" or "))))
}

/// The name for values of the shape.
fn name(shape: &Shape) -> &'static str {
    match shape {
        Shape::Any | Shape::Named(_) | Shape::Schema(_) => "a value",
        Shape::Null => "null",
        Shape::Boolean => "a boolean",
        Shape::Integer { .. } => "an integer",
        Shape::Number => "a number",
        Shape::Text(_) => "a string",
        Shape::List(_) | Shape::Tuple(_) => "an array",
        Shape::Map(_) | Shape::Object(_) | Shape::Tagged { .. } => "an object",
        Shape::OneOf(_) => "one of several shapes",
    }
}

/// The name for a kind of value.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{Member, Object, Shape, Shapes, Text, UnknownMembers, Variant};

    fn member(name: &str, shape: Shape, required: bool) -> Member {
        Member { required, ..Member::optional(name, shape) }
    }

    fn object(members: Vec<Member>, unknown: UnknownMembers) -> Shape {
        Shape::Object(Object { members, unknown })
    }

    fn text() -> Shape {
        Shape::Text(Text::default())
    }

    fn mismatch(shape: &Shape, value: &Value) -> String {
        Shapes::new().mismatch(shape, value).map_or_else(String::new, |found| found.to_string())
    }

    #[test]
    fn numbers_have_kinds_and_limits() {
        let byte = Shape::Integer { minimum: Some(0), maximum: Some(255) };
        for (value, expected) in [
            (json!(0), ""),
            (json!(255), ""),
            (json!(-1), "expected an integer of at least 0"),
            (json!(256), "expected an integer of at most 255"),
            (json!(1.5), "expected an integer, found a number"),
            (json!("1"), "expected an integer, found a string"),
        ] {
            assert_eq!(mismatch(&byte, &value), expected);
        }
        assert_eq!(mismatch(&Shape::Number, &json!(1)), "");
        let huge = Shape::Integer { minimum: None, maximum: None };
        assert_eq!(mismatch(&huge, &json!(u64::MAX)), "");
    }

    #[test]
    fn known_values_are_open_unless_they_are_closed() {
        let values = vec!["red".to_owned(), "green".to_owned()];
        let open = Text { values, ..Text::default() };
        let closed = Text { closed: true, ..open.clone() };
        assert_eq!(mismatch(&Shape::Text(open), &json!("blue")), "");
        assert_eq!(mismatch(&Shape::Text(closed.clone()), &json!("red")), "");
        assert_eq!(mismatch(&Shape::Text(closed), &json!("blue")), "expected `red` or `green`");
    }

    #[test]
    fn members_are_required_unknown_or_deep() {
        let inner = object(
            vec![member("b", Shape::List(Box::new(text())), false)],
            UnknownMembers::Refused,
        );
        let outer =
            object(vec![member("a", inner, true)], UnknownMembers::Kept(Box::new(Shape::Boolean)));
        for (value, expected) in [
            (json!({"a": {}}), ""),
            (json!({"a": {"b": ["x"]}, "other": true}), ""),
            (json!({}), "`a`: missing"),
            (json!({"a": {"b": ["x", 1]}}), "`a.b[1]`: expected a string, found an integer"),
            (json!({"a": {"c": 1}}), "`a.c`: unknown member"),
            (json!({"a": {}, "other": 1}), "`other`: expected a boolean, found an integer"),
            (json!([]), "expected an object, found an array"),
        ] {
            assert_eq!(mismatch(&outer, &value), expected, "{value}");
        }
    }

    #[test]
    fn the_tag_selects_the_variant() {
        let user = object(vec![member("user", text(), true)], UnknownMembers::Refused);
        let variants = vec![Variant { tag: "m.id.user".to_owned(), shape: user }];
        let closed =
            Shape::Tagged { tag: "type".to_owned(), variants: variants.clone(), other: None };
        let other = Some(Box::new(Shape::Any));
        let open = Shape::Tagged { tag: "type".to_owned(), variants, other };
        assert_eq!(mismatch(&open, &json!({"type": "m.id.user", "user": "ann"})), "");
        assert_eq!(mismatch(&open, &json!({"type": "m.id.user"})), "`user`: missing");
        assert_eq!(mismatch(&open, &json!({"type": "m.id.phone"})), "");
        assert_eq!(mismatch(&open, &json!({"user": "ann"})), "`type`: missing");
        assert_eq!(mismatch(&closed, &json!({"type": "x"})), "`type`: unknown value");
    }

    #[test]
    fn one_of_several_shapes_is_enough() {
        let shape = Shape::OneOf(vec![text(), Shape::List(Box::new(text()))]);
        assert_eq!(mismatch(&shape, &json!("a")), "");
        assert_eq!(mismatch(&shape, &json!(["a"])), "");
        assert_eq!(mismatch(&shape, &json!(1)), "expected a string or an array, found an integer");
        assert_eq!(mismatch(&shape, &json!([1])), "`[0]`: expected a string, found an integer");
    }

    #[test]
    fn a_tuple_has_a_shape_for_each_item() {
        let pair = Shape::Tuple(vec![text(), Shape::Boolean]);
        assert_eq!(mismatch(&pair, &json!(["a", true])), "");
        assert_eq!(
            mismatch(&pair, &json!(["a", 1])),
            "`[1]`: expected a boolean, found an integer"
        );
        assert_eq!(mismatch(&pair, &json!(["a"])), "expected 2 items, found 1");
    }

    #[test]
    fn names_refer_to_shapes_and_may_be_recursive() {
        let mut shapes = Shapes::new();
        let tree = shapes.named("Tree", |_| {
            let children = Shape::List(Box::new(Shape::Named("Tree".to_owned())));
            object(vec![member("children", children, true)], UnknownMembers::Ignored)
        });
        let deep = json!({"children": [{"children": []}, {}]});
        let found = shapes.mismatch(&tree, &deep).map(|found| found.to_string());
        assert_eq!(found.as_deref(), Some("`children[1].children`: missing"));
        assert_eq!(shapes.mismatch(&Shape::Named("unknown".to_owned()), &json!(1)), None);
    }
}
