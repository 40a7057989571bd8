//! `wire.lock`: its text, the verdicts on changes, and the check in a test.

mod account;
mod execution;
mod pairs;
