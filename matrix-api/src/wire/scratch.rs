//! Buffers that each thread keeps for the text that it writes next.
//!
//! A message is written into one, and then copied to an allocation of exactly its size: one that is
//! never moved while it grows, and that `Bytes` takes as it is.

use std::{cell::Cell, thread::LocalKey};

use bytes::Bytes;

/// Room that texts usually find enough.
const USUAL_SIZE: usize = 512;

/// The largest buffer that a thread keeps, so that one large message does not hold memory for ever.
const LARGEST_KEPT: usize = 64 * 1024;

thread_local! {
    static JSON: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
    #[cfg(feature = "client")]
    static URI: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// A buffer that each thread keeps.
type Kept = LocalKey<Cell<Vec<u8>>>;

/// An empty buffer for a JSON text.
pub(super) fn json() -> Vec<u8> {
    take(&JSON)
}

/// The bytes of a JSON text.
pub(super) fn finish_json(buffer: Vec<u8>) -> Bytes {
    finish(&JSON, buffer)
}

/// An empty buffer for a path and a query.
#[cfg(feature = "client")]
pub(super) fn uri() -> Vec<u8> {
    take(&URI)
}

/// The bytes of a path and a query.
#[cfg(feature = "client")]
pub(super) fn finish_uri(buffer: Vec<u8>) -> Bytes {
    finish(&URI, buffer)
}

fn take(kept: &'static Kept) -> Vec<u8> {
    // There is none while another text is being written on this thread, or the thread ends.
    let mut buffer = kept.try_with(Cell::take).unwrap_or_default();
    buffer.reserve(USUAL_SIZE);
    buffer
}

fn finish(kept: &'static Kept, mut buffer: Vec<u8>) -> Bytes {
    if buffer.capacity() > LARGEST_KEPT {
        return buffer.into();
    }
    let bytes = Bytes::copy_from_slice(&buffer);
    buffer.clear();
    // Where it fails the thread ends, and needs no buffer.
    let _ = kept.try_with(|kept| kept.set(buffer));
    bytes
}
