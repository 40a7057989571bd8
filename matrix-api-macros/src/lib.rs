//! The procedural macro behind `matrix_api::ruma_api!`, where the definition language is documented.
//!
//! The pipeline is parse → check → expand: tokens become a syntax tree (`ast`), which rules turn into a
//! validated definition (`model`), which becomes code. Errors are collected on the way and emitted together.
//! The types of a definition with errors are emitted, too, so that code that uses them has no further errors.
//!
//! The output depends on the tokens only: the macro reads neither files nor the environment.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod ast;
mod attribute;
mod check;
mod collection;
mod diagnostics;
mod expand;
mod http_names;
mod json;
mod keyword;
mod metadata_keys;
mod model;
mod parse;
mod path;
mod recovery;
mod runtime_path;
mod suggestion;
#[cfg(test)]
mod tests;
mod text;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::runtime_path::RuntimePath;

/// Defines an endpoint against the runtime `::matrix_api`.
///
/// `matrix_api::ruma_api!` is the same macro, but also works if the runtime crate is renamed.
#[proc_macro]
pub fn ruma_api(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand_definition(&RuntimePath::by_name(), input.into(), expand::Features::ENABLED).into()
}

/// Defines an endpoint against the runtime whose path is in the first token, a group.
#[doc(hidden)]
#[proc_macro]
pub fn ruma_api_with_runtime(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let (runtime, definition) = split_runtime(input.into());
    expand_definition(&runtime, definition, expand::Features::ENABLED).into()
}

/// Declares collections of endpoints against the runtime whose path is in the first token, a group.
#[doc(hidden)]
#[proc_macro]
pub fn endpoints_with_runtime(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let (runtime, collections) = split_runtime(input.into());
    collection::expand(&runtime, collections).into()
}

/// Uses the items that editors complete in a definition; the first token is that of
/// `ruma_api_with_runtime!`.
#[doc(hidden)]
#[proc_macro]
pub fn ruma_api_completions(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let (runtime, definition) = split_runtime(input.into());
    expand_completions(&runtime, definition).into()
}

/// Declares the items that editors complete, in the runtime's `__private::completions`.
#[doc(hidden)]
#[proc_macro]
pub fn completion_lists(_: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand::completions::lists().into()
}

fn split_runtime(input: TokenStream) -> (RuntimePath, TokenStream) {
    let mut input = input.into_iter();
    let runtime = match input.next() {
        Some(TokenTree::Group(group)) => RuntimePath::new(group.stream()),
        _ => RuntimePath::by_name(),
    };
    (runtime, input.collect())
}

/// Parses, checks and expands one definition.
fn expand_definition(
    runtime: &RuntimePath,
    input: TokenStream,
    features: expand::Features,
) -> TokenStream {
    let (checked, report) = diagnostics::collect(|diagnostics| {
        let definition = parse::parse(input, diagnostics);
        check::check(definition, diagnostics)
    });
    match checked.into_endpoint(&report) {
        Ok(endpoint) => {
            let warnings = expand::warnings(&report.warnings);
            let endpoint = expand::endpoint(&endpoint, runtime, features);
            quote! { #endpoint #warnings }
        }
        Err(outline) => {
            let errors = report.into_compile_errors();
            let stub = expand::stub(&outline, runtime);
            quote! { #errors #stub }
        }
    }
}

/// The completions of one definition; its errors are reported by its expansion.
fn expand_completions(runtime: &RuntimePath, definition: TokenStream) -> TokenStream {
    let (_, report) = diagnostics::collect(|diagnostics| parse::parse(definition, diagnostics));
    expand::completions::uses(&report.completions, runtime)
}
