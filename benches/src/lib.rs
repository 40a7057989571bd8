//! What is measured: the same messages, written and read by this project, by hand and by the peer.

pub mod by_hand;
pub mod cases;
pub mod fields;
mod measure;

pub use measure::{Direction, Measure, Name, Party};
