//! The fields of a message as the values of a JSON body.

use serde_json::Value;

use crate::{
    description::{Member, Object, Shape, Shapes, UnknownMembers},
    endpoints::description::FieldDescription,
    metadata::FieldPlace,
    text::location::Step,
};

/// The fields of a message, and the shapes that theirs refer to.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    pub(super) described: &'a [FieldDescription],
    pub(super) shapes: &'a Shapes,
}

impl<'a> Fields<'a> {
    /// The shapes of a JSON body: that of the whole body, or that of the object with its members and those of
    /// its flattened fields. Empty if the body is not one JSON value.
    pub(super) fn body_shapes(self) -> Vec<Shape> {
        let mut members = Vec::new();
        let mut shapes = Vec::new();
        for field in self.described {
            let (metadata, shape) = (&field.metadata, &field.shape);
            match metadata.place {
                FieldPlace::WholeBody => return vec![shape.clone()],
                FieldPlace::Body if field.flattened => shapes.push(shape.clone()),
                FieldPlace::Body => members.push(Member {
                    required: !metadata.optional,
                    ..Member::optional(metadata.name, shape.clone())
                }),
                place if place.is_raw() => return Vec::new(),
                _ => {}
            }
        }
        shapes.push(Shape::Object(Object { members, unknown: UnknownMembers::Ignored }));
        shapes
    }

    /// The field that contains the value at the end of a path.
    pub(super) fn containing(self, path: &[Step]) -> Option<&'a FieldDescription> {
        self.described.iter().find(|field| match (field.metadata.place, path.first()) {
            (FieldPlace::WholeBody, _) => true,
            (FieldPlace::Body, Some(Step::Member(name))) => field.metadata.name == name,
            _ => false,
        })
    }

    /// Whether a message may have this member of its body without an example that has it: if it is absent, the
    /// field has this value.
    pub(super) fn is_default_of_member(self, name: &str, value: &Value) -> bool {
        let mut fields =
            self.described.iter().filter(|field| field.metadata.place == FieldPlace::Body);
        let field = fields.find(|field| field.metadata.name == name);
        field.and_then(|field| field.default.as_ref()).is_none_or(|default| default == value)
    }

    /// Whether a message may have these texts in the query without an example that has them: if the key is
    /// absent, the field has this value.
    pub(super) fn is_default_of_key(self, name: &str, texts: &[String]) -> bool {
        let mut fields =
            self.described.iter().filter(|field| field.metadata.place == FieldPlace::Query);
        let field = fields.find(|field| field.metadata.name == name && field.metadata.optional);
        let default = field.and_then(|field| field.default.as_ref());
        default.is_some_and(|default| match default {
            Value::Array(items) => items.iter().map(text_of).eq(texts.iter().cloned()),
            value => [text_of(value)] == *texts,
        })
    }

    /// The name of the field that has this alias.
    pub(super) fn name_of_alias(self, place: FieldPlace, alias: &str) -> Option<&'static str> {
        let mut fields = self.described.iter().filter(|field| field.metadata.place == place);
        let field = fields.find(|field| field.aliases.contains(&alias))?;
        Some(field.metadata.name)
    }

    /// Gives the members of a body that are written with an alias the name of their field.
    pub(super) fn rename_aliases(self, body: &mut Value) {
        if let Value::Object(members) = body {
            for field in self.described.iter().filter(|it| it.metadata.place == FieldPlace::Body) {
                for alias in field.aliases {
                    if let Some(value) = members.remove(*alias) {
                        members.insert(field.metadata.name.to_owned(), value);
                    }
                }
            }
        }
    }
}

/// A value in a place where every value is a text.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}
