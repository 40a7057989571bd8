//! What a definition says about the types of its fields.

use serde_json::Value;

use super::{shape::Shape, shapes::Shapes};
use crate::versions::MatrixVersion;

/// The types of all fields of an endpoint, in the order of [`Metadata`](crate::Metadata).
#[derive(Clone, Copy, Debug)]
pub struct FieldTypes {
    /// Those of the request.
    pub request: MessageTypes,
    /// Those of each response.
    pub responses: &'static [MessageTypes],
}

/// The types of the fields of a message, and what the author says about the message.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct MessageTypes {
    /// What the message means, in Markdown; empty if the definition does not say it.
    pub documentation: &'static str,
    /// The fields, in the order of their declaration.
    pub fields: &'static [FieldType],
    /// Whether a body with other members is an error, by serde's `deny_unknown_fields`.
    pub refuses_unknown_members: bool,
}

/// The type of a field, and what the author says about it.
///
/// ```
/// use matrix_api::description::{FieldType, Shape};
///
/// const FIELD: FieldType = FieldType::new("The name.\n", |_| Shape::Boolean).nullable().aliases(&["m.name"]);
///
/// assert_eq!(FIELD.documentation(), "The name.\n");
/// let described = FIELD.describe(&mut Default::default());
/// assert_eq!(described.shape, Shape::OneOf(vec![Shape::Boolean, Shape::Null]));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct FieldType {
    documentation: &'static str,
    kind: Kind,
    null: Option<bool>,
    default: Option<fn() -> Option<Value>>,
    hidden_default: bool,
    aliases: &'static [&'static str],
    since: Option<MatrixVersion>,
    flattened: bool,
    deprecated: bool,
    skipped: bool,
    read_by_function: bool,
}

/// Returns the shape of one of several types, by its number.
pub(crate) type ShapeOfNumber = fn(u16, &mut Shapes) -> Shape;

/// How a field describes itself.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Shape(fn(&mut Shapes) -> Shape),
    /// One of the types that a function describes: that of this number.
    Numbered(ShapeOfNumber, u16),
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
    pub const UNKNOWN: Self = Self::new(MessageTypes::new("", &[]), &[]);

    /// The types of the fields of the request, and of each response.
    #[must_use]
    pub const fn new(request: MessageTypes, responses: &'static [MessageTypes]) -> Self {
        Self { request, responses }
    }
}

impl MessageTypes {
    /// A message with documentation and fields.
    #[must_use]
    pub const fn new(documentation: &'static str, fields: &'static [FieldType]) -> Self {
        Self { documentation, fields, refuses_unknown_members: false }
    }

    /// Marks a message with `deny_unknown_fields`.
    #[must_use]
    pub const fn refuses_unknown_members(mut self) -> Self {
        self.refuses_unknown_members = true;
        self
    }
}

/// What the definition says.
impl FieldType {
    /// A field with documentation, whose type has the shape that the function returns.
    #[must_use]
    pub const fn new(documentation: &'static str, shape: fn(&mut Shapes) -> Shape) -> Self {
        Self::of_kind(documentation, Kind::Shape(shape))
    }

    /// A field with documentation, whose type is one of several that the function describes.
    #[doc(hidden)]
    #[must_use]
    pub const fn numbered(documentation: &'static str, shape: ShapeOfNumber, number: u16) -> Self {
        Self::of_kind(documentation, Kind::Numbered(shape, number))
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
        Self {
            documentation,
            kind,
            null: None,
            default: None,
            hidden_default: false,
            aliases: &[],
            since: None,
            flattened: false,
            deprecated: false,
            skipped: false,
            read_by_function: false,
        }
    }

    /// Sets the function that returns the value of an absent field.
    #[must_use]
    pub const fn default(mut self, default: fn() -> Option<Value>) -> Self {
        self.default = Some(default);
        self
    }

    /// Marks a field that has a value if it is absent, which is a secret.
    #[must_use]
    pub const fn hidden_default(mut self) -> Self {
        self.hidden_default = true;
        self
    }

    /// Sets the other names under which the field is read.
    #[must_use]
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// Sets the first version of Matrix that has the field.
    #[must_use]
    pub const fn since(mut self, version: MatrixVersion) -> Self {
        self.since = Some(version);
        self
    }

    /// Marks a field whose members are members of the body.
    #[must_use]
    pub const fn flattened(mut self) -> Self {
        self.flattened = true;
        self
    }

    /// Marks a field that may be `null`, beside the values of its type.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.null = Some(true);
        self
    }

    /// Marks a field that is never `null`, although its type may be: `None` is left out.
    #[must_use]
    pub const fn never_null(mut self) -> Self {
        self.null = Some(false);
        self
    }

    /// Marks a field that people should not use any more.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    /// Marks a field that is never sent, by `#[serde(skip)]`.
    #[must_use]
    pub const fn skipped(mut self) -> Self {
        self.skipped = true;
        self
    }

    /// Marks a field whose type says how it is written, while a function reads it.
    #[must_use]
    pub const fn read_by_function(mut self) -> Self {
        self.read_by_function = true;
        self
    }
}

/// What is known about the field.
impl FieldType {
    /// The documentation of the field, in Markdown; empty if there is none.
    #[must_use]
    pub const fn documentation(&self) -> &'static str {
        self.documentation
    }

    /// The shape of the field's value, and the media type if it is a raw body.
    pub fn describe(&self, shapes: &mut Shapes) -> BodyDescription {
        let BodyDescription { media_type, shape } = match self.kind {
            Kind::Shape(shape) => BodyDescription { media_type: None, shape: shape(shapes) },
            Kind::Numbered(shape, number) => {
                BodyDescription { media_type: None, shape: shape(number, shapes) }
            }
            Kind::Body(describe) => describe(shapes),
        };
        let shape = match self.null {
            Some(true) => shape.or_null(),
            Some(false) => shape.without_null(),
            None => shape,
        };
        BodyDescription { media_type, shape }
    }

    /// The value of an absent field, if it can be written as JSON. Secrets have none.
    #[must_use]
    pub fn default_value(&self) -> Option<Value> {
        self.default.and_then(|default| default())
    }

    /// Whether an absent field has a value that is not shown, because it is a secret.
    #[must_use]
    pub const fn has_hidden_default(&self) -> bool {
        self.hidden_default
    }

    /// The other names under which the field is read.
    #[must_use]
    pub const fn other_names(&self) -> &'static [&'static str] {
        self.aliases
    }

    /// The first version of Matrix that has the field, if the definition says it.
    #[must_use]
    pub const fn added_in(&self) -> Option<MatrixVersion> {
        self.since
    }

    /// Whether an `Option` is written as `null`, and `None` if the field is absent or `null`.
    #[must_use]
    pub const fn is_nullable(&self) -> bool {
        matches!(self.null, Some(true))
    }

    /// Whether the members of the value are members of the body.
    #[must_use]
    pub const fn is_flattened(&self) -> bool {
        self.flattened
    }

    /// Whether people should not use the field any more.
    #[must_use]
    pub const fn is_deprecated(&self) -> bool {
        self.deprecated
    }

    /// Whether the field is never sent.
    #[must_use]
    pub const fn is_skipped(&self) -> bool {
        self.skipped
    }

    /// Whether a function reads the field, which may accept other values than those of the shape.
    #[must_use]
    pub const fn is_read_by_function(&self) -> bool {
        self.read_by_function
    }
}
