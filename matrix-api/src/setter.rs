//! What the setter of an optional field takes.

use std::{borrow::Cow, convert::Infallible};

/// A value for the setter of a field of type `Option<T>`: a `T`, an `Option<T>`, or a reference that converts
/// into a `T`, such as `"text"` for an `Option<String>`. `Via` is always inferred.
///
/// ```
/// # pub mod sync { matrix_api::ruma_api! {
/// #     metadata { description: "Synchronize.", method: GET, name: "sync", path: "/sync", rate_limited: false, requires_authentication: false, }
/// #     request {
/// #         #[ruma_api(query)] pub since: Option<String>,
/// #         #[ruma_api(query)] pub timeout: Option<u64>,
/// #     }
/// #     response {}
/// # } }
/// // since: Option<String>, timeout: Option<u64>
/// let request = sync::Request::new().since("s72594").timeout(30_000);
/// let request = request.since(Some("s72595".to_owned())).timeout(None);
/// assert_eq!((request.since.as_deref(), request.timeout), (Some("s72595"), None));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of a field `Option<{T}>`",
    label = "expected a `{T}`, an `Option<{T}>`, or a reference that converts into a `{T}`"
)]
pub trait IntoOption<T, Via> {
    /// Converts the value.
    fn into_option(self) -> Option<T>;
}

/// Marks the impl for owned values.
#[doc(hidden)]
#[derive(Debug)]
pub struct ByValue(Infallible);

#[diagnostic::do_not_recommend]
impl<T, V: Into<Option<T>>> IntoOption<T, ByValue> for V {
    #[inline]
    fn into_option(self) -> Option<T> {
        self.into()
    }
}

/// Marks the impl for references. A field owns its value, so its type is never a reference, and the compiler
/// can always choose an impl.
#[doc(hidden)]
#[derive(Debug)]
pub struct ByReference(Infallible);

#[diagnostic::do_not_recommend]
impl<'a, T: From<&'a V>, V: ?Sized> IntoOption<T, ByReference> for &'a V {
    #[inline]
    fn into_option(self) -> Option<T> {
        Some(self.into())
    }
}

/// Marks the impls for text that a `String` is made of.
#[doc(hidden)]
#[derive(Debug)]
pub struct ByText(Infallible);

#[diagnostic::do_not_recommend]
impl IntoOption<String, ByText> for char {
    #[inline]
    fn into_option(self) -> Option<String> {
        Some(self.into())
    }
}

#[diagnostic::do_not_recommend]
impl IntoOption<String, ByText> for Box<str> {
    #[inline]
    fn into_option(self) -> Option<String> {
        Some(self.into())
    }
}

#[diagnostic::do_not_recommend]
impl IntoOption<String, ByText> for Cow<'_, str> {
    #[inline]
    fn into_option(self) -> Option<String> {
        Some(self.into_owned())
    }
}
