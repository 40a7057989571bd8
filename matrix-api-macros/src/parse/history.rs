//! `history: { unstable("feature") => "/..", 1.1 => "/..", 1.9 => deprecated, 1.12 => removed }`.

use proc_macro2::{Delimiter, Ident, Span};
use syn::{LitFloat, LitInt, LitStr, Token, ext::IdentExt, parse::ParseStream};

use super::skip_past_comma;
use crate::{
    ast::{History, HistoryEntry, What, When},
    diagnostics::Diagnostics,
    keyword::{CompletionList, DEPRECATED, REMOVED, UNSTABLE, nearest},
};

pub(super) fn parse(
    input: ParseStream<'_>,
    key: &Ident,
    diagnostics: &Diagnostics,
) -> syn::Result<History> {
    if input.cursor().group(Delimiter::Brace).is_none() {
        let at_end = input.is_empty() || input.peek(Token![,]);
        return Err(syn::Error::new(
            if at_end { key.span() } else { input.span() },
            "a history is a list of paths with their versions: `{ 1.0 => \"/..\" }`",
        ));
    }
    let content;
    syn::braced!(content in input);
    let mut history = History { entries: Vec::new(), complete: true };
    while !content.is_empty() {
        match entry(&content, diagnostics) {
            Ok(entry) => {
                history.entries.push(entry);
                finish_entry(&content, diagnostics);
            }
            Err(error) => {
                history.complete = false;
                diagnostics.push(error);
                skip_past_comma(&content);
            }
        }
    }
    Ok(history)
}

/// Consumes the comma after a line; where it is missing, the next line is read all the same.
fn finish_entry(input: ParseStream<'_>, diagnostics: &Diagnostics) {
    if input.is_empty() || input.parse::<Token![,]>().is_ok() {
        return;
    }
    diagnostics.error(input.span(), "expected `,` between the lines of a history");
    if !input.peek(LitFloat) && !input.peek(syn::Ident) {
        skip_past_comma(input);
    }
}

fn entry(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<HistoryEntry> {
    let when = when(input, diagnostics)?;
    let span = if input.is_empty() { when.span() } else { input.span() };
    if input.peek(Token![.]) {
        return Err(syn::Error::new(span, "a version has two numbers, such as `1.9`"));
    }
    let arrow: Token![=>] = input.parse().map_err(|_| {
        syn::Error::new(span, "expected `=>` and a path, `deprecated` or `removed`")
    })?;
    Ok(HistoryEntry { when, what: what(input, arrow.spans[0], diagnostics)? })
}

fn when(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<When> {
    let span = input.span();
    if input.peek(syn::Ident) {
        let word = input.call(Ident::parse_any)?;
        diagnostics.complete(CompletionList::History, &word);
        if word != UNSTABLE {
            return Err(syn::Error::new(word.span(), no_version(&word.to_string())));
        }
        return unstable(input, span);
    }
    if let Ok(number) = input.fork().parse::<LitInt>() {
        return Err(syn::Error::new(
            span,
            format!("a version has two numbers: `{}.0`", number.base10_digits()),
        ));
    }
    if let Ok(quoted) = input.fork().parse::<LitStr>() {
        let version = quoted.value();
        return Err(syn::Error::new(
            span,
            format!("a version is written without quotes: `{}`", version.trim_start_matches('v')),
        ));
    }
    let expected =
        || syn::Error::new(span, "expected a version such as `1.9`, or `unstable(\"feature\")`");
    let literal: LitFloat = input.parse().map_err(|_| expected())?;
    let (major, minor) = literal.base10_digits().split_once('.').ok_or_else(expected)?;
    match (literal.suffix(), major.parse(), minor.parse()) {
        ("", Ok(0), Ok(_)) => Err(syn::Error::new(
            span,
            "the first version is `1.0`, which stands for the versions r0.x too",
        )),
        ("", Ok(major), Ok(minor)) => Ok(When::Version { span, major, minor }),
        _ => Err(expected()),
    }
}

/// What is wrong with a word in the place of a version.
fn no_version(word: &str) -> String {
    let starts_with_digit = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
    if nearest(word, [UNSTABLE]).is_some() {
        format!("unknown word `{word}`; did you mean `{UNSTABLE}`?")
    } else if word.strip_prefix('r').is_some_and(starts_with_digit) {
        "the versions r0.x are written `1.0`".to_owned()
    } else if word.strip_prefix('v').is_some_and(starts_with_digit) {
        "a version is written without `v`: `1.9`".to_owned()
    } else {
        format!("`{word}` is no version; write `1.9`, or `unstable(\"feature\")`")
    }
}

fn unstable(input: ParseStream<'_>, span: Span) -> syn::Result<When> {
    if input.cursor().group(Delimiter::Parenthesis).is_none() {
        return Err(syn::Error::new(
            span,
            "an unstable path names its feature: `unstable(\"org.matrix.msc1234\")`",
        ));
    }
    let content;
    syn::parenthesized!(content in input);
    let at_end = content.is_empty();
    let feature: LitStr = content.parse().map_err(|error: syn::Error| {
        syn::Error::new(
            if at_end { span } else { error.span() },
            "the name of a feature is a string literal: `unstable(\"org.matrix.msc1234\")`",
        )
    })?;
    if !content.is_empty() {
        return Err(content.error("expected nothing more than the feature's name"));
    }
    Ok(When::Unstable { span, feature })
}

fn what(input: ParseStream<'_>, arrow: Span, diagnostics: &Diagnostics) -> syn::Result<What> {
    const EXPECTED: &str = "expected a path, `deprecated` or `removed` after `=>`";
    if input.is_empty() || input.peek(Token![,]) {
        return Err(syn::Error::new(arrow, EXPECTED));
    }
    if input.peek(LitStr) {
        return Ok(What::Path(input.parse()?));
    }
    let span = input.span();
    let word = input.call(Ident::parse_any).map_err(|_| syn::Error::new(span, EXPECTED))?;
    diagnostics.complete(CompletionList::History, &word);
    match word.to_string().as_str() {
        DEPRECATED => Ok(What::Deprecated(span)),
        REMOVED => Ok(What::Removed(span)),
        word => Err(syn::Error::new(
            span,
            match nearest(word, [DEPRECATED, REMOVED]) {
                Some(near) => format!("unknown word `{word}`; did you mean `{near}`?"),
                None => EXPECTED.to_owned(),
            },
        )),
    }
}
