//! `wire.lock`: its text, the verdicts on changes, and the check in a test.

mod account;
mod check;
mod execution;
mod kinds;
mod pairs;
mod text;
mod verdicts;
