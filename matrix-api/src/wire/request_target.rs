//! The URI of a request that is being written.

use std::mem;

use http::{
    Uri,
    uri::{Parts, PathAndQuery},
};

use crate::{
    base_url::ToBaseUrl,
    error::IntoHttpError,
    metadata::Metadata,
    text::{buffer::TextBuffer, template::TemplateCursor},
    versions::SupportedVersions,
};

/// An endpoint's newest path, if that is the whole target of its requests, parsed by the compiler.
#[derive(Debug)]
pub(crate) struct LiteralTarget(Option<PathAndQuery>);

impl LiteralTarget {
    /// Of an endpoint.
    ///
    /// # Panics
    ///
    /// When the path is none that a URI can have. `ruma_api!` refuses one.
    #[must_use]
    pub(crate) const fn of(metadata: &Metadata) -> Self {
        match metadata.path.newest_literal() {
            Some(path) => Self(Some(PathAndQuery::from_static(path))),
            None => Self(None),
        }
    }
}

/// The URI of a request, as far as it has been written.
///
/// An endpoint's path that nothing precedes and nothing follows is never copied.
pub(super) struct RequestTarget<'a> {
    /// What is parsed already. The path is if it is [literal](LiteralTarget), and of no use once
    /// there is a text.
    parts: Parts,
    /// What is to come of the endpoint's path.
    template: TemplateCursor,
    /// The path and the query, unless they are known in advance.
    text: &'a mut TextBuffer,
}

impl<'a> RequestTarget<'a> {
    /// At a server, with one of the endpoint's paths. What is not known in advance goes into `text`.
    ///
    /// # Errors
    ///
    /// When the server has none of the paths, or the base URL is none.
    pub(super) fn new(
        metadata: &'static Metadata,
        base_url: &dyn ToBaseUrl,
        supported: &SupportedVersions,
        LiteralTarget(parsed): LiteralTarget,
        text: &'a mut TextBuffer,
    ) -> Result<Self, IntoHttpError> {
        let endpoint = metadata.name;
        let path = metadata
            .path
            .select(supported)
            .map_err(|source| IntoHttpError::NoSupportedPath { endpoint, source })?;
        let base_url = base_url.to_parts().ok_or(IntoHttpError::BaseUrl { endpoint })?;
        let mut parts = Parts::default();
        parts.scheme = Some(base_url.scheme);
        parts.authority = Some(base_url.authority);
        let mut target = Self { parts, template: TemplateCursor::new(path), text };
        if base_url.path.is_empty() {
            // Of another path of the endpoint it is no use.
            target.parts.path_and_query = parsed.filter(|parsed| parsed.as_str() == path.as_str());
        } else {
            target.text.push(base_url.path.as_bytes());
        }
        Ok(target)
    }

    /// The path, to fill in, and the text that it is filled into.
    pub(super) fn path(&mut self) -> (&mut TemplateCursor, &mut TextBuffer) {
        (&mut self.template, self.text)
    }

    /// The path and the query, to append to.
    pub(super) fn text(&mut self) -> &mut TextBuffer {
        self.template.finish(self.text);
        self.text
    }

    /// The placeholder that has no argument yet.
    pub(super) fn next_placeholder(&self) -> Option<&'static str> {
        self.template.next_name()
    }

    /// Moves it into a request. `None` if there cannot be such a URI.
    pub(super) fn finish(&mut self, uri: &mut Uri) -> Option<()> {
        if self.text.len() > 0 || self.parts.path_and_query.is_none() {
            let text = self.text().take();
            self.parts.path_and_query = Some(PathAndQuery::from_maybe_shared(text).ok()?);
        }
        *uri = Uri::from_parts(mem::take(&mut self.parts)).ok()?;
        Some(())
    }
}
