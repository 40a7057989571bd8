//! JSON bodies and queries are encoded and decoded as by serde's derives on the same types.

#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failing test may panic"
)]
#![allow(unreachable_pub, reason = "the modules of endpoints are public")]

mod documents;
mod json_as_serde;
mod json_written;
mod query_as_form;
