//! Blocks next to what serde makes of the same types: JSON bodies and queries, read and written.

#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]
#![allow(unreachable_pub, reason = "blocks stand in public modules, as endpoints do")]

mod json_as_serde;
mod json_written;
mod query_as_form;
