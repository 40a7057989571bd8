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
    kind: Kind,
    default: Option<fn() -> Option<Value>>,
    flattened: bool,
    nullable: bool,
}

/// How a field describes itself.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Shape(fn(&mut Shapes) -> Shape),
    Body(fn(&mut Shapes) -> BodyDescription),
}

/// A body that is not the JSON of the endpoint's fields.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BodyDescription {
    /// The media type, such as `text/csv`. `None` if any is possible.
    pub media_type: Option<&'static str>,
    /// The shape of the value in the body. [`Shape::Any`] for bytes.
    pub shape: Shape,
}

impl BodyDescription {
    /// A body with a media type, and a value of a shape.
    #[must_use]
    pub const fn new(media_type: &'static str, shape: Shape) -> Self {
        Self { media_type: Some(media_type), shape }
    }

    /// A body of which nothing is known.
    pub const UNKNOWN: Self = Self { media_type: None, shape: Shape::Any };
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
        Self::of_kind(documentation, Kind::Shape(shape))
    }

    /// A field with documentation, which is a raw body that the function describes.
    #[must_use]
    pub const fn body(
        documentation: &'static str,
        describe: fn(&mut Shapes) -> BodyDescription,
    ) -> Self {
        Self::of_kind(documentation, Kind::Body(describe))
    }

    const fn of_kind(documentation: &'static str, kind: Kind) -> Self {
        Self { documentation, kind, default: None, flattened: false, nullable: false }
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

    /// The shape of the field's value, and the media type if it is a raw body.
    pub fn describe(&self, shapes: &mut Shapes) -> BodyDescription {
        let mut described = match self.kind {
            Kind::Shape(shape) => BodyDescription { media_type: None, shape: shape(shapes) },
            Kind::Body(describe) => describe(shapes),
        };
        if self.nullable {
            described.shape = described.shape.or_null();
        }
        described
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
