//! The local variables of generated code.

use proc_macro2::{Ident, Span};

/// A local variable that cannot clash with the author's names.
pub(super) fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
