//! The words of the language, at their places, as items of the runtime: rust-analyzer completes them and
//! shows their documentation. The compiler sees nothing of it.
//!
//! A word that could not be completed is as good as one that is misspelt: neither is an error here, since
//! no editor looks for errors in paths of types, or in those of values behind modules.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::{
    diagnostics::Completion,
    http_names::{METHODS, STATUSES},
    keyword::{AUTHENTICATION_SCHEMES, CompletionList, Section, is_reserved},
};

pub(crate) fn words(words: &[Completion], runtime: &TokenStream) -> TokenStream {
    use CompletionList::*;
    let types = [Sections, Keys, History, Fields, Messages, Schemes];
    let types = types.iter().map(|list| paths(*list, words, runtime));
    let values = [Methods, Statuses, Headers];
    let values = values.iter().map(|list| paths(*list, words, runtime));
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
fn paths(list: CompletionList, words: &[Completion], runtime: &TokenStream) -> TokenStream {
    let (module, last) = module(list, runtime);
    let last = Ident::new(last, Span::call_site());
    let written = words
        .iter()
        .filter(|word| word.list == list && !is_in_expansion(word))
        .map(|word| &word.written)
        .filter(|written| !is_reserved(written));
    quote!(#(#module::#written,)* #module::#last,)
}

/// Where the runtime has the items of a list, and the name of one.
fn module(list: CompletionList, runtime: &TokenStream) -> (TokenStream, &'static str) {
    let (name, item) = match list {
        CompletionList::Sections => ("sections", "metadata"),
        CompletionList::Keys => ("keys", "method"),
        CompletionList::History => ("history", "deprecated"),
        CompletionList::Fields => ("fields", "query"),
        CompletionList::Messages => ("messages", "exhaustive"),
        CompletionList::Schemes => ("schemes", "AccessToken"),
        CompletionList::Methods => ("methods", "GET"),
        CompletionList::Statuses => ("statuses", "OK"),
        CompletionList::Headers => ("headers", "ETAG"),
    };
    let name = Ident::new(name, Span::call_site());
    (quote!(#runtime::__private::words::#name), item)
}

/// Whether the definition's own expansion names the item that the word stands for.
fn is_in_expansion(word: &Completion) -> bool {
    let written = word.written.to_string();
    match word.list {
        CompletionList::Sections => {
            [Section::Request, Section::Response].map(Section::word).contains(&written.as_str())
        }
        CompletionList::Schemes => AUTHENTICATION_SCHEMES.contains(&written.as_str()),
        CompletionList::Methods => METHODS.contains(&written.as_str()),
        CompletionList::Statuses => STATUSES.iter().any(|(_, name)| *name == written),
        _ => false,
    }
}
