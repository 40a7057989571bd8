//! Types that describe themselves, and the shapes with names that they refer to.

use std::collections::BTreeMap;

use super::shape::Shape;

/// A type that knows its shape on the wire.
///
/// Implement it for a type whose `Deserialize` does not say enough: one that is read from any value, for
/// example.
pub trait Describe {
    /// The shape of the type.
    fn describe(shapes: &mut Shapes) -> Shape;
}

/// The shapes with names, to which other shapes [refer](Shape::Named).
#[derive(Debug, Default)]
pub struct Shapes {
    /// `None` while the shape is being described.
    named: BTreeMap<String, Option<Shape>>,
}

impl Shapes {
    /// No shapes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The shape of a type.
    pub fn of<T: Describe>(&mut self) -> Shape {
        T::describe(self)
    }

    /// The shape with a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Shape> {
        self.named.get(name)?.as_ref()
    }

    /// All shapes with names, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Shape)> {
        self.named.iter().filter_map(|(name, shape)| Some((name.as_str(), shape.as_ref()?)))
    }

    /// Gives a shape a name, and returns a [reference](Shape::Named) to it. The function is called once for
    /// each name, so that a type may contain itself.
    pub fn named(&mut self, name: &str, describe: impl FnOnce(&mut Self) -> Shape) -> Shape {
        if !self.named.contains_key(name) {
            self.named.insert(name.to_owned(), None);
            let shape = describe(self);
            self.named.insert(name.to_owned(), Some(shape));
        }
        Shape::Named(name.to_owned())
    }
}
