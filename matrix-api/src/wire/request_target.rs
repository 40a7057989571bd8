//! The URI of a request that is being encoded.

use std::mem;

use http::{
    Uri,
    uri::{Parts, PathAndQuery},
};

use crate::{
    base_url::ToBaseUrl,
    error::IntoHttpError,
    metadata::Metadata,
    text::{
        buffer::TextBuffer,
        template::{PathTemplate, Placeholder, TemplateCursor},
    },
};

/// The newest path of an endpoint, parsed by the compiler, if it has no placeholders.
///
/// With it, a request without query is sent to a path that is neither copied nor checked: 15 % of the
/// instructions of a small request.
#[derive(Debug)]
pub(crate) struct StaticPath(Option<PathAndQuery>);

impl StaticPath {
    /// # Panics
    ///
    /// When a URI cannot have the path. `ruma_api!` refuses such a path.
    pub(crate) const fn of(metadata: &Metadata) -> Self {
        match metadata.path.static_path() {
            Some(path) => Self(Some(PathAndQuery::from_static(path))),
            None => Self(None),
        }
    }
}

/// The URI of a request, as far as it is written.
pub(super) struct RequestTarget<'a> {
    /// The parts that are parsed already. A [static path](StaticPath) is dropped as soon as there is text.
    parts: Parts,
    template: TemplateCursor,
    /// The path and the query, unless the path is static.
    text: &'a mut TextBuffer,
}

impl<'a> RequestTarget<'a> {
    /// Selects one of the endpoint's paths, and begins it after the base URL.
    ///
    /// # Errors
    ///
    /// When the base URL is invalid.
    pub(super) fn new(
        metadata: &'static Metadata,
        base_url: &dyn ToBaseUrl,
        path: PathTemplate,
        StaticPath(parsed): StaticPath,
        text: &'a mut TextBuffer,
    ) -> Result<Self, IntoHttpError> {
        let endpoint = metadata.name;
        let base_url = base_url.to_parts().ok_or(IntoHttpError::BaseUrl { endpoint })?;
        let mut parts = Parts::default();
        parts.scheme = Some(base_url.scheme);
        parts.authority = Some(base_url.authority);
        let mut target = Self { parts, template: TemplateCursor::new(path), text };
        if base_url.path.is_empty() {
            // An older path may have been selected.
            target.parts.path_and_query = parsed.filter(|parsed| parsed.as_str() == path.as_str());
        } else {
            target.text.push(base_url.path.as_bytes());
        }
        Ok(target)
    }

    /// The template of the path, and the text that it is filled into.
    pub(super) fn path(&mut self) -> (&mut TemplateCursor, &mut TextBuffer) {
        (&mut self.template, self.text)
    }

    /// The path and the query, to append to.
    pub(super) fn text(&mut self) -> &mut TextBuffer {
        self.template.finish(self.text);
        self.text
    }

    /// The placeholder that has no argument yet.
    pub(super) fn next_placeholder(&self) -> Option<&'static Placeholder> {
        self.template.next()
    }

    /// Leaves out the last placeholder, if it has no argument and may be absent.
    pub(super) fn skip_optional(&mut self) -> bool {
        self.template.skip_optional(self.text)
    }

    /// Moves it into a request. `None` if it is not a valid URI.
    pub(super) fn finish(&mut self, uri: &mut Uri) -> Option<()> {
        if self.text.len() > 0 || self.parts.path_and_query.is_none() {
            let text = self.text().take();
            self.parts.path_and_query = Some(PathAndQuery::from_maybe_shared(text).ok()?);
        }
        *uri = Uri::from_parts(mem::take(&mut self.parts)).ok()?;
        Some(())
    }
}
