//! Buffers that each thread keeps for the text that it writes next.
//!
//! A message is written into one, and then copied to an allocation of exactly its size: one that is
//! never moved while it grows, and that `Bytes` takes as it is.

use std::cell::Cell;

use bytes::Bytes;

/// Room that texts usually find enough.
const USUAL_SIZE: usize = 512;

/// The largest buffer that a thread keeps, so that one large message does not hold memory for ever.
const LARGEST_KEPT: usize = 64 * 1024;

thread_local! {
    static JSON: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
    #[cfg(feature = "client")]
    static URI: Cell<String> = const { Cell::new(String::new()) };
}

/// An empty buffer for a JSON text.
pub(super) fn json() -> Vec<u8> {
    // There is none while another text is being written on this thread, or the thread ends.
    let mut buffer = JSON.try_with(Cell::take).unwrap_or_default();
    buffer.reserve(USUAL_SIZE);
    buffer
}

/// The bytes of a JSON text.
pub(super) fn finish_json(mut buffer: Vec<u8>) -> Bytes {
    if buffer.capacity() > LARGEST_KEPT {
        return buffer.into();
    }
    let bytes = Bytes::copy_from_slice(&buffer);
    buffer.clear();
    // Where it fails the thread ends, and needs no buffer.
    let _ = JSON.try_with(|kept| kept.set(buffer));
    bytes
}

/// An empty buffer for a path and a query.
#[cfg(feature = "client")]
pub(super) fn uri() -> String {
    let mut buffer = URI.try_with(Cell::take).unwrap_or_default();
    buffer.reserve(USUAL_SIZE);
    buffer
}

/// The bytes of a path and a query.
#[cfg(feature = "client")]
pub(super) fn finish_uri(mut buffer: String) -> Bytes {
    if buffer.capacity() > LARGEST_KEPT {
        return buffer.into();
    }
    let bytes = Bytes::copy_from_slice(buffer.as_bytes());
    buffer.clear();
    let _ = URI.try_with(|kept| kept.set(buffer));
    bytes
}
