//! Where the account crate is not as the facts say, on purpose.

/// Each reason, and the findings that it explains.
pub(crate) const LIST: &[(&str, &[&str])] = &[];
