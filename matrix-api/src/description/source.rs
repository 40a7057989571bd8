//! Where the shape of a field's type comes from.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::{
    shape::Shape,
    shapes::{Describe, Shapes},
};

/// Selects the best source of a type's shape.
///
/// Generated code calls `(&&ShapeOf::<T>::NEW).shape(shapes)` on the concrete type of a field. The compiler
/// takes the first impl for which it has to add the fewest references: [`DescribedByItself`] is implemented for
/// one reference more than [`DescribedByAsking`].
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

impl<T: Describe> DescribedByItself for &ShapeOf<T> {
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

impl<T: DeserializeOwned> DescribedByAsking for ShapeOf<T> {
    #[inline]
    fn shape(&self, _: &mut Shapes) -> Shape {
        Shape::Any
    }
}
