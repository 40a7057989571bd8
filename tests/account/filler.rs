//! Generates the values of fields.

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, TestRng, TestRunner},
};

use super::Value;

/// The value of every secret; it fits the grammar of all secrets in Matrix.
pub const MARKER: &str = "MARKER7f3a";

/// The names of secret fields, by the specification and independent of the library.
const SECRETS: &[&str] = &[
    "password",
    "new_password",
    "access_token",
    "refresh_token",
    "client_secret",
    "login_token",
    "token",
    "guest_access_token",
    "id_access_token",
    "cookies",
];

/// The names of fields in a header or in a path, which do not accept every text.
const NARROW: &[&str] = &["location", "cookies", "idp_id"];

/// Whether a text contains the marker, or a recognizable part of it.
pub fn is_marked(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.contains("marker") || text.contains("7f3a") || text.contains("7365001")
}

/// Generates values.
#[derive(Debug)]
pub struct Filler(Mode);

#[derive(Debug)]
enum Mode {
    /// Any value of the type.
    Any(Box<TestRunner>),
    /// Markers in secrets; the variant with this number of each type.
    Marked(usize),
}

impl Filler {
    /// Any values.
    pub fn any(rng: TestRng) -> Self {
        Self(Mode::Any(Box::new(TestRunner::new_with_rng(Config::default(), rng))))
    }

    /// Markers in all secrets, and other text elsewhere. A type with several variants has the one
    /// with this number.
    pub fn marked(form: usize) -> Self {
        Self(Mode::Marked(form))
    }

    /// A value for the field with this name.
    ///
    /// # Panics
    ///
    /// When no value can be generated.
    pub fn fill<T: Value>(&mut self, name: &str) -> T {
        match &mut self.0 {
            Mode::Any(runner) => {
                let values = if NARROW.contains(&name) { T::any_narrow() } else { T::any() };
                values.new_tree(runner).expect("a value").current()
            }
            Mode::Marked(form) => {
                let mut forms = T::forms(if SECRETS.contains(&name) { MARKER } else { "1plain" });
                let index = *form % forms.len();
                forms.swap_remove(index)
            }
        }
    }
}
