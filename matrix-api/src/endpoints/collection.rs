//! A collection of endpoints.

use std::{io, path::Path};

use super::{
    entry::EndpointEntry,
    unlisted::{self, UnlistedEndpoint},
};

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

    /// Finds the endpoints of a package that the collection does not list. Use it in a test:
    ///
    /// ```no_run
    /// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
    /// # path: "/greet", rate_limited: false, requires_authentication: false, } request {} response {} } }
    /// # matrix_api::endpoints! {
    /// #     /// Greetings.
    /// #     pub const GREETINGS = [greet];
    /// # }
    /// # fn greetings_are_complete() -> std::io::Result<()> {
    /// let unlisted = GREETINGS.unlisted(env!("CARGO_MANIFEST_DIR"))?;
    /// assert_eq!(unlisted, []);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// It reads the sources below `src` and finds blocks of [`ruma_api!`](crate::ruma_api!), and calls of the
    /// package's own macros around it. It skips comments, strings, functions and modules with `#[cfg(test)]`.
    /// It expects each module in the file where Rust looks for it by default.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read.
    #[inline]
    pub fn unlisted(&self, package: impl AsRef<Path>) -> io::Result<Vec<UnlistedEndpoint>> {
        unlisted::find(package.as_ref(), self.entries)
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
