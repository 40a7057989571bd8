//! The collector of errors, warnings and completions.

use std::{cell::RefCell, fmt::Display};

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::Attribute;

use crate::keyword::CompletionList;

/// Collects what the passes report about one definition.
///
/// It exists only inside [`collect`], which returns the report: errors cannot be lost.
#[derive(Default)]
pub(crate) struct Diagnostics {
    report: RefCell<Report>,
}

/// The errors, warnings and completions of one definition.
#[must_use = "errors must be emitted, or an invalid definition compiles silently"]
#[derive(Default)]
pub(crate) struct Report {
    errors: Vec<syn::Error>,
    /// In the order of the fields.
    pub(crate) warnings: Vec<Warning>,
    /// In the order in which they were read.
    pub(crate) completions: Vec<Completion>,
}

/// Something that is allowed, but probably a mistake.
pub(crate) struct Warning {
    pub(crate) span: Span,
    /// What the warning is about, as an identifier, which the compiler shows.
    pub(crate) subject: &'static str,
    pub(crate) message: &'static str,
    /// The author's `#[allow(..)]`.
    pub(crate) levels: Vec<Attribute>,
}

/// An identifier that editors complete: the author wrote it where a keyword of `list` stands.
pub(crate) struct Completion {
    pub(crate) list: CompletionList,
    pub(crate) written: Ident,
    /// Whether the definition's own expansion names the identifier, if it is right.
    pub(crate) expanded: bool,
}

/// Runs `pass` and returns its result together with everything that it reported.
pub(crate) fn collect<T>(pass: impl FnOnce(&Diagnostics) -> T) -> (T, Report) {
    let diagnostics = Diagnostics::default();
    let result = pass(&diagnostics);
    (result, diagnostics.report.into_inner())
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

    /// Reports an error that a parser returned.
    pub(crate) fn push(&self, error: syn::Error) {
        self.report.borrow_mut().errors.push(error);
    }

    /// The number of errors that were reported so far.
    pub(crate) fn error_count(&self) -> usize {
        self.report.borrow().errors.len()
    }

    /// Reports a warning.
    pub(crate) fn warn(&self, warning: Warning) {
        self.report.borrow_mut().warnings.push(warning);
    }

    /// Records an identifier that editors complete.
    pub(crate) fn complete(&self, list: CompletionList, written: &Ident) {
        self.push_completion(Completion { list, written: written.clone(), expanded: true });
    }

    /// Records an identifier that editors complete, and that the definition's own expansion never names.
    pub(crate) fn complete_unexpanded(&self, list: CompletionList, written: &Ident) {
        self.push_completion(Completion { list, written: written.clone(), expanded: false });
    }

    fn push_completion(&self, completion: Completion) {
        self.report.borrow_mut().completions.push(completion);
    }
}

impl Report {
    pub(crate) fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// One `compile_error!` per error, in source order.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        let mut errors: Vec<syn::Error> = Vec::new();
        for reported in self.errors {
            for error in reported {
                // After the earlier ones at the same place.
                let place = position(error.span());
                let after = errors.iter().position(|other| position(other.span()) > place);
                errors.insert(after.unwrap_or(errors.len()), error);
            }
        }
        let mut tokens = TokenStream::new();
        for error in errors {
            tokens.extend(error.to_compile_error());
        }
        tokens
    }
}

/// The line and column of a span, for putting spans into source order.
pub(crate) fn position(span: Span) -> (usize, usize) {
    let start = span.start();
    (start.line, start.column)
}
