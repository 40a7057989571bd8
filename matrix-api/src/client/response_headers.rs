//! The headers of responses that are errors.

use std::{fmt, ops::Deref};

use http::HeaderMap;

/// The headers of a response. `Debug` shows their names only, because values may be secrets.
#[derive(Clone, Default)]
pub struct ResponseHeaders(Box<HeaderMap>);

impl ResponseHeaders {
    pub(super) fn new(headers: HeaderMap) -> Self {
        Self(Box::new(headers))
    }
}

impl Deref for ResponseHeaders {
    type Target = HeaderMap;

    fn deref(&self) -> &HeaderMap {
        &self.0
    }
}

impl fmt::Debug for ResponseHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
