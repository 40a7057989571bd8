//! Where the shape of a field's type comes from.

use std::marker::PhantomData;

use serde::{Serialize, de::DeserializeOwned};

use super::{
    shape::Shape,
    shapes::{Describe, Shapes},
};

/// Selects the best source of a type's shape.
///
/// Generated code calls `(&&&&&ShapeOf::<T>::NEW).shape(shapes)` on the concrete type of a field, with the
/// traits of [`sources`] in scope. The compiler takes the first impl on its way from five references to one:
/// that of [`DescribedByItself`] if the type implements [`Describe`], and so on.
#[derive(Debug)]
pub struct ShapeOf<T>(PhantomData<T>);

impl<T> ShapeOf<T> {
    /// The selection for the type.
    pub const NEW: Self = Self(PhantomData);
}

/// The sources, for generated code. They have no names there, so that they hide no name of the author's.
pub(crate) mod sources {
    pub use super::{
        DescribedByAsking as _, DescribedByAskingAndWriting as _, DescribedByItself as _,
        NotDescribed as _,
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

/// The type's own `Deserialize` is asked, and its `Serialize` writes what was read.
pub trait DescribedByAskingAndWriting {
    /// The shape of the type.
    fn shape(&self, shapes: &mut Shapes) -> Shape;
}

impl<T: DeserializeOwned + Serialize> DescribedByAskingAndWriting for &&ShapeOf<T> {
    #[inline]
    fn shape(&self, shapes: &mut Shapes) -> Shape {
        shapes.ask::<T>()
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
