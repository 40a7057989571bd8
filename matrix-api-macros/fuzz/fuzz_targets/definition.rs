//! Any tokens either expand or are reported, at a place inside of the block, in order, and once; and what
//! editors are told of them is code.
//!
//! ```text
//! cd matrix-api-macros
//! cargo +nightly fuzz run --no-cfg-fuzzing --sanitizer none definition fuzz/corpus/definition fuzz/seeds/definition -- \
//!     -dict=fuzz/definition.dict -max_len=2000
//! ```
//!
//! Without `--no-cfg-fuzzing`, `proc-macro2` knows no places; there is no unsafe code to sanitize.
//!
//! A procedural macro exports nothing, so its modules are included by their paths.

#![no_main]

#[path = "../../src"]
mod macros {
    pub(crate) mod ast;
    pub(crate) mod attribute;
    pub(crate) mod check;
    pub(crate) mod diagnostics;
    pub(crate) mod expand;
    pub(crate) mod http_names;
    pub(crate) mod keyword;
    pub(crate) mod model;
    pub(crate) mod parse;
    pub(crate) mod path;
}

// The modules know each other by these names.
use macros::{ast, attribute, check, diagnostics, expand, http_names, keyword, model, parse, path};

use libfuzzer_sys::fuzz_target;
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parser;

fuzz_target!(|text: &str| {
    // Places are kept for as long as the thread lives, or up to here.
    proc_macro2::extra::invalidate_current_thread_spans();
    // Ahead of the text stands a line, so that no token is where `call_site` is.
    let Ok(tokens) = format!("\n{text}").parse::<TokenStream>() else { return };
    let runtime = quote!(::matrix_api);
    let (checked, report) = diagnostics::collect(|diagnostics| {
        let definition = parse::parse(tokens.clone(), diagnostics);
        check::check(definition, diagnostics)
    });
    let expansion = match checked.into_endpoint(&report) {
        Ok(endpoint) => {
            let warnings = expand::warnings(&report.warnings);
            let endpoint = expand::endpoint(&endpoint, &runtime);
            quote!(#endpoint #warnings)
        }
        Err(outline) => {
            let errors = report.into_compile_errors();
            assert!(!errors.is_empty(), "neither an endpoint nor an error");
            check_places(&errors, tokens.is_empty());
            let stub = expand::stub(&outline, &runtime);
            quote!(#errors #stub)
        }
    };
    let file = syn::parse2::<syn::File>(expansion);
    assert!(file.is_ok(), "the expansion is no list of items");

    let (_, report) = diagnostics::collect(|diagnostics| parse::parse(tokens, diagnostics));
    let words = expand::words(&report.completions, &runtime);
    let words = syn::Block::parse_within.parse2(words);
    assert!(words.is_ok(), "the words are no list of statements");
});

fn check_places(errors: &TokenStream, is_empty: bool) {
    let mut seen = Vec::new();
    let mut tokens = errors.clone().into_iter();
    while let Some(token) = tokens.next() {
        if !matches!(&token, TokenTree::Ident(word) if word == "compile_error") {
            continue;
        }
        let Some(message) = tokens.find(|token| matches!(token, TokenTree::Group(_))) else {
            continue;
        };
        let (span, message) = (token.span(), message.to_string());
        assert!(!span.byte_range().is_empty() || is_empty, "at the whole block: {message}");
        let said = (span.start().line, span.start().column, message);
        assert!(!seen.contains(&said), "said twice: {said:?}");
        if let Some((line, column, _)) = seen.last() {
            assert!((*line, *column) <= (said.0, said.1), "out of order: {said:?}");
        }
        seen.push(said);
    }
}
