//! Secrets appear neither in `Debug` output nor in errors.

#![allow(clippy::panic, clippy::indexing_slicing, reason = "a failing test may panic")]

mod debug;
mod errors;
