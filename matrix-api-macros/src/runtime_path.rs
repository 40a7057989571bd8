//! The path of the runtime crate.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// The path of the runtime crate, with which generated paths begin.
///
/// It appends its tokens one by one: `quote!` appends a stream by calls into the compiler, which take longer.
pub(crate) struct RuntimePath(Vec<TokenTree>);

impl RuntimePath {
    pub(crate) fn new(path: TokenStream) -> Self {
        Self(path.into_iter().collect())
    }

    /// The path of a crate that has its own name.
    pub(crate) fn by_name() -> Self {
        Self::new(quote!(::matrix_api))
    }

    /// The same path, reported at another place.
    pub(crate) fn located_at(&self, place: Span) -> Self {
        let tokens = self.0.iter().cloned().map(|mut token| {
            token.set_span(token.span().located_at(place));
            token
        });
        Self(tokens.collect())
    }
}

impl ToTokens for RuntimePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.iter().cloned());
    }
}
