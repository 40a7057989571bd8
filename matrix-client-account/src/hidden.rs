//! What `Debug` shows in place of secrets.

use std::fmt;

use serde_json::{Map, Value};

/// Stands in for the value of a secret.
pub(crate) struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<hidden>")
    }
}

/// The names of an object's members, without the values: what they mean is unknown, so that any of
/// them may be a secret.
pub(crate) struct HiddenValues<'a>(pub(crate) &'a Map<String, Value>);

impl fmt::Debug for HiddenValues<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.keys().map(|name| (name, Hidden))).finish()
    }
}
