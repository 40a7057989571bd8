//! No secret is shown: by no `Debug`, and by no error.

#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod debug;
mod errors;
