//! Serialization of the required authentication.

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::UiaaInfo;

impl Serialize for UiaaInfo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(failure) = &self.failure {
            map.serialize_entry("errcode", &failure.errcode)?;
            if !failure.message.is_empty() {
                map.serialize_entry("error", &failure.message)?;
            }
        }
        if !self.completed.is_empty() {
            map.serialize_entry("completed", &self.completed)?;
        }
        map.serialize_entry("flows", &self.flows)?;
        // Even if empty: some clients reject a response without `params` as malformed.
        map.serialize_entry("params", &self.params)?;
        if let Some(session) = &self.session {
            map.serialize_entry("session", session)?;
        }
        for (name, value) in self.fields.iter().filter(|(name, _)| !self.has_field_for(name)) {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl UiaaInfo {
    /// Whether a field writes this member. No field writes a malformed `errcode` or `error` that was
    /// read.
    #[inline]
    fn has_field_for(&self, name: &str) -> bool {
        match name {
            "completed" | "flows" | "params" | "session" => true,
            "errcode" => self.failure.is_some(),
            "error" => self.failure.as_ref().is_some_and(|failure| !failure.message.is_empty()),
            _ => false,
        }
    }
}
