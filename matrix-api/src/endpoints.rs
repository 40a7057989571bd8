//! Collections of endpoints as values: [`endpoints!`](crate::endpoints!), and what it declares.

#[cfg(feature = "describe")]
mod description;
mod entry;
mod recode;

#[cfg(feature = "describe")]
pub use self::description::{EndpointDescription, FieldDescription, ResponseDescription};
pub use self::{
    entry::EndpointEntry,
    recode::{DecodedResponse, RecodeError},
};

/// Declares a collection of endpoints as a constant.
///
/// Each endpoint is the path of a module with a [`ruma_api!`](crate::ruma_api!) block. The constant is data
/// and function pointers: a program compiles only the functions that it calls.
///
/// ```
/// # pub mod greet { matrix_api::ruma_api! { metadata { description: "Greet.", method: GET, name: "greet",
/// # path: "/greet/{name}", rate_limited: false, requires_authentication: false, }
/// # request { #[ruma_api(path)] pub name: String } response { pub text: String } } }
/// # pub mod session { pub mod log_in { matrix_api::ruma_api! { metadata { description: "Log in.", method: POST, name: "log_in",
/// # path: "/login", rate_limited: true, requires_authentication: false, }
/// # request { pub user: String } response {} } } }
/// matrix_api::endpoints! {
///     /// Greetings.
///     pub const GREETINGS = [greet, session::log_in];
/// }
///
/// let names: Vec<_> = GREETINGS.iter().map(|endpoint| endpoint.metadata().name).collect();
/// assert_eq!(names, ["greet", "log_in"]);
/// assert_eq!(GREETINGS.documentation().trim(), "Greetings.");
/// ```
#[macro_export]
macro_rules! endpoints {
    ($(
        $(#[doc = $documentation:literal])*
        $visibility:vis const $name:ident = [$($module:ident $(:: $inner:ident)*),* $(,)?];
    )+) => {$(
        $(#[doc = $documentation])*
        $visibility const $name: $crate::endpoints::Endpoints = {
            const ENTRIES: &[$crate::endpoints::EndpointEntry] = &[$(
                $crate::endpoints::EndpointEntry::of::<$module $(:: $inner)*::Request>(),
            )*];
            $crate::endpoints::Endpoints::new(
                ::core::stringify!($name),
                ::core::concat!($($documentation, "\n",)*),
                ENTRIES,
            )
        };
    )+};
}

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
