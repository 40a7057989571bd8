//! The collector of what a pass has to say of a block: every error, in source order; warnings; and the
//! words of the language, for editors.

use std::{cell::RefCell, fmt::Display};

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::Attribute;

use crate::keyword::Vocabulary;

/// Collects the errors of one definition.
///
/// It exists only inside [`collect`], which returns what was collected: errors cannot be dropped
/// unread.
pub(crate) struct Diagnostics {
    errors: RefCell<Vec<syn::Error>>,
    warnings: RefCell<Vec<Warning>>,
    words: RefCell<Vec<Word>>,
}

/// What is allowed, and probably a mistake.
pub(crate) struct Warning {
    pub(crate) span: Span,
    /// What it is about, as an identifier: the compiler shows it.
    pub(crate) subject: &'static str,
    pub(crate) message: &'static str,
    /// The author's `#[allow(..)]`.
    pub(crate) levels: Vec<Attribute>,
}

/// What stands where a word of the language does, whether it is one or not.
pub(crate) struct Word {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) written: Ident,
}

/// Runs `pass` and returns its result together with every error that it reported.
pub(crate) fn collect<T>(pass: impl FnOnce(&Diagnostics) -> T) -> (T, Errors) {
    let diagnostics = Diagnostics {
        errors: RefCell::default(),
        warnings: RefCell::default(),
        words: RefCell::default(),
    };
    let result = pass(&diagnostics);
    let Diagnostics { errors, warnings, words } = diagnostics;
    let (errors, warnings, words) =
        (errors.into_inner(), warnings.into_inner(), words.into_inner());
    (result, Errors { errors, warnings, words })
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

    /// Warns of what an error would be too much for.
    pub(crate) fn warn(&self, warning: Warning) {
        self.warnings.borrow_mut().push(warning);
    }

    /// Notes what stands where a word of the language does.
    pub(crate) fn word(&self, vocabulary: Vocabulary, written: &Ident) {
        self.words.borrow_mut().push(Word { vocabulary, written: written.clone() });
    }

    /// Reports an error that parsing gave.
    pub(crate) fn push(&self, error: syn::Error) {
        self.errors.borrow_mut().push(error);
    }
}

/// What was collected of one definition.
#[must_use = "errors that nobody emits leave a wrong definition without a word"]
pub(crate) struct Errors {
    errors: Vec<syn::Error>,
    warnings: Vec<Warning>,
    words: Vec<Word>,
}

impl Errors {
    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// The warnings, in the order of the fields.
    pub(crate) fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The words of the language, in the order in which they were read.
    pub(crate) fn words(&self) -> &[Word] {
        &self.words
    }

    /// One `compile_error!` per error, in source order.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        let mut errors: Vec<_> = self.errors.into_iter().flatten().collect();
        errors.sort_by_key(|error| {
            let start = error.span().start();
            (start.line, start.column)
        });
        errors.iter().map(syn::Error::to_compile_error).collect()
    }
}
