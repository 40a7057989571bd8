//! The URI of a request that is being written.

use http::{
    Uri,
    uri::{Parts, PathAndQuery},
};

use super::{base_url::BaseUrl, path_template::Unfilled, text_buffer::TextBuffer};
use crate::{IntoHttpError, Metadata, SupportedVersions};

/// An endpoint's newest path, if that is the whole target of its requests, parsed by the compiler.
#[derive(Debug)]
pub struct LiteralTarget(Option<PathAndQuery>);

impl LiteralTarget {
    /// Of an endpoint.
    ///
    /// # Panics
    ///
    /// When the path is none that a URI can have. `ruma_api!` refuses one.
    #[must_use]
    pub const fn of(metadata: &Metadata) -> Self {
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
    metadata: &'static Metadata,
    /// All that is parsed already; the path only if that is [literal](LiteralTarget).
    parts: Parts,
    /// The path of the base URL, which comes first.
    base_path: &'a str,
    /// The endpoint's path, or a template of it.
    path: &'static str,
    /// The path and the query, once anything has been appended to what is known in advance.
    text: &'a mut TextBuffer,
}

impl<'a> RequestTarget<'a> {
    /// At a server, with one of the endpoint's paths. What is appended goes into `text`.
    ///
    /// # Errors
    ///
    /// When the server has none of the paths, or the base URL is none.
    pub(super) fn new(
        metadata: &'static Metadata,
        base_url: &'a str,
        supported: &SupportedVersions,
        LiteralTarget(parsed): LiteralTarget,
        text: &'a mut TextBuffer,
    ) -> Result<Self, IntoHttpError> {
        let endpoint = metadata.name;
        let path = metadata
            .path
            .select(supported)
            .map_err(|source| IntoHttpError::NoSupportedPath { endpoint, source })?;
        let BaseUrl { scheme, authority, path: base_path } =
            BaseUrl::parse(base_url).ok_or(IntoHttpError::BaseUrl { endpoint })?;
        let mut parts = Parts::default();
        parts.scheme = Some(scheme);
        parts.authority = Some(authority);
        // Of another path of the endpoint, or below another path, it is no use.
        let is_all = |parsed: &PathAndQuery| base_path.is_empty() && parsed.as_str() == path;
        parts.path_and_query = parsed.filter(is_all);
        Ok(Self { metadata, parts, base_path, path, text })
    }

    /// Appends what precedes the first placeholder of the path, if there is one.
    pub(super) fn begin(&mut self) -> Unfilled {
        if self.metadata.path.is_literal() {
            return Unfilled::none();
        }
        self.text.push(self.base_path.as_bytes());
        Unfilled::begin(self.path, self.text)
    }

    /// The path and the query, to append to.
    pub(super) fn text(&mut self) -> &mut TextBuffer {
        if self.text.len() == 0 {
            self.text.push(self.base_path.as_bytes());
            self.text.push(self.path.as_bytes());
        }
        self.text
    }

    /// `None` if there cannot be such a URI.
    pub(super) fn finish(&mut self) -> Option<Uri> {
        if self.parts.path_and_query.is_none() || self.text.len() > 0 {
            let text = self.text().take();
            self.parts.path_and_query = Some(PathAndQuery::from_maybe_shared(text).ok()?);
        }
        Uri::from_parts(std::mem::take(&mut self.parts)).ok()
    }
}
