//! Examples as tests: what they prove, and what they find.

mod account;
mod findings;
