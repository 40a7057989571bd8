//! The values within a JSON value, each with its shape.

use serde_json::{Map, Value};

use crate::{
    description::{Shape, Shapes, UnknownMembers},
    text::location::{Step, location},
};

/// A value within a JSON body.
pub(super) struct Place<'a> {
    /// From the body to the value.
    pub(super) path: Vec<Step>,
    pub(super) shape: &'a Shape,
    /// Whether the object that contains it must have it.
    pub(super) required: bool,
}

impl Place<'_> {
    /// The path as decoders write it.
    pub(super) fn location(&self) -> String {
        let mut path = self.path.clone();
        path.reverse();
        location(&path)
    }
}

/// All values within a JSON value whose shapes are known, from the outermost to the innermost.
pub(super) fn places<'a>(value: &Value, shape: &'a Shape, shapes: &'a Shapes) -> Vec<Place<'a>> {
    let mut found = Vec::new();
    collect(value, shape, shapes, &mut Vec::new(), &mut found);
    found
}

fn collect<'a>(
    value: &Value,
    shape: &'a Shape,
    shapes: &'a Shapes,
    path: &mut Vec<Step>,
    found: &mut Vec<Place<'a>>,
) {
    let mut visit = |step: Step, value: &Value, shape: &'a Shape, required: bool| {
        path.push(step);
        found.push(Place { path: path.clone(), shape, required });
        collect(value, shape, shapes, path, found);
        path.pop();
    };
    match value {
        Value::Array(items) => {
            if let Shape::List(item) = shapes.resolve(shape) {
                for (index, value) in items.iter().enumerate() {
                    visit(Step::Element(index), value, item, false);
                }
            }
        }
        Value::Object(object) => {
            let lenient = |name: &str| match shapes.resolve(shape) {
                Shape::Object(known) => {
                    known.members.iter().any(|member| member.lenient && member.name == name)
                }
                _ => false,
            };
            for (name, value) in object.iter().filter(|(name, _)| !lenient(name)) {
                if let Some((shape, required)) = member(object, name, shape, shapes) {
                    visit(Step::Member(name.clone()), value, shape, required);
                }
            }
        }
        _ => {}
    }
}

/// The shape of an object's member, and whether it is required.
pub(super) fn member<'a>(
    object: &Map<String, Value>,
    name: &str,
    shape: &'a Shape,
    shapes: &'a Shapes,
) -> Option<(&'a Shape, bool)> {
    match shapes.resolve(shape) {
        Shape::Map(value) => Some((value, false)),
        Shape::Object(known) => {
            let member = known.members.iter().find(|member| member.name == name);
            match (member, &known.unknown) {
                (Some(member), _) => Some((&member.shape, member.required)),
                (None, UnknownMembers::Kept(shape)) => Some((shape, false)),
                (None, _) => None,
            }
        }
        Shape::Tagged { tag, variants, .. } if tag != name => {
            let value_of_tag = object.get(tag)?;
            let variant = variants.iter().find(|variant| value_of_tag == &variant.tag)?;
            member(object, name, &variant.shape, shapes)
        }
        // What is true of one alternative may be false of another, unless only one has the value's shape.
        Shape::OneOf(alternatives) => {
            let value = Value::Object(object.clone());
            let mut fitting =
                alternatives.iter().filter(|shape| shapes.mismatch(shape, &value).is_none());
            match (fitting.next(), fitting.next()) {
                (Some(shape), None) => member(object, name, shape, shapes),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The value at the end of a path.
pub(super) fn at<'a>(value: &'a mut Value, path: &[Step]) -> Option<&'a mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Member(name) => value.get_mut(name),
        Step::Element(index) => value.get_mut(index),
    })
}
