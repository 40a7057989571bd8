//! Tests of the macro as a function from tokens to tokens.

mod expansion;
mod history;
mod robustness;

use proc_macro2::TokenStream;
use quote::quote;

/// Definitions that use every part of the language between them.
const DEFINITIONS: &[(&str, &str)] = &[
    ("register", include_str!("tests/definitions/register.txt")),
    ("every_place", include_str!("tests/definitions/every_place.txt")),
    ("raw_body", include_str!("tests/definitions/raw_body.txt")),
];

/// Expands a definition.
fn expand(definition: TokenStream) -> TokenStream {
    crate::expand_definition(&quote!(::matrix_api), definition)
}

/// The messages of the errors in an expansion, in order.
fn errors(expansion: &TokenStream) -> Vec<String> {
    let file: syn::File = syn::parse2(expansion.clone()).expect("an expansion is a list of items");
    file.items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Macro(item) if item.mac.path.segments.last()?.ident == "compile_error" => {
                let message: syn::LitStr = item.mac.parse_body().ok()?;
                Some(message.value())
            }
            _ => None,
        })
        .collect()
}
