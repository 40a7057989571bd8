//! Where the shape of a field's type comes from.

use std::marker::PhantomData;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    shape::Shape,
    shapes::{Describe, Shapes},
};

/// Selects the best source of a type's shape.
///
/// Generated code calls `ShapeOf::<T>::NEW.shape(shapes)` on the concrete type of a field, with the traits of
/// `sources` in scope. The compiler takes the first impl on its way from five references to one: that of
/// [`DescribedByItself`] if the type implements [`Describe`], and so on.
#[derive(Debug)]
pub struct ShapeOf<T>(PhantomData<T>);

impl<T: 'static> ShapeOf<T> {
    /// The selection for the type.
    pub const NEW: &'static &'static &'static &'static &'static Self = &&&&&Self(PhantomData);
}

/// The sources, for generated code. They have no names there, so that they hide no name of the author's.
pub(crate) mod sources {
    #[cfg(feature = "schemars")]
    pub use super::DescribedBySchema as _;
    pub use super::{
        DescribedByAsking as _, DescribedByAskingAndWriting as _, DescribedByItself as _,
        NotDescribed as _, NotWritten as _, Written as _,
    };
}

/// The type implements [`Describe`].
pub trait DescribedByItself {
    /// The shape of the type.
    fn shape(&self, shapes: &mut Shapes) -> Shape;
}

impl<T: Describe> DescribedByItself for &&&&ShapeOf<T> {
    #[inline]
    fn shape(&self, shapes: &mut Shapes) -> Shape {
        T::describe(shapes)
    }
}

/// The type has a JSON Schema.
#[cfg(feature = "schemars")]
pub trait DescribedBySchema {
    /// The shape of the type.
    fn shape(&self, shapes: &mut Shapes) -> Shape;
}

#[cfg(feature = "schemars")]
impl<T: schemars::JsonSchema> DescribedBySchema for &&&ShapeOf<T> {
    #[inline]
    fn shape(&self, shapes: &mut Shapes) -> Shape {
        shapes.of_schema::<T>()
    }
}

/// The type's own `Deserialize` is asked, and its `Serialize` writes what was read.
pub trait DescribedByAskingAndWriting {
    /// The shape of the type.
    fn shape(&self, shapes: &mut Shapes) -> Shape;
}

impl<T: DeserializeOwned + Serialize> DescribedByAskingAndWriting for &&ShapeOf<T> {
    #[inline]
    fn shape(&self, shapes: &mut Shapes) -> Shape {
        shapes.ask_and_compare::<T>()
    }
}

/// The type's own `Deserialize` is asked.
pub trait DescribedByAsking {
    /// The shape of the type.
    fn shape(&self, shapes: &mut Shapes) -> Shape;
}

impl<T: DeserializeOwned> DescribedByAsking for &ShapeOf<T> {
    #[inline]
    fn shape(&self, shapes: &mut Shapes) -> Shape {
        shapes.ask::<T>()
    }
}

/// Nothing is known about the type.
pub trait NotDescribed {
    /// Any shape.
    fn shape(&self, shapes: &mut Shapes) -> Shape;
}

impl<T> NotDescribed for ShapeOf<T> {
    #[inline]
    fn shape(&self, _: &mut Shapes) -> Shape {
        Shape::Any
    }
}

/// The shape of a status.
pub fn status_shape(_: &mut Shapes) -> Shape {
    Shape::integer(100, 999)
}

/// A value that is written as JSON, if its type can be.
///
/// Generated code calls `(&&JsonOf(value)).json()`, which selects an impl as [`ShapeOf`] does.
#[derive(Debug)]
pub struct JsonOf<T>(pub T);

/// The type of the value can be written.
pub trait Written {
    /// The value as JSON, if it has such a form.
    fn json(&self) -> Option<Value>;
}

impl<T: Serialize> Written for &JsonOf<T> {
    #[inline]
    fn json(&self) -> Option<Value> {
        serde_json::to_value(&self.0).ok()
    }
}

/// The type of the value cannot be written.
pub trait NotWritten {
    /// `None`.
    fn json(&self) -> Option<Value>;
}

impl<T> NotWritten for JsonOf<T> {
    #[inline]
    fn json(&self) -> Option<Value> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{JsonOf, NotWritten as _, Written as _};

    #[test]
    #[expect(clippy::needless_borrow, reason = "generated code borrows for every type")]
    fn a_value_is_written_if_its_type_can_be() {
        struct Silent;
        assert_eq!((&&JsonOf(7)).json(), Some(7.into()));
        assert_eq!((&&JsonOf(Silent)).json(), None);
    }
}
