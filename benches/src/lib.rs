//! The measured code: the same messages, encoded and decoded by this project, by hand and by the peer.

pub mod by_hand;
pub mod cases;
pub mod fields;
mod measure;

pub use measure::{Direction, Measure, Name, Party};
