//! Types that are asked for their shape.

mod enums;
mod structs;
mod texts;
mod writing;

use matrix_api::description::{Shape, Shapes};
use serde::de::DeserializeOwned;

/// The shape of a type, and the shapes with names.
pub(crate) fn ask<T: DeserializeOwned>() -> (Shape, Shapes) {
    let mut shapes = Shapes::new();
    let shape = shapes.ask::<T>();
    (shape, shapes)
}

/// The shape of a type, without its name.
pub(crate) fn shape<T: DeserializeOwned>() -> Shape {
    let (shape, shapes) = ask::<T>();
    shapes.resolve(&shape).clone()
}
