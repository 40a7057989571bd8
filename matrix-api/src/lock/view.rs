//! Messages as the objects that readers and writers see.

use std::{borrow::Cow, collections::BTreeMap};

use serde_json::Value;

use super::model::{FieldFacts, MessageFacts, Place};
use crate::description::{Member, Shape, UnknownMembers, Variant};

/// Shapes by their names.
pub(super) type Types = BTreeMap<String, Shape>;

/// An object: a body, a query, headers, or a value within a body.
#[derive(Clone, Debug)]
pub(super) struct View<'a> {
    pub(super) items: Vec<Item<'a>>,
    pub(super) unknown: Unknown<'a>,
}

/// A member, a key of a query, or a header.
#[derive(Clone, Debug)]
pub(super) struct Item<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) aliases: &'a [String],
    pub(super) shape: Cow<'a, Shape>,
    /// Whether it is always written.
    pub(super) is_required: bool,
    /// Whether an absent one is read although it is always written.
    pub(super) reads_absent: bool,
    /// Whether `null` is read as an absent one.
    pub(super) reads_null: bool,
    pub(super) default: Option<&'a Value>,
    /// Whether it has a default that is a secret.
    pub(super) has_hidden_default: bool,
    pub(super) reads: Reads,
}

/// How a member is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reads {
    /// As its shape says.
    Exactly,
    /// A value of another shape is read as an absent one.
    Leniently,
    /// A function may accept more than the shape.
    ByFunction,
}

/// Members that are not known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unknown<'a> {
    Ignored,
    Refused,
    Kept(&'a Shape),
}

/// The body of a message.
#[derive(Debug)]
pub(super) enum Body<'a> {
    /// A JSON object. An empty body is an object without members.
    Members { view: View<'a>, may_be_empty: bool },
    /// Other JSON.
    Whole(&'a FieldFacts),
    /// Not JSON, or many JSON values.
    Raw(&'a FieldFacts),
}

const ANY: &Shape = &Shape::Any;

/// The shape behind a name.
pub(super) fn resolve<'a>(types: &'a Types, shape: &'a Shape) -> &'a Shape {
    let mut shape = shape;
    // A name may refer to another name. One that refers to itself alone is not a shape.
    for _ in 0..64 {
        let Shape::Named(name) = shape else { return shape };
        shape = types.get(name).unwrap_or(ANY);
    }
    ANY
}

/// Whether a value may be `null`.
pub(super) fn has_null(shape: &Shape) -> bool {
    match shape {
        Shape::OneOf(shapes) => shapes.contains(&Shape::Null),
        shape => *shape == Shape::Null,
    }
}

/// The only shape beside `null`.
pub(super) fn beside_null(shape: &Shape) -> Option<&Shape> {
    let Shape::OneOf(shapes) = shape else { return Some(shape).filter(|it| **it != Shape::Null) };
    let mut others = shapes.iter().filter(|shape| **shape != Shape::Null);
    match (others.next(), others.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// The members of a shape, if it is an object.
pub(super) fn view_of<'a>(types: &'a Types, shape: &'a Shape) -> Option<View<'a>> {
    match resolve(types, shape) {
        Shape::Object(object) => Some(View {
            items: object.members.iter().map(Item::of_member).collect(),
            unknown: match &object.unknown {
                UnknownMembers::Ignored => Unknown::Ignored,
                UnknownMembers::Refused => Unknown::Refused,
                UnknownMembers::Kept(shape) => Unknown::Kept(shape),
            },
        }),
        _ => None,
    }
}

impl<'a> Item<'a> {
    fn of_member(member: &'a Member) -> Self {
        Self {
            name: Cow::Borrowed(&member.name),
            aliases: &member.aliases,
            shape: Cow::Borrowed(&member.shape),
            is_required: member.required,
            reads_absent: false,
            reads_null: false,
            default: member.default.as_ref(),
            has_hidden_default: false,
            reads: if member.lenient { Reads::Leniently } else { Reads::Exactly },
        }
    }

    pub(super) fn of_field(field: &'a FieldFacts) -> Self {
        let is_by_function = field.is_read_by_function;
        // A field without a default that may be absent is an `Option`.
        let has_default = field.default.is_some() || field.has_hidden_default;
        let is_option = !field.is_required && !has_default;
        Self {
            name: Cow::Borrowed(&field.name),
            aliases: &field.aliases,
            shape: Cow::Borrowed(&field.shape),
            is_required: field.is_required,
            reads_absent: field.is_null_if_absent,
            reads_null: is_option && field.place == Place::Body && !is_by_function,
            default: field.default.as_ref(),
            has_hidden_default: field.has_hidden_default,
            reads: if is_by_function { Reads::ByFunction } else { Reads::Exactly },
        }
    }

    /// What an absent one is read as: a value, or a secret one.
    pub(super) fn absent(&self) -> (Option<&Value>, bool) {
        (self.default, self.has_hidden_default)
    }
}

impl Item<'_> {
    /// Whether it is not read if it is absent.
    pub(super) fn is_needed(&self) -> bool {
        self.is_required && !self.reads_absent
    }
}

impl<'a> View<'a> {
    /// The view of a variant with its tag.
    pub(super) fn of_variant(types: &'a Types, tag: &'a str, variant: &'a Variant) -> Option<Self> {
        let mut view = view_of(types, &variant.shape)?;
        view.items.push(Item {
            name: Cow::Borrowed(tag),
            aliases: &[],
            shape: Cow::Owned(Shape::closed_texts([variant.tag.as_str()])),
            is_required: true,
            reads_absent: false,
            reads_null: false,
            default: None,
            has_hidden_default: false,
            reads: Reads::Exactly,
        });
        Some(view)
    }

    /// A message without members.
    const EMPTY: Self = Self { items: Vec::new(), unknown: Unknown::Ignored };

    /// The keys of a query.
    pub(super) fn query(types: &'a Types, message: &'a MessageFacts) -> Self {
        let mut view = Self::EMPTY;
        if message.refuses_unknown {
            view.unknown = Unknown::Refused;
        }
        view.items.extend(message.at(Place::Query).map(Item::of_field));
        for whole in message.at(Place::WholeQuery) {
            view.add_all(types, whole);
        }
        view.with_optional_lists(types)
    }

    /// The headers.
    pub(super) fn headers(types: &'a Types, message: &'a MessageFacts) -> Self {
        let items = message.at(Place::Header).map(Item::of_field).collect();
        Self { items, unknown: Unknown::Ignored }.with_optional_lists(types)
    }

    /// Adds the members of a field to the members of the message.
    fn add_all(&mut self, types: &'a Types, field: &'a FieldFacts) {
        match resolve(types, &field.shape) {
            Shape::Map(value) => self.unknown = Unknown::Kept(value),
            Shape::Any => self.unknown = Unknown::Kept(ANY),
            shape => match view_of(types, shape) {
                Some(inner) => {
                    let items = inner.items.into_iter().map(|item| Item {
                        is_required: item.is_required && field.is_required,
                        ..item
                    });
                    self.items.extend(items);
                    if let Unknown::Kept(shape) = inner.unknown {
                        self.unknown = Unknown::Kept(shape);
                    }
                }
                // The members are those of one of several objects: they are compared as one item.
                None => self.items.push(Item {
                    name: Cow::Owned(format!("(flattened {})", field.name)),
                    ..Item::of_field(field)
                }),
            },
        }
    }

    /// A list that is not there is an empty one.
    fn with_optional_lists(mut self, types: &Types) -> Self {
        for item in &mut self.items {
            if matches!(resolve(types, &item.shape), Shape::List(_)) {
                item.is_required = false;
            }
        }
        self
    }
}

impl<'a> Body<'a> {
    pub(super) fn of(types: &'a Types, message: &'a MessageFacts) -> Self {
        if let Some(field) = message.at(Place::RawBody).next() {
            return Self::Raw(field);
        }
        if let Some(field) = message.at(Place::WholeBody).next() {
            let may_be_empty = !field.is_required;
            return match view_of(types, &field.shape) {
                Some(view) => Self::Members { view, may_be_empty },
                None => Self::Whole(field),
            };
        }
        let mut view = View::EMPTY;
        view.items.extend(message.at(Place::Body).map(Item::of_field));
        for flattened in message.at(Place::Flattened) {
            view.add_all(types, flattened);
        }
        // That counts more than a flattened map, which would keep them.
        if message.refuses_unknown {
            view.unknown = Unknown::Refused;
        }
        Self::Members { view, may_be_empty: false }
    }
}
