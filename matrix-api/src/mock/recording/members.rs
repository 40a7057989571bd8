//! The members of an object, by the shapes that it may have.

use serde_json::Value;

use crate::description::{Member, Object, Shape, Shapes, UnknownMembers};

/// What the shapes of an object say about its members.
pub(super) struct Members<'a> {
    alternatives: Vec<Alternative<'a>>,
}

enum Alternative<'a> {
    Object(&'a Object),
    Map(&'a Shape),
    /// The name of the member that selects a variant, if it selected one.
    Tag(&'a str),
    /// A variant that is not known: each member may be secret.
    UnknownVariant {
        tag: &'a str,
    },
    Any,
}

/// What is known about a member.
pub(super) enum Known<'a> {
    /// The definition does not have it.
    No,
    /// Its value is one of the definition.
    Tag,
    Member {
        shapes: Vec<&'a Shape>,
        /// Whether it may be secret because nothing is known about it.
        is_hidden: bool,
    },
}

impl<'a> Members<'a> {
    /// `object` is one of the shapes.
    pub(super) fn of(object: &Value, shapes: &[&'a Shape], all: &'a Shapes) -> Self {
        let mut members = Self { alternatives: Vec::new() };
        for shape in shapes {
            members.add(object, shape, all, 0);
        }
        if members.alternatives.is_empty() {
            members.alternatives.push(Alternative::Any);
        }
        members
    }

    fn add(&mut self, value: &Value, shape: &'a Shape, all: &'a Shapes, depth: u32) {
        // Shapes may contain themselves.
        if depth > 16 {
            return self.alternatives.push(Alternative::Any);
        }
        match all.resolve(shape) {
            Shape::Object(object) => self.alternatives.push(Alternative::Object(object)),
            Shape::Map(value) => self.alternatives.push(Alternative::Map(value)),
            Shape::OneOf(shapes) => {
                let mut fitting: Vec<_> =
                    shapes.iter().filter(|shape| all.mismatch(shape, value).is_none()).collect();
                if fitting.is_empty() {
                    fitting = shapes.iter().collect();
                }
                for shape in fitting {
                    self.add(value, shape, all, depth + 1);
                }
            }
            Shape::Tagged { tag, variants, .. } => {
                let selected = value.get(tag);
                match variants.iter().find(|variant| selected == Some(&Value::from(&*variant.tag)))
                {
                    Some(variant) => {
                        self.alternatives.push(Alternative::Tag(tag));
                        self.add(value, &variant.shape, all, depth + 1);
                    }
                    None => self.alternatives.push(Alternative::UnknownVariant { tag }),
                }
            }
            Shape::Any | Shape::Schema(_) => self.alternatives.push(Alternative::Any),
            _ => {}
        }
    }

    pub(super) fn get(&self, name: &str) -> Known<'a> {
        let (mut shapes, mut is_known, mut is_hidden) = (Vec::new(), false, false);
        let mut is_unknown_variant = false;
        for alternative in &self.alternatives {
            match alternative {
                Alternative::Tag(tag) if *tag == name => return Known::Tag,
                Alternative::UnknownVariant { tag } if *tag == name => is_known = true,
                Alternative::UnknownVariant { .. } => is_unknown_variant = true,
                Alternative::Tag(_) => {}
                Alternative::Any => is_known = true,
                Alternative::Map(shape) => shapes.push(*shape),
                Alternative::Object(object) => {
                    let member = object.members.iter().find(|member| is_called(member, name));
                    match (member, &object.unknown) {
                        (Some(member), _) => shapes.push(&member.shape),
                        (None, UnknownMembers::Kept(shape)) => shapes.push(shape),
                        (None, _) => {}
                    }
                }
            }
        }
        if !is_known && shapes.is_empty() {
            (is_known, is_hidden) = (is_unknown_variant, is_unknown_variant);
        }
        if !is_known && shapes.is_empty() { Known::No } else { Known::Member { shapes, is_hidden } }
    }

    /// Whether a name is not one of the definition.
    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.alternatives.iter().any(|alternative| match alternative {
            Alternative::Object(object) => object.members.iter().any(|it| is_called(it, name)),
            Alternative::Tag(tag) | Alternative::UnknownVariant { tag } => *tag == name,
            Alternative::Map(_) | Alternative::Any => false,
        })
    }
}

fn is_called(member: &Member, name: &str) -> bool {
    member.name == name || member.aliases.iter().any(|alias| alias == name)
}
