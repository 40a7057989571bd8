//! The error collector: every error of a block, in source order, in one pass.

use std::{cell::RefCell, fmt::Display};

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// Collects the errors of one definition.
///
/// It exists only inside [`collect`], which returns what was collected: errors cannot be dropped
/// unread.
pub(crate) struct Diagnostics {
    errors: RefCell<Vec<syn::Error>>,
}

/// Runs `pass` and returns its result together with every error that it reported.
pub(crate) fn collect<T>(pass: impl FnOnce(&Diagnostics) -> T) -> (T, Errors) {
    let diagnostics = Diagnostics { errors: RefCell::new(Vec::new()) };
    let result = pass(&diagnostics);
    (result, Errors(diagnostics.errors.into_inner()))
}

impl Diagnostics {
    /// Reports an error at one token.
    pub(crate) fn error(&self, span: Span, message: impl Display) {
        self.push(syn::Error::new(span, message));
    }

    /// Reports an error that spans all of `tokens`.
    pub(crate) fn error_across(&self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Reports an error that parsing gave.
    pub(crate) fn push(&self, error: syn::Error) {
        self.errors.borrow_mut().push(error);
    }
}

/// The errors of one definition.
#[must_use = "errors that nobody emits leave a wrong definition without a word"]
pub(crate) struct Errors(Vec<syn::Error>);

impl Errors {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One `compile_error!` per error, in source order.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        let mut errors: Vec<_> = self.0.into_iter().flatten().collect();
        errors.sort_by_key(|error| {
            let start = error.span().start();
            (start.line, start.column)
        });
        errors.iter().map(syn::Error::to_compile_error).collect()
    }
}
