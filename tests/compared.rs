//! Blocks beside plain types with serde's derives: both decode and encode alike.
//!
//! `tests/serde_equivalence` compares them for random messages, the package `fuzz` for mutated ones.

pub mod json;
pub mod query;
pub mod written;
