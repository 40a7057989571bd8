//! Collections of endpoints as values: [`endpoints!`](crate::endpoints!), and what it declares.

mod collection;
#[cfg(feature = "describe")]
mod description;
mod duplicates;
mod entry;
#[cfg(feature = "examples")]
mod examples;
mod macro_calls;
mod recode;
mod rust_tokens;
mod unlisted;

#[cfg(feature = "describe")]
pub use self::description::{EndpointDescription, FieldDescription, ResponseDescription};
#[cfg(feature = "examples")]
pub use self::examples::ExampleFailure;
pub use self::{
    collection::Endpoints,
    duplicates::DuplicateEndpoint,
    entry::EndpointEntry,
    recode::{DecodedResponse, RecodeError},
    unlisted::UnlistedEndpoint,
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
///
/// An endpoint that only some builds have is listed with its condition:
/// `[greet, #[cfg(feature = "parting")] part]`.
#[macro_export]
macro_rules! endpoints {
    ($($collections:tt)*) => {
        $crate::__private::endpoints_with_runtime! { ($crate) $($collections)* }
    };
}
