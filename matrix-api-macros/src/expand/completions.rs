//! Completion in editors.
//!
//! rust-analyzer completes paths and shows the documentation of their items. So the runtime has a module
//! for each list of keywords ([`lists`]), and each keyword of a definition is used as the path of an item
//! there ([`uses`]), which only rust-analyzer expands. A keyword that does not exist is not an error: editors
//! do not report unresolved paths of types, nor those of values in modules.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::{
    diagnostics::Completion,
    http_names::{ERROR_STATUSES, HEADER_CONSTANTS, METHODS, STATUSES, is_reserved_constant},
    keyword::{
        AUTHENTICATION_SCHEMES, CompletionList, ExampleKeyword, FieldKeyword, HistoryKeyword,
        MessageKeyword, Section, is_reserved,
    },
    metadata_keys::KEYS,
    runtime_path::RuntimePath,
};

/// The lists of types, whose items are modules or types, and those of values.
const TYPES: [CompletionList; 7] = {
    use CompletionList::*;
    [Sections, Keys, History, Fields, Messages, Examples, Schemes]
};
const VALUES: [CompletionList; 4] = {
    use CompletionList::*;
    [Methods, Statuses, FinalStatuses, Headers]
};

/// Uses an item of the runtime's lists at each keyword of a definition.
pub(crate) fn uses(completions: &[Completion], runtime: &RuntimePath) -> TokenStream {
    let types = TYPES.map(|list| paths(list, completions, runtime));
    let values = VALUES.map(|list| paths(list, completions, runtime));
    quote! {
        type Keywords = (#(#types)*);
        let _ = (#(#values)*);
    }
}

/// The paths of the keywords of one list.
///
/// The last path does not come from the definition. To complete a keyword, an editor expands the definition
/// once with and once without it, and needs a path of the same module in both expansions.
fn paths(list: CompletionList, completions: &[Completion], runtime: &RuntimePath) -> TokenStream {
    let module = call_site(list.module());
    let first = items(list).into_iter().next().map(|(name, _)| call_site(name));
    let written = completions
        .iter()
        .filter(|completion| completion.list == list && !is_in_expansion(completion))
        .map(|completion| &completion.written)
        .filter(|written| !is_reserved(written))
        .chain(&first);
    quote!(#(#runtime::__private::completions::#module::#written,)*)
}

/// Whether the definition's own expansion names the item.
fn is_in_expansion(Completion { list, written, expanded }: &Completion) -> bool {
    match list {
        _ if !expanded => false,
        CompletionList::Sections => {
            [Section::Request, Section::Response].iter().any(|section| written == section.name())
        }
        CompletionList::Schemes | CompletionList::Methods | CompletionList::Statuses => {
            items(*list).iter().any(|(name, _)| written == name)
        }
        _ => false,
    }
}

/// The names in a list, with their documentation if the list is one of keywords.
fn items(list: CompletionList) -> Vec<(&'static str, &'static str)> {
    let undocumented = |names: &[&'static str]| names.iter().map(|name| (*name, "")).collect();
    match list {
        CompletionList::Sections => Section::DOCUMENTED.to_vec(),
        CompletionList::Keys => KEYS.iter().map(|key| (key.name, key.documentation)).collect(),
        CompletionList::History => HistoryKeyword::DOCUMENTED.to_vec(),
        CompletionList::Fields => FieldKeyword::DOCUMENTED.to_vec(),
        CompletionList::Messages => MessageKeyword::DOCUMENTED.to_vec(),
        CompletionList::Schemes => undocumented(AUTHENTICATION_SCHEMES),
        CompletionList::Methods => undocumented(METHODS),
        CompletionList::Examples => ExampleKeyword::DOCUMENTED.to_vec(),
        CompletionList::Statuses => STATUSES.iter().map(|(_, name)| (*name, "")).collect(),
        CompletionList::FinalStatuses => {
            STATUSES.iter().chain(ERROR_STATUSES).map(|(_, name)| (*name, "")).collect()
        }
        CompletionList::Headers => HEADER_CONSTANTS
            .iter()
            .filter(|constant| !is_reserved_constant(constant))
            .map(|constant| (*constant, ""))
            .collect(),
    }
}

/// The lists as modules, for the runtime.
pub(crate) fn lists() -> TokenStream {
    let modules = TYPES.into_iter().chain(VALUES).map(|list| {
        let module = call_site(list.module());
        let items = items(list).into_iter().map(|(name, documentation)| {
            let name = call_site(name);
            match list {
                CompletionList::Schemes => quote!(pub use crate::authentication::#name;),
                CompletionList::Methods => {
                    quote!(pub const #name: ::http::Method = ::http::Method::#name;)
                }
                CompletionList::Statuses | CompletionList::FinalStatuses => {
                    quote!(pub const #name: ::http::StatusCode = ::http::StatusCode::#name;)
                }
                CompletionList::Headers => quote!(pub use ::http::header::#name;),
                _ => quote!(#[doc = #documentation] pub mod #name {}),
            }
        });
        quote!(pub mod #module { #(#items)* })
    });
    quote!(#(#modules)*)
}

fn call_site(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
