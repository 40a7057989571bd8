//! Tests of the macro as a function from tokens to tokens.

mod blocks;
mod collection;
mod completions;
mod curl;
mod examples;
mod expansion;
mod history;
mod robustness;
mod texts;

use proc_macro2::{TokenStream, TokenTree};
use syn::LitStr;

use crate::{expand::Features, runtime_path::RuntimePath};

/// Definitions that together use every part of the language.
const DEFINITIONS: &[(&str, &str)] = &[
    ("register", include_str!("tests/definitions/register.txt")),
    ("every_place", include_str!("tests/definitions/every_place.txt")),
    ("last_segment", include_str!("tests/definitions/last_segment.txt")),
    ("raw_body", include_str!("tests/definitions/raw_body.txt")),
    ("options", include_str!("tests/definitions/options.txt")),
    ("flattened", include_str!("tests/definitions/flattened.txt")),
    ("with_functions", include_str!("tests/definitions/with_functions.txt")),
    ("several_responses", include_str!("tests/definitions/several_responses.txt")),
    ("examples", EXAMPLES),
];

/// A definition with examples.
const EXAMPLES: &str = include_str!("tests/definitions/examples.txt");

/// Expands a definition without what is optional.
fn expand(definition: TokenStream) -> TokenStream {
    expand_with(Features { describe: false, examples: false }, definition)
}

/// Expands a definition.
fn expand_with(features: Features, definition: TokenStream) -> TokenStream {
    crate::expand_definition(&RuntimePath::by_name(), definition, features)
}

/// An error in an expansion.
#[derive(Debug, PartialEq)]
struct Reported {
    message: String,
    /// Line and column.
    start: (usize, usize),
    /// Whether it is at a token of the definition instead of the whole block.
    is_inside: bool,
}

/// The errors in an expansion, in order.
fn reported(expansion: &TokenStream) -> Vec<Reported> {
    let mut errors = Vec::new();
    let mut tokens = expansion.clone().into_iter();
    while let Some(token) = tokens.next() {
        if !matches!(&token, TokenTree::Ident(ident) if ident == "compile_error") {
            continue;
        }
        let Some(TokenTree::Group(message)) =
            tokens.find(|token| matches!(token, TokenTree::Group(_)))
        else {
            continue;
        };
        let message: LitStr = syn::parse2(message.stream()).expect("an error has a message");
        let start = token.span().start();
        errors.push(Reported {
            message: message.value(),
            start: (start.line, start.column),
            is_inside: !token.span().byte_range().is_empty(),
        });
    }
    errors
}

/// The messages of the errors in an expansion, in order.
fn errors(expansion: &TokenStream) -> Vec<String> {
    reported(expansion).into_iter().map(|error| error.message).collect()
}
