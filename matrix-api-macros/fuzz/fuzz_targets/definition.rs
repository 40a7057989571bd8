//! Any tokens either expand, or have errors, which are inside of the block, in order, and reported once. Their
//! completions are valid code.
//!
//! ```text
//! cd matrix-api-macros
//! cargo +nightly fuzz run --no-cfg-fuzzing --sanitizer none definition fuzz/corpus/definition fuzz/seeds/definition -- \
//!     -dict=fuzz/definition.dict -max_len=2000
//! ```
//!
//! `--no-cfg-fuzzing` lets `proc-macro2` keep positions. No code is unsafe, so there is nothing to sanitize.
//!
//! A procedural macro cannot export its modules, so they are included by their paths.

#![no_main]

#[path = "../../src"]
#[allow(dead_code)]
mod macros {
    pub(crate) mod ast;
    pub(crate) mod attribute;
    pub(crate) mod check;
    pub(crate) mod collection;
    pub(crate) mod diagnostics;
    pub(crate) mod expand;
    pub(crate) mod http_names;
    pub(crate) mod json;
    pub(crate) mod keyword;
    pub(crate) mod metadata_keys;
    pub(crate) mod model;
    pub(crate) mod parse;
    pub(crate) mod path;
    pub(crate) mod recovery;
    pub(crate) mod runtime_path;
    pub(crate) mod suggestion;
    pub(crate) mod text;
}

// The names by which the modules import each other.
use macros::{
    ast, attribute, check, diagnostics, expand, http_names, json, keyword, metadata_keys, model, parse,
    path, recovery,
    runtime_path::{self, RuntimePath},
    suggestion, text,
};

use libfuzzer_sys::fuzz_target;
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parser;

fuzz_target!(|text: &str| {
    // Otherwise the positions of all former inputs are kept.
    proc_macro2::extra::invalidate_current_thread_spans();
    // An empty first line, so that no token has the position of `call_site`.
    let Ok(tokens) = format!("\n{text}").parse::<TokenStream>() else { return };
    let runtime = RuntimePath::by_name();
    let (checked, report) = diagnostics::collect(|diagnostics| {
        let definition = parse::parse(tokens.clone(), diagnostics);
        check::check(definition, diagnostics)
    });
    let expansion = match checked.into_endpoint(&report) {
        Ok(endpoint) => {
            let warnings = expand::warnings(&report.warnings);
            let endpoint = expand::endpoint(&endpoint, &runtime, expand::Features::ENABLED);
            quote!(#endpoint #warnings)
        }
        Err(outline) => {
            let errors = report.into_compile_errors();
            assert!(!errors.is_empty(), "neither an endpoint nor an error");
            check_positions(&errors, tokens.is_empty());
            let stub = expand::stub(&outline, &runtime);
            quote!(#errors #stub)
        }
    };
    let file = syn::parse2::<syn::File>(expansion);
    assert!(file.is_ok(), "the expansion is not a list of items");

    let (_, report) = diagnostics::collect(|diagnostics| parse::parse(tokens, diagnostics));
    let completions = expand::completions::uses(&report.completions, &runtime);
    let statements = syn::Block::parse_within.parse2(completions);
    assert!(statements.is_ok(), "the completions are not a list of statements");
});

fn check_positions(errors: &TokenStream, is_empty: bool) {
    let mut seen = Vec::new();
    let mut tokens = errors.clone().into_iter();
    while let Some(token) = tokens.next() {
        if !matches!(&token, TokenTree::Ident(ident) if ident == "compile_error") {
            continue;
        }
        let Some(message) = tokens.find(|token| matches!(token, TokenTree::Group(_))) else {
            continue;
        };
        let (span, message) = (token.span(), message.to_string());
        assert!(!span.byte_range().is_empty() || is_empty, "at the whole block: {message}");
        let reported = (span.start().line, span.start().column, message);
        assert!(!seen.contains(&reported), "reported twice: {reported:?}");
        if let Some((line, column, _)) = seen.last() {
            assert!((*line, *column) <= (reported.0, reported.1), "out of order: {reported:?}");
        }
        seen.push(reported);
    }
}
