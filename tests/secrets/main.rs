//! Secrets appear neither in `Debug` output nor in errors.

#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod debug;
mod errors;
