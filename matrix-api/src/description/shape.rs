//! The shape of a type on the wire.

use serde_json::Value;

/// What a value looks like on the wire.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// Any value; nothing more is known.
    Any,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// An integer, with the smallest and the largest one if there are limits.
    Integer {
        /// The smallest.
        minimum: Option<i128>,
        /// The largest.
        maximum: Option<i128>,
    },
    /// A number.
    Number,
    /// A text.
    Text(Text),
    /// A list of values.
    List(Box<Shape>),
    /// A list of a fixed length, with a shape for each value.
    Tuple(Vec<Shape>),
    /// An object with any names and values of one shape.
    Map(Box<Shape>),
    /// An object with known members.
    Object(Object),
    /// One of several objects. The member `tag` says which.
    Tagged {
        /// The name of the member, such as `type`.
        tag: String,
        /// The known variants.
        variants: Vec<Variant>,
        /// The shape of a value with another tag. `None` if all tags are known.
        other: Option<Box<Shape>>,
    },
    /// One of several shapes.
    OneOf(Vec<Shape>),
    /// A shape with a name: [`Shapes::get`](super::Shapes::get).
    Named(String),
    /// A JSON Schema, of which no other variant says as much.
    Schema(Value),
}

/// A text with what is known about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Text {
    /// The name of its format, such as `mx-user-id`.
    pub format: Option<String>,
    /// What the texts are, such as `device ID`, if they have a grammar and no format. Documents do not show it.
    pub grammar: Option<String>,
    /// The known values.
    pub values: Vec<String>,
    /// Whether the known values are the only ones.
    pub closed: bool,
}

/// An object with known members.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Object {
    /// The members, in the order of their declaration.
    pub members: Vec<Member>,
    /// How other members are treated.
    pub unknown: UnknownMembers,
}

/// How a type treats members that it does not know.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum UnknownMembers {
    /// They are ignored.
    #[default]
    Ignored,
    /// They are an error.
    Refused,
    /// They are kept, and have this shape.
    Kept(Box<Shape>),
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Member {
    /// The name on the wire.
    pub name: String,
    /// The shape of its value.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// What it means, in Markdown; empty if that is unknown.
    pub documentation: String,
    /// The value of an absent member, if it is known.
    pub default: Option<Value>,
    /// The other names under which it is read.
    pub aliases: Vec<String>,
    /// Whether a value of another shape is read as if it were absent.
    pub lenient: bool,
}

/// One of several objects, which a tag distinguishes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Variant {
    /// The value of the tag.
    pub tag: String,
    /// The object, without the tag; it may be [named](Shape::Named).
    pub shape: Shape,
}

impl Shape {
    /// A text of which nothing is known.
    pub const TEXT: Self =
        Self::Text(Text { format: None, grammar: None, values: Vec::new(), closed: false });

    /// A text of a format, such as `mx-user-id` or `uri`.
    #[must_use]
    pub fn text(format: impl Into<String>) -> Self {
        Self::Text(Text { format: Some(format.into()), ..Text::default() })
    }

    /// A text that has a grammar and no format, such as `device ID`.
    #[must_use]
    pub fn text_with_grammar(grammar: impl Into<String>) -> Self {
        Self::Text(Text { grammar: Some(grammar.into()), ..Text::default() })
    }

    /// A text with known values, which may have others.
    #[must_use]
    pub fn known_texts(values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        Self::Text(Text { values, ..Text::default() })
    }

    /// A text with known values, which has no others.
    #[must_use]
    pub fn closed_texts(values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        Self::Text(Text { values, closed: true, ..Text::default() })
    }

    /// An integer within limits.
    #[must_use]
    pub fn integer(minimum: impl Into<i128>, maximum: impl Into<i128>) -> Self {
        Self::Integer { minimum: Some(minimum.into()), maximum: Some(maximum.into()) }
    }

    /// A list of values of a shape.
    #[must_use]
    pub fn list(self) -> Self {
        Self::List(Box::new(self))
    }

    /// An object with any names and values of a shape.
    #[must_use]
    pub fn map(self) -> Self {
        Self::Map(Box::new(self))
    }

    /// A value of the shape, or `null`.
    #[must_use]
    pub fn or_null(self) -> Self {
        match self {
            Self::Any | Self::Null => self,
            Self::OneOf(mut shapes) => {
                if !shapes.contains(&Self::Null) {
                    shapes.push(Self::Null);
                }
                Self::OneOf(shapes)
            }
            other => Self::OneOf(vec![other, Self::Null]),
        }
    }

    /// The shape of the same values without `null`, if there are others.
    #[must_use]
    pub fn without_null(self) -> Self {
        let Self::OneOf(mut shapes) = self else { return self };
        shapes.retain(|shape| *shape != Self::Null);
        match shapes.pop() {
            None => Self::Null,
            Some(only) if shapes.is_empty() => only,
            Some(last) => {
                shapes.push(last);
                Self::OneOf(shapes)
            }
        }
    }

    /// An object with known members. Others are ignored.
    #[must_use]
    pub fn object(members: impl IntoIterator<Item = Member>) -> Self {
        Self::Object(Object {
            members: members.into_iter().collect(),
            unknown: UnknownMembers::Ignored,
        })
    }

    /// An object with known members. Others are kept, and have any value.
    #[must_use]
    pub fn open_object(members: impl IntoIterator<Item = Member>) -> Self {
        Self::Object(Object {
            members: members.into_iter().collect(),
            unknown: UnknownMembers::Kept(Box::new(Self::Any)),
        })
    }
}

impl Member {
    /// A member that must be there.
    #[must_use]
    pub fn required(name: impl Into<String>, shape: Shape) -> Self {
        Self { required: true, ..Self::optional(name, shape) }
    }

    /// A member that may be absent.
    #[must_use]
    pub fn optional(name: impl Into<String>, shape: Shape) -> Self {
        Self {
            name: name.into(),
            shape,
            required: false,
            documentation: String::new(),
            default: None,
            aliases: Vec::new(),
            lenient: false,
        }
    }

    /// Marks a member of which a value of another shape is read as if it were absent.
    #[must_use]
    pub fn lenient(mut self) -> Self {
        self.lenient = true;
        self
    }

    /// Sets the other names under which the member is read.
    #[must_use]
    pub fn aliases(mut self, aliases: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.aliases = aliases.into_iter().map(Into::into).collect();
        self
    }

    /// Sets what the member means, in Markdown.
    #[must_use]
    pub fn documented(mut self, documentation: impl Into<String>) -> Self {
        self.documentation = documentation.into();
        self
    }
}

impl Variant {
    /// The object of a tag.
    #[must_use]
    pub fn new(tag: impl Into<String>, shape: Shape) -> Self {
        Self { tag: tag.into(), shape }
    }
}
