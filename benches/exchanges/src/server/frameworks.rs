//! The servers of other frameworks.
//!
//! They are written as the documentation of each shows it, without logging. What they cannot do as the others is said in the
//! comment of each.

pub mod dropshot;
pub mod poem;
