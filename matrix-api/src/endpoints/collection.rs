//! A collection of endpoints.

use super::entry::EndpointEntry;

/// A collection of endpoints, which [`endpoints!`](crate::endpoints!) declares.
#[derive(Clone, Copy, Debug)]
pub struct Endpoints {
    name: &'static str,
    documentation: &'static str,
    entries: &'static [EndpointEntry],
}

impl Endpoints {
    /// A collection with a name, documentation and entries.
    #[must_use]
    pub const fn new(
        name: &'static str,
        documentation: &'static str,
        entries: &'static [EndpointEntry],
    ) -> Self {
        Self { name, documentation, entries }
    }

    /// The name of the constant.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The documentation of the constant, as it was written: each line begins with a space, and ends with a
    /// line break.
    #[must_use]
    pub const fn documentation(&self) -> &'static str {
        self.documentation
    }

    /// The endpoints, in the order of their declaration.
    #[must_use]
    pub const fn as_slice(&self) -> &'static [EndpointEntry] {
        self.entries
    }

    /// Iterates over the endpoints, in the order of their declaration.
    pub fn iter(&self) -> std::slice::Iter<'static, EndpointEntry> {
        self.entries.iter()
    }
}

impl IntoIterator for Endpoints {
    type Item = &'static EndpointEntry;
    type IntoIter = std::slice::Iter<'static, EndpointEntry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for &Endpoints {
    type Item = &'static EndpointEntry;
    type IntoIter = std::slice::Iter<'static, EndpointEntry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
