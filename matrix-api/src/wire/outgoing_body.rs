//! The body of a message that is being written.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header::CONTENT_TYPE};

#[allow(clippy::declare_interior_mutable_const, reason = "static bytes, which nothing changes")]
const JSON: HeaderValue = HeaderValue::from_static("application/json");
#[allow(clippy::declare_interior_mutable_const, reason = "static bytes, which nothing changes")]
const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// A body, as far as it has been written.
pub(super) enum OutgoingBody {
    /// Nothing yet.
    None,
    /// A JSON text.
    Json(Bytes),
    /// Bytes of any kind.
    Raw(Bytes),
}

impl OutgoingBody {
    /// The bytes to send. Sets the content type, unless a header field of the endpoint has.
    ///
    /// Where nothing was written, the body is `{}` or, with `may_be_empty`, nothing.
    pub(super) fn take(&mut self, may_be_empty: bool, headers: &mut HeaderMap) -> Bytes {
        let (bytes, content_type) = match std::mem::replace(self, Self::None) {
            Self::None if may_be_empty => return Bytes::new(),
            Self::None => (Bytes::from_static(b"{}"), JSON),
            Self::Json(json) => (json, JSON),
            Self::Raw(bytes) => (bytes, OCTETS),
        };
        if headers.is_empty() || !headers.contains_key(CONTENT_TYPE) {
            headers.insert(CONTENT_TYPE, content_type);
        }
        bytes
    }
}
