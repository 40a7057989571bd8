//! The facts about an endpoint that its examples are compared with.

use proc_macro2::Ident;

use crate::{check::message::CheckedMessage, model::Authentication, path::PathTemplate};

/// The endpoint, as far as nothing about it was reported.
pub(crate) struct Subject<'a> {
    /// Absent if it was reported.
    pub(crate) method: Option<&'a Ident>,
    /// None if a path was reported.
    pub(crate) templates: &'a [PathTemplate],
    pub(crate) authentication: Option<&'a Authentication>,
    /// Absent if something about it was reported.
    pub(crate) request: Option<&'a CheckedMessage>,
    /// Absent if something about them was reported.
    pub(crate) responses: Option<&'a [CheckedMessage]>,
}
