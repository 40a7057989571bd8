//! The procedural macro behind `matrix_api::ruma_api!`, where the definition language is documented.
//!
//! The pipeline is parse → check → expand: tokens become a syntax tree (`ast`) with every span
//! kept, rules turn it into a model of what is known to be right (`model`), and a model becomes
//! code. Errors are collected on the way and emitted together; the types of a definition with
//! errors are emitted all the same, so that code that uses them shows no errors of its own.
//!
//! The macro reads no file and no environment: the same tokens give the same output.

mod ast;
mod attribute;
mod check;
mod diagnostics;
mod expand;
mod http_names;
mod keyword;
mod model;
mod parse;
mod path;
#[cfg(test)]
mod tests;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

/// Defines an endpoint against the runtime `::matrix_api`.
///
/// `matrix_api::ruma_api!` is the same macro for a crate that knows the runtime by another name.
#[proc_macro]
pub fn ruma_api(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand_definition(&quote!(::matrix_api), input.into()).into()
}

/// Defines an endpoint against the runtime that the first token, a group, holds the path of.
#[doc(hidden)]
#[proc_macro]
pub fn ruma_api_with_runtime(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let (runtime, definition) = split_runtime(input.into());
    expand_definition(&runtime, definition).into()
}

/// What an editor completes and explains in a definition; the first token is that of
/// `ruma_api_with_runtime!`.
#[doc(hidden)]
#[proc_macro]
pub fn ruma_api_words(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let (runtime, definition) = split_runtime(input.into());
    expand_words(&runtime, definition).into()
}

fn split_runtime(input: TokenStream) -> (TokenStream, TokenStream) {
    let mut input = input.into_iter();
    let runtime = match input.next() {
        Some(TokenTree::Group(group)) => group.stream(),
        _ => quote!(::matrix_api),
    };
    (runtime, input.collect())
}

/// Parses, checks and expands one definition.
fn expand_definition(runtime: &TokenStream, input: TokenStream) -> TokenStream {
    let (checked, report) = diagnostics::collect(|diagnostics| {
        let definition = parse::parse(input, diagnostics);
        check::check(definition, diagnostics)
    });
    match checked.into_endpoint(&report) {
        Ok(endpoint) => {
            let warnings = expand::warnings(&report.warnings);
            let endpoint = expand::endpoint(&endpoint, runtime);
            quote! { #endpoint #warnings }
        }
        Err(outline) => {
            let errors = report.into_compile_errors();
            let stub = expand::stub(&outline, runtime);
            quote! { #errors #stub }
        }
    }
}

/// Finds the words of one definition; what is wrong with it is reported by its expansion.
fn expand_words(runtime: &TokenStream, definition: TokenStream) -> TokenStream {
    let (_, report) = diagnostics::collect(|diagnostics| parse::parse(definition, diagnostics));
    expand::words(&report.completions, runtime)
}
