//! Types that describe themselves, and the shapes with names that they refer to.

use std::collections::{BTreeMap, BTreeSet};

use super::{shape::Shape, type_names::type_names};

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
    /// The names of Rust types, by their paths and the names that serde knows.
    types: BTreeMap<(String, String), String>,
    /// The names of shapes that were compared with what the types write.
    compared: BTreeSet<String>,
    warnings: BTreeSet<String>,
    // Locked, so that threads can share shapes.
    #[cfg(feature = "schemars")]
    pub(super) schemas: std::sync::Mutex<schemars::SchemaGenerator>,
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

    /// The name of a Rust type. `path` is its full path; `name` is the one that serde knows, or empty.
    ///
    /// Types of the same name get the modules in which they are, as many as are needed.
    pub(super) fn name_type(&mut self, path: &str, name: &str) -> String {
        let key = (path.to_owned(), name.to_owned());
        if let Some(known) = self.types.get(&key) {
            return known.clone();
        }
        let taken = |candidate: &String| {
            self.named.contains_key(candidate)
                || self.types.values().any(|known| known == candidate)
        };
        let candidates = type_names(path, name);
        let free = candidates.iter().find(|candidate| !taken(candidate)).cloned();
        let chosen = free.unwrap_or_else(|| {
            let longest = candidates.last().map_or(name, String::as_str);
            let mut numbered = (2..).map(|number| format!("{longest}_{number}"));
            numbered.find(|candidate| !taken(candidate)).unwrap_or_default()
        });
        self.types.insert(key, chosen.clone());
        chosen
    }

    /// What is odd about the types that were described: members that are written and not read, for example.
    pub fn warnings(&self) -> impl Iterator<Item = &str> {
        self.warnings.iter().map(String::as_str)
    }

    /// Reports something odd, once.
    pub(super) fn warn(&mut self, warning: String) {
        self.warnings.insert(warning);
    }

    /// Sets the shape of a type that was asked. The comparison with the form that the type writes is kept.
    pub(super) fn define_asked(&mut self, name: &str, shape: Shape, is_compared: bool) {
        if is_compared || !self.compared.contains(name) {
            self.named.insert(name.to_owned(), Some(shape));
        }
        if is_compared {
            self.compared.insert(name.to_owned());
        }
    }

    /// Sets the shape of a name.
    #[cfg(feature = "schemars")]
    pub(super) fn define(&mut self, name: &str, shape: Shape) {
        self.named.insert(name.to_owned(), Some(shape));
    }
}
