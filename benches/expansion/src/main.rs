//! Expands the block of the register endpoint, and prints the numbers of input and output tokens.
//!
//! Only the compiler can call a procedural macro. This program compiles the macro's sources as its own
//! modules, where `proc_macro2` works without the compiler.

#![allow(dead_code, unused_imports, reason = "the macro's entry points are missing")]

#[path = "../../../matrix-api-macros/src"]
mod sources {
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

use std::hint::black_box;

use proc_macro2::{TokenStream, TokenTree};

// The sources import each other from the root of their crate.
use crate::sources::{
    ast::{self, Definition},
    attribute,
    check::{self, Checked},
    diagnostics::{self, Diagnostics},
    expand, http_names, json, keyword, metadata_keys, model, parse, path, recovery,
    runtime_path::{self, RuntimePath},
    suggestion, text,
};

/// The endpoint of `matrix-client-account`.
const REGISTER: &str = include_str!("../register.txt");

fn main() {
    let block: TokenStream = REGISTER.parse().expect("tokens");
    let runtime = RuntimePath::by_name();
    // The first expansion is not measured, because it may initialize statics.
    let tokens_in = count(block.clone());
    drop(expand_definition(&runtime, block.clone(), check::check));
    let expansion = measured_expansion(&runtime, block);
    println!("{tokens_in} {}", count(expansion));
}

#[inline(never)]
fn measured_expansion(runtime: &RuntimePath, block: TokenStream) -> TokenStream {
    expand_definition(runtime, black_box(block), measured_checks)
}

/// The part of an expansion that applies the rules.
#[inline(never)]
fn measured_checks(definition: Definition, diagnostics: &Diagnostics) -> Checked {
    check::check(definition, diagnostics)
}

fn expand_definition(
    runtime: &RuntimePath,
    input: TokenStream,
    check: fn(Definition, &Diagnostics) -> Checked,
) -> TokenStream {
    let (checked, errors) =
        diagnostics::collect(|diagnostics| check(parse::parse(input, diagnostics), diagnostics));
    match checked.into_endpoint(&errors) {
        Ok(endpoint) => {
            let features = expand::Features { describe: false, examples: false };
            expand::endpoint(&endpoint, runtime, features)
        }
        Err(_) => panic!("{}", errors.into_compile_errors()),
    }
}

fn count(tokens: TokenStream) -> usize {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Group(group) => count(group.stream()) + 2,
            _ => 1,
        })
        .sum()
}
