//! A collection of endpoints.

use std::{io, path::Path};

use super::{
    duplicates::{self, DuplicateEndpoint},
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

    /// Finds endpoints that exclude each other, because they have the same `operation_id` or the same method and path. Use it
    /// in a test:
    ///
    /// ```
    /// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
    /// # path: "/greet/{name}", rate_limited: false, requires_authentication: false, }
    /// # request { #[ruma_api(path)] pub name: String } response {} } }
    /// # pub mod welcome { matrix_api::ruma_api! { metadata { description: "Welcome.", method: GET, name: "welcome",
    /// # path: "/greet/{guest}", rate_limited: false, requires_authentication: false, }
    /// # request { #[ruma_api(path)] pub guest: String } response {} } }
    /// matrix_api::endpoints! {
    ///     const GREETINGS = [greet, welcome];
    /// }
    ///
    /// let duplicates = GREETINGS.duplicates();
    /// assert_eq!(duplicates.len(), 1, "a test expects none");
    /// let text = duplicates[0].to_string();
    /// assert!(text.starts_with("two endpoints have the path `GET /greet/{guest}`: "), "{text}");
    /// ```
    ///
    /// Paths are compared in all versions. `Api` and `openapi` fail for the duplicates that one
    /// server or document would have.
    #[must_use]
    #[inline]
    pub fn duplicates(&self) -> Vec<DuplicateEndpoint> {
        duplicates::find(self.entries)
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
    ///
    /// It reads tokens and expands no macro, so it does not know:
    ///
    /// * the module of a file with `#[path = ".."]`. It takes the name from the file, and reports the block under that name.
    /// * modules that a macro declares around a block. It reports the block as one of the module that calls the macro.
    /// * blocks that a macro of another package, `include!` or a build script writes.
    /// * conditions: a block is also reported if `#[cfg(feature = "..")]` leaves it out of this build.
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
