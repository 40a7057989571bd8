//! Bodies that are bytes, not JSON.

use bytes::Bytes;

/// A whole body that is not JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a raw body",
    label = "not bytes",
    note = "a raw body is `bytes::Bytes`, which is never copied, or `Vec<u8>`"
)]
pub trait RawBody: Sized {
    /// The bytes to send.
    fn to_bytes(&self) -> Bytes;

    /// From the bytes that were received.
    fn from_bytes(bytes: Bytes) -> Self;
}

impl RawBody for Bytes {
    /// Another reference to the same bytes.
    fn to_bytes(&self) -> Bytes {
        self.clone()
    }

    fn from_bytes(bytes: Bytes) -> Self {
        bytes
    }
}

impl RawBody for Vec<u8> {
    fn to_bytes(&self) -> Bytes {
        Bytes::copy_from_slice(self)
    }

    fn from_bytes(bytes: Bytes) -> Self {
        bytes.into()
    }
}
