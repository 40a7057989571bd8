//! Definitions that the rules let through.

mod allowed_warnings;
mod setters;
#[allow(unused_qualifications, reason = "the macro takes any path")]
mod what_is_allowed;
