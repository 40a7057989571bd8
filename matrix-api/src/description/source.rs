//! Where the shape of a field's type comes from.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::{
    shape::Shape,
    shapes::{Describe, Shapes},
};

/// Selects the best source of a type's shape.
///
/// Generated code calls `(&&&&ShapeOf::<T>::NEW).shape(shapes)` on the concrete type of a field. The compiler
/// tries the impl for the most references first, and removes one after the other: [`DescribedByItself`] is
/// implemented for three, [`DescribedByAsking`] for one, and [`NotDescribed`], for every type, for none.
#[derive(Debug)]
pub struct ShapeOf<T>(PhantomData<T>);

impl<T> ShapeOf<T> {
    /// The selection for the type.
    pub const NEW: Self = Self(PhantomData);
}

/// The type implements [`Describe`].
pub trait DescribedByItself {
    /// The shape of the type.
    fn shape(&self, shapes: &mut Shapes) -> Shape;
}

impl<T: Describe> DescribedByItself for &&&ShapeOf<T> {
    #[inline]
    fn shape(&self, shapes: &mut Shapes) -> Shape {
        T::describe(shapes)
    }
}

/// The type's own `Deserialize` is asked.
pub trait DescribedByAsking {
    /// The shape of the type.
    fn shape(&self, shapes: &mut Shapes) -> Shape;
}

impl<T: DeserializeOwned> DescribedByAsking for &ShapeOf<T> {
    #[inline]
    fn shape(&self, _: &mut Shapes) -> Shape {
        Shape::Any
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
