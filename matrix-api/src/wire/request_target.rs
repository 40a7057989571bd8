//! The path and the query of a request that is being written.

use bytes::Bytes;
use http::uri::PathAndQuery;

/// Room for a path and a query, so that writing them seldom moves the text.
const USUAL_SIZE: usize = 160;

/// A path and a query, as far as they have been written.
///
/// An endpoint's path that nothing precedes and nothing follows is never copied.
pub(super) struct RequestTarget {
    /// What is not in the text yet.
    fixed: &'static str,
    text: String,
}

impl RequestTarget {
    /// Nothing but a path that is known in advance.
    pub(super) fn fixed(path: &'static str) -> Self {
        Self { fixed: path, text: String::new() }
    }

    /// What is ahead of an endpoint's path.
    pub(super) fn prefix(prefix: &str) -> Self {
        let mut text = String::with_capacity(USUAL_SIZE);
        text.push_str(prefix);
        Self { fixed: "", text }
    }

    /// The text, to append to.
    pub(super) fn text(&mut self) -> &mut String {
        if !self.fixed.is_empty() {
            self.text = String::with_capacity(USUAL_SIZE);
            self.text.push_str(self.fixed);
            self.fixed = "";
        }
        &mut self.text
    }

    /// `None` if a URI cannot have it.
    pub(super) fn finish(self) -> Option<PathAndQuery> {
        let bytes = if self.fixed.is_empty() {
            Bytes::from(self.text)
        } else {
            Bytes::from_static(self.fixed.as_bytes())
        };
        PathAndQuery::from_maybe_shared(bytes).ok()
    }
}
