//! Valid definitions at the limits of the rules.

mod allowed_warnings;
mod deprecated_fields;
mod examples;
mod setters;
#[allow(unused_qualifications, reason = "the macro takes any path")]
mod what_is_allowed;
