//! What all parts of a document need.

use super::{schema::Schemas, settings::OpenApi};

/// Writes operations.
pub(super) struct Writer<'a> {
    pub(super) settings: &'a OpenApi,
    pub(super) schemas: &'a Schemas<'a>,
}
