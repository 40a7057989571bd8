//! What `Debug` shows instead of secrets.

use std::fmt;

use serde_json::{Map, Value};

/// Shown instead of a secret.
pub(crate) struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<hidden>")
    }
}

/// Shows the names of an object's members without their values. The members are unknown, so any of
/// them may be secret.
pub(crate) struct HiddenValues<'a>(pub(crate) &'a Map<String, Value>);

impl fmt::Debug for HiddenValues<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.keys().map(|name| (name, Hidden))).finish()
    }
}
