//! The shape of a type on the wire.

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
        /// The shape of a value with another tag. `None` if there is no other tag.
        other: Option<Box<Shape>>,
    },
    /// One of several shapes.
    OneOf(Vec<Shape>),
    /// A shape with a name: [`Shapes::get`](super::Shapes::get).
    Named(String),
}

/// A text with what is known about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Text {
    /// The name of its format, such as `mx-user-id`.
    pub format: Option<String>,
    /// The known values.
    pub values: Vec<String>,
    /// Whether there are no other values than the known ones.
    pub closed: bool,
}

/// An object with known members.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Object {
    /// The members, in the order of their declaration.
    pub members: Vec<Member>,
    /// What becomes of other members.
    pub unknown: UnknownMembers,
}

/// What becomes of members that a type does not know.
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
