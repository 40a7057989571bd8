//! The words of the language, at their places, as items of the runtime: rust-analyzer completes them and
//! shows their documentation. The compiler sees nothing of it.
//!
//! A word that could not be completed is as good as one that is misspelt: neither is an error here, since
//! no editor looks for errors in paths of types, or in those of values behind modules.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::{
    diagnostics::Word,
    http_names::{METHODS, STATUSES},
    keyword::{AUTHENTICATION_SCHEMES, Section, Vocabulary, is_reserved},
};

pub(crate) fn words(words: &[Word], runtime: &TokenStream) -> TokenStream {
    use Vocabulary::*;
    let types = [Sections, Keys, History, Fields, Messages, Schemes];
    let types = types.iter().map(|vocabulary| list(*vocabulary, words, runtime));
    let values = [Methods, Statuses, Headers];
    let values = values.iter().map(|vocabulary| list(*vocabulary, words, runtime));
    quote! {
        type Words = (#(#types)*);
        let _ = (#(#values)*);
    }
}

/// The paths of the words of one list.
///
/// The last one is of no word of the author's. An editor that completes a word expands the definition
/// with something in its place, and looks up the module at the same place of the expansion without it:
/// there has to be a path.
fn list(vocabulary: Vocabulary, words: &[Word], runtime: &TokenStream) -> TokenStream {
    let (module, last) = module(vocabulary, runtime);
    let last = Ident::new(last, Span::call_site());
    let written = words
        .iter()
        .filter(|word| word.vocabulary == vocabulary && !is_in_expansion(word))
        .map(|word| &word.written)
        .filter(|written| !is_reserved(written));
    quote!(#(#module::#written,)* #module::#last,)
}

/// Where the runtime has the items of a list, and the name of one.
fn module(vocabulary: Vocabulary, runtime: &TokenStream) -> (TokenStream, &'static str) {
    let (name, item) = match vocabulary {
        Vocabulary::Sections => ("sections", "metadata"),
        Vocabulary::Keys => ("keys", "method"),
        Vocabulary::History => ("history", "deprecated"),
        Vocabulary::Fields => ("fields", "query"),
        Vocabulary::Messages => ("messages", "exhaustive"),
        Vocabulary::Schemes => ("schemes", "AccessToken"),
        Vocabulary::Methods => ("methods", "GET"),
        Vocabulary::Statuses => ("statuses", "OK"),
        Vocabulary::Headers => ("headers", "ETAG"),
    };
    let name = Ident::new(name, Span::call_site());
    (quote!(#runtime::__private::words::#name), item)
}

/// Whether the definition's own expansion names the item that the word stands for.
fn is_in_expansion(word: &Word) -> bool {
    let written = word.written.to_string();
    match word.vocabulary {
        Vocabulary::Sections => {
            [Section::Request, Section::Response].map(Section::word).contains(&written.as_str())
        }
        Vocabulary::Schemes => AUTHENTICATION_SCHEMES.contains(&written.as_str()),
        Vocabulary::Methods => METHODS.contains(&written.as_str()),
        Vocabulary::Statuses => STATUSES.iter().any(|(_, name)| *name == written),
        _ => false,
    }
}
