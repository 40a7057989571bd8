//! Names that must differ: those of examples, and those in an object.

use proc_macro2::Span;

use crate::{diagnostics::Diagnostics, text::Text};

/// Names that must differ, each with its first span.
#[derive(Default)]
pub(super) struct FirstNames {
    names: Vec<(String, Span)>,
}

impl FirstNames {
    /// Reports a name that was there before.
    pub(super) fn check(
        &mut self,
        name: &Text,
        what: &str,
        advice: &str,
        diagnostics: &Diagnostics,
    ) {
        let value = name.value();
        match self.names.iter().find(|(first, _)| *first == value) {
            Some((_, first)) => {
                let line = first.start().line;
                let message = format!("duplicate {what} `{value}`, first on line {line}; {advice}");
                diagnostics.error(name.span(), message);
            }
            None => self.names.push((value, name.span())),
        }
    }
}
