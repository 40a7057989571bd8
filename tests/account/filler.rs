//! Where the values of fields come from.

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, TestRng, TestRunner},
};

use super::Value;

/// Stands in every secret, in a form that all secrets of Matrix can have.
pub const MARKER: &str = "MARKER7f3a";

/// The names of fields that hold secrets, here from the specification and not from the library.
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

/// The names of fields that travel in a header or in a path, and take less than any text.
const NARROW: &[&str] = &["location", "cookies", "idp_id"];

/// Whether a text shows a marker, or a part of one that a person would recognise.
pub fn is_marked(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.contains("marker") || text.contains("7f3a") || text.contains("7365001")
}

/// Gives fields their values.
#[derive(Debug)]
pub struct Filler(Mode);

#[derive(Debug)]
enum Mode {
    /// Any value of the type.
    Any(Box<TestRunner>),
    /// Markers in what is secret; of the forms that a type has, the one with this number.
    Marked(usize),
}

impl Filler {
    /// Any values.
    pub fn any(rng: TestRng) -> Self {
        Self(Mode::Any(Box::new(TestRunner::new_with_rng(Config::default(), rng))))
    }

    /// Markers in all that is secret, and else what shows none. A type with several forms, such as
    /// an enum, is of the form with this number.
    pub fn marked(form: usize) -> Self {
        Self(Mode::Marked(form))
    }

    /// A value for the field of that name.
    ///
    /// # Panics
    ///
    /// When no value can be made.
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
