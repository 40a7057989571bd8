//! Writes a JSON object member by member.

use serde::Serialize;

/// A JSON object that is being written.
///
/// The first error is kept, and what follows it is not written.
#[derive(Default)]
pub struct JsonObject {
    text: Vec<u8>,
    error: Option<Box<(&'static str, serde_json::Error)>>,
}

// Not the text: there may be secrets in it.
impl std::fmt::Debug for JsonObject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JsonObject").finish_non_exhaustive()
    }
}

impl JsonObject {
    /// An object without members.
    #[must_use]
    pub fn new() -> Self {
        let mut text = super::buffer();
        text.push(b'{');
        Self { text, error: None }
    }

    /// Writes a member. `key` is its name as JSON, with quotes, escapes and the colon.
    pub fn member<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) {
        if self.begin(key)
            && let Err(error) = value.serialize(&mut serde_json::Serializer::new(&mut self.text))
        {
            self.fail(key, error);
        }
    }

    /// Writes what is ahead of a value, unless there is an error already.
    fn begin(&mut self, key: &'static str) -> bool {
        if self.error.is_some() {
            return false;
        }
        if self.text.len() > 1 {
            self.text.push(b',');
        }
        self.text.extend_from_slice(key.as_bytes());
        true
    }

    #[cold]
    fn fail(&mut self, key: &'static str, error: serde_json::Error) {
        let name = key.trim_end_matches(':').trim_matches('"');
        self.error = Some(Box::new((name, error)));
    }

    /// The text of the object, or the member that could not be written.
    pub(in crate::wire) fn finish(mut self) -> Result<Vec<u8>, (&'static str, serde_json::Error)> {
        match self.error {
            Some(error) => Err(*error),
            None => {
                self.text.push(b'}');
                Ok(self.text)
            }
        }
    }
}
