//! The path and the query of a request that is being written.

use bytes::Bytes;
use http::uri::PathAndQuery;

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

/// A path and a query, as far as they have been written.
///
/// An endpoint's path that nothing precedes and nothing follows is never copied.
pub(super) struct RequestTarget {
    /// What is not in the text yet.
    fixed: &'static str,
    /// The same, parsed.
    parsed: Option<PathAndQuery>,
    text: Vec<u8>,
}

impl RequestTarget {
    /// Nothing but a path that is known in advance.
    pub(super) fn fixed(path: &'static str, LiteralTarget(parsed): LiteralTarget) -> Self {
        // Of another path of the endpoint it is no use.
        let parsed = parsed.filter(|parsed| parsed.as_str() == path);
        Self { fixed: path, parsed, text: Vec::new() }
    }

    /// What is ahead of an endpoint's path.
    pub(super) fn prefix(prefix: &str) -> Self {
        let mut text = Vec::with_capacity(USUAL_SIZE);
        text.extend_from_slice(prefix.as_bytes());
        Self { fixed: "", parsed: None, text }
    }

    /// The text, to append to.
    pub(super) fn text(&mut self) -> &mut Vec<u8> {
        if !self.fixed.is_empty() {
            self.text = Vec::with_capacity(USUAL_SIZE);
            self.text.extend_from_slice(self.fixed.as_bytes());
            self.fixed = "";
        }
        &mut self.text
    }

    /// `None` if a URI cannot have it.
    pub(super) fn finish(self) -> Option<PathAndQuery> {
        if self.parsed.is_some() && !self.fixed.is_empty() {
            return self.parsed;
        }
        let bytes = if self.fixed.is_empty() {
            Bytes::from(self.text)
        } else {
            Bytes::from_static(self.fixed.as_bytes())
        };
        PathAndQuery::from_maybe_shared(bytes).ok()
    }
}
