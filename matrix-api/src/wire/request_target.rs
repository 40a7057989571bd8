//! The URI of a request that is being written.

use bytes::Bytes;
use http::{
    Uri,
    uri::{Authority, Parts, PathAndQuery},
};

use super::base_url::BaseUrl;
use crate::Metadata;

/// Room for a path and a query, so that writing them seldom moves the text.
const USUAL_SIZE: usize = 160;

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

/// What follows the scheme of a URI, as far as it has been written.
///
/// The authority, the path and the query share one buffer. An endpoint's path that nothing precedes and
/// nothing follows is never copied.
pub(super) struct RequestTarget<'a> {
    base_url: BaseUrl<'a>,
    /// A path that is not in the text yet.
    fixed: &'static str,
    /// The same, parsed.
    parsed: Option<PathAndQuery>,
    /// What follows the scheme.
    text: Vec<u8>,
}

impl<'a> RequestTarget<'a> {
    /// With a path that is known in advance.
    pub(super) fn fixed(
        base_url: BaseUrl<'a>,
        path: &'static str,
        LiteralTarget(parsed): LiteralTarget,
    ) -> Self {
        // Of another path of the endpoint it is no use.
        let parsed = parsed.filter(|parsed| parsed.as_str() == path);
        Self { base_url, fixed: path, parsed, text: Vec::new() }
    }

    /// As yet without the endpoint's path.
    pub(super) fn prefix(base_url: BaseUrl<'a>) -> Self {
        Self { base_url, fixed: "", parsed: None, text: begin(base_url, "") }
    }

    /// The text, to append to.
    pub(super) fn text(&mut self) -> &mut Vec<u8> {
        if !self.fixed.is_empty() {
            self.text = begin(self.base_url, self.fixed);
            self.fixed = "";
        }
        &mut self.text
    }

    /// `None` if a URI cannot have it.
    pub(super) fn finish(mut self) -> Option<Uri> {
        let mut parts = Parts::default();
        parts.scheme = Some(self.base_url.scheme());
        let (authority, path_and_query) = self.finish_fixed().or_else(|| {
            let text = std::mem::take(self.text());
            self.base_url.split(text.into())
        })?;
        parts.authority = Some(authority);
        parts.path_and_query = Some(path_and_query);
        Uri::from_parts(parts).ok()
    }

    /// `None` if there is more than an authority and a path that is known in advance.
    fn finish_fixed(&mut self) -> Option<(Authority, PathAndQuery)> {
        if self.fixed.is_empty() {
            return None;
        }
        let path = self.parsed.take().or_else(|| {
            PathAndQuery::from_maybe_shared(Bytes::from_static(self.fixed.as_bytes())).ok()
        })?;
        Some((self.base_url.authority()?, path))
    }
}

fn begin(base_url: BaseUrl<'_>, path: &str) -> Vec<u8> {
    let base_url = base_url.rest();
    let mut text = Vec::with_capacity(base_url.len() + USUAL_SIZE);
    text.extend_from_slice(base_url.as_bytes());
    text.extend_from_slice(path.as_bytes());
    text
}
