//! `history: { unstable("feature") => "/..", 1.1 => "/..", 1.9 => deprecated, 1.12 => removed }`.

use proc_macro2::{Delimiter, Ident};
use syn::{LitFloat, LitStr, Token, ext::IdentExt, parse::ParseStream};

use super::skip_past_comma;
use crate::{
    ast::{HistoryEntry, What, When},
    diagnostics::Diagnostics,
    keyword::{DEPRECATED, REMOVED, UNSTABLE},
};

pub(super) fn parse(
    input: ParseStream<'_>,
    diagnostics: &Diagnostics,
) -> syn::Result<Vec<HistoryEntry>> {
    if input.cursor().group(Delimiter::Brace).is_none() {
        return Err(input.error("expected `{ 1.0 => \"/..\", .. }`: every path with its version"));
    }
    let content;
    syn::braced!(content in input);
    let mut entries = Vec::new();
    while !content.is_empty() {
        match entry(&content) {
            Ok(entry) => {
                entries.push(entry);
                if !content.is_empty() && content.parse::<Token![,]>().is_err() {
                    diagnostics.error(content.span(), "expected `,` ahead of this");
                    skip_past_comma(&content);
                }
            }
            Err(error) => {
                diagnostics.push(error);
                skip_past_comma(&content);
            }
        }
    }
    Ok(entries)
}

fn entry(input: ParseStream<'_>) -> syn::Result<HistoryEntry> {
    let when = when(input)?;
    input.parse::<Token![=>]>().map_err(|error| {
        syn::Error::new(error.span(), "expected `=>` and a path, `deprecated` or `removed`")
    })?;
    Ok(HistoryEntry { when, what: what(input)? })
}

fn when(input: ParseStream<'_>) -> syn::Result<When> {
    let span = input.span();
    if input.peek(syn::Ident) {
        let word = input.call(Ident::parse_any)?;
        if word != UNSTABLE {
            return Err(syn::Error::new(
                word.span(),
                format!(
                    "`{word}` is no version; write `1.9`, or `unstable(\"feature\")` (the versions \
                     r0.x are `1.0`)"
                ),
            ));
        }
        return unstable(input, span);
    }
    let expected =
        || syn::Error::new(span, "expected a version such as `1.9`, or `unstable(\"feature\")`");
    let literal: LitFloat = input.parse().map_err(|_| expected())?;
    let (major, minor) = literal.base10_digits().split_once('.').ok_or_else(expected)?;
    match (literal.suffix(), major.parse(), minor.parse()) {
        ("", Ok(major), Ok(minor)) => Ok(When::Version { span, major, minor }),
        _ => Err(expected()),
    }
}

fn unstable(input: ParseStream<'_>, span: proc_macro2::Span) -> syn::Result<When> {
    if input.cursor().group(Delimiter::Parenthesis).is_none() {
        return Err(syn::Error::new(
            span,
            "an unstable path names its feature: `unstable(\"org.matrix.msc1234\")`",
        ));
    }
    let content;
    syn::parenthesized!(content in input);
    let feature: LitStr = content.parse().map_err(|error| {
        syn::Error::new(error.span(), "expected the feature's name as a string literal")
    })?;
    if !content.is_empty() {
        return Err(content.error("expected nothing more than the feature's name"));
    }
    Ok(When::Unstable { span, feature })
}

fn what(input: ParseStream<'_>) -> syn::Result<What> {
    if input.peek(LitStr) {
        return Ok(What::Path(input.parse()?));
    }
    let span = input.span();
    let word = input.call(Ident::parse_any).map(|word| word.to_string());
    match word.as_deref() {
        Ok(DEPRECATED) => Ok(What::Deprecated(span)),
        Ok(REMOVED) => Ok(What::Removed(span)),
        _ => Err(syn::Error::new(span, "expected a path, `deprecated` or `removed`")),
    }
}
