//! What a definition says about the types of its fields.

use serde_json::Value;

use super::{shape::Shape, shapes::Shapes};

/// The types of all fields of an endpoint, in the order of [`Metadata`](crate::Metadata).
#[derive(Clone, Copy, Debug)]
pub struct FieldTypes {
    request: &'static [FieldType],
    responses: &'static [ResponseFields],
}

/// The documentation of a response, and the types of its fields.
pub type ResponseFields = (&'static str, &'static [FieldType]);

/// The type of a field, and what the author says about it.
#[derive(Clone, Copy, Debug)]
pub struct FieldType {
    documentation: &'static str,
    shape: fn(&mut Shapes) -> Shape,
    default: Option<fn() -> Option<Value>>,
    flattened: bool,
    nullable: bool,
}

impl FieldTypes {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { request: &[], responses: &[] };

    /// The types of the fields of the request, and of each response.
    #[must_use]
    pub const fn new(request: &'static [FieldType], responses: &'static [ResponseFields]) -> Self {
        Self { request, responses }
    }

    /// The types of the fields of the request.
    #[must_use]
    pub const fn request(&self) -> &'static [FieldType] {
        self.request
    }

    /// The documentation of each response, and the types of its fields.
    #[must_use]
    pub const fn responses(&self) -> &'static [ResponseFields] {
        self.responses
    }
}

impl FieldType {
    /// A field with documentation, whose type has the shape that the function returns.
    #[must_use]
    pub const fn new(documentation: &'static str, shape: fn(&mut Shapes) -> Shape) -> Self {
        Self { documentation, shape, default: None, flattened: false, nullable: false }
    }

    /// Sets the function that returns the value of an absent field.
    #[must_use]
    pub const fn default(mut self, default: fn() -> Option<Value>) -> Self {
        self.default = Some(default);
        self
    }

    /// Marks a field whose members are members of the body.
    #[must_use]
    pub const fn flattened(mut self) -> Self {
        self.flattened = true;
        self
    }

    /// Marks a field that may be `null`.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// The documentation of the field, in Markdown; empty if there is none.
    #[must_use]
    pub const fn documentation(&self) -> &'static str {
        self.documentation
    }

    /// The shape of the field's value.
    pub fn shape(&self, shapes: &mut Shapes) -> Shape {
        let shape = (self.shape)(shapes);
        if self.nullable { Shape::OneOf(vec![shape, Shape::Null]) } else { shape }
    }

    /// The value of an absent field, if it can be written as JSON.
    #[must_use]
    pub fn default_value(&self) -> Option<Value> {
        self.default.and_then(|default| default())
    }

    /// Whether the members of the value are members of the body.
    #[must_use]
    pub const fn is_flattened(&self) -> bool {
        self.flattened
    }
}
