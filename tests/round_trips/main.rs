//! What one side sends, the other side receives: for every place and every value.

#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]
#![allow(unreachable_pub, reason = "blocks stand in public modules, as endpoints do")]

mod account;
mod every_place;
mod json_as_serde;
mod json_written;
mod query_as_form;
