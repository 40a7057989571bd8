//! The text of documentation comments.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, parse::Parser};

use crate::text;

/// The lines of the documentation, without the space at the beginning of each: an expression of a literal.
///
/// What this macro cannot evaluate, such as `include_str!`, stays an expression, as it is.
pub(super) fn documentation(attributes: &[Attribute]) -> TokenStream {
    let mut pieces = vec![String::new()];
    let mut expressions = Vec::new();
    for value in attributes.iter().filter_map(value) {
        let last = pieces.len() - 1;
        let Some(piece) = pieces.get_mut(last) else { continue };
        if !piece.is_empty() || last > 0 {
            piece.push('\n');
        }
        match text(value) {
            Some(text) => push_lines(piece, &text),
            None => {
                expressions.push(value);
                pieces.push(String::new());
            }
        }
    }
    match pieces.as_slice() {
        [text] => quote!(#text),
        _ => {
            let (first, rest) = (pieces.first(), pieces.iter().skip(1));
            quote!(::core::concat!(#first #(, #expressions, #rest)*))
        }
    }
}

/// The expression of `#[doc = ..]`.
fn value(attribute: &Attribute) -> Option<&Expr> {
    match &attribute.meta {
        Meta::NameValue(value) if value.path.is_ident("doc") => Some(&value.value),
        _ => None,
    }
}

/// The text of a literal, of `concat!` and of `stringify!`.
fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(line), .. }) => Some(line.value()),
        Expr::Macro(call) => {
            let text = text::read.parse2(quote!(#call)).ok()?;
            Some(text.value())
        }
        Expr::Group(group) => text(&group.expr),
        _ => None,
    }
}

/// Appends lines, each without a space at its beginning.
fn push_lines(piece: &mut String, text: &str) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            piece.push('\n');
        }
        piece.push_str(line.strip_prefix(' ').unwrap_or(line));
    }
}
