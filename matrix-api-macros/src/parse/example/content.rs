//! The headers and the body of a message in an example.

use proc_macro2::Span;
use syn::{Lit, LitByteStr, LitStr, Token, ext::IdentExt, parse::ParseStream};

use crate::{
    ast::{ExampleBody, ExampleContent, ExampleHeader},
    diagnostics::Diagnostics,
    parse::json,
    recovery::skip_token,
    text::{self, Text},
};

/// Reads what follows the head: headers with optional commas, then a body.
pub(super) fn parse(
    input: ParseStream<'_>,
    content: &mut ExampleContent,
    diagnostics: &Diagnostics,
) {
    while !input.is_empty() {
        if input.peek(Token![,]) {
            skip_token(input);
        } else if at_header(input) {
            parse_header(input, content, diagnostics);
        } else if let Some((name, length)) = bare_header(input) {
            let message = format!("the name of a header is in quotes; write `\"{name}\"`");
            diagnostics.error(input.span(), message);
            for _ in 0..length {
                skip_token(input);
            }
            read_value(input, &name, content, diagnostics);
        } else if content.body.is_some() {
            let message = "unexpected token after the body; remove it, or write one body";
            diagnostics.error(input.span(), message);
            skip_to_header(input);
        } else {
            parse_body(input, content, diagnostics);
        }
    }
}

/// Whether `"name":` stands here.
pub(super) fn at_header(input: ParseStream<'_>) -> bool {
    if input.peek(LitStr) {
        return input.peek2(Token![:]);
    }
    let ahead = input.fork();
    text::peek(input) && text::read(&ahead).is_ok() && ahead.peek(Token![:])
}

/// The name of a header that is written without quotes, and the number of its tokens, which are followed by
/// `:`.
fn bare_header(input: ParseStream<'_>) -> Option<(String, usize)> {
    let ahead = input.fork();
    let mut name = ahead.call(syn::Ident::parse_any).ok()?.unraw().to_string();
    let mut length = 1;
    while ahead.parse::<Token![-]>().is_ok() {
        let part = ahead.call(syn::Ident::parse_any).ok()?;
        name = format!("{name}-{}", part.unraw());
        length += 2;
    }
    ahead.peek(Token![:]).then_some((name, length))
}

/// Reads `"name": "value"`.
fn parse_header(input: ParseStream<'_>, content: &mut ExampleContent, diagnostics: &Diagnostics) {
    let name = match text::read(input) {
        Ok(name) => name,
        Err(error) => {
            content.unreadable = true;
            diagnostics.push(error);
            return;
        }
    };
    if content.body.is_some() {
        diagnostics.error(name.span(), "headers stand before the body; move this one up");
    }
    let shown = name.value();
    if let Some(value) = read_value(input, &shown, content, diagnostics) {
        content.headers.push(ExampleHeader { name, value });
    }
}

/// Reads `: "value"`; a wrong value is reported and skipped.
fn read_value(
    input: ParseStream<'_>,
    name: &str,
    content: &mut ExampleContent,
    diagnostics: &Diagnostics,
) -> Option<Text> {
    let colon: Span = input.span();
    skip_token(input);
    if text::peek(input) && !at_header(input) {
        let value = text::read(input).map_err(|error| diagnostics.push(error)).ok();
        content.unreadable |= value.is_none();
        return value;
    }
    content.unreadable = true;
    let span = if input.is_empty() { colon } else { input.span() };
    let written = input.fork().parse::<Lit>().ok().map(|literal| match literal {
        Lit::Int(number) => number.to_string(),
        Lit::Float(number) => number.to_string(),
        Lit::Bool(boolean) => boolean.value.to_string(),
        _ => "..".to_owned(),
    });
    let written = written.unwrap_or_else(|| "..".to_owned());
    let message = format!("the value of a header is a string; write `\"{name}\": \"{written}\"`");
    diagnostics.error(span, message);
    if !at_header(input) {
        skip_to_header(input);
    }
    None
}

fn parse_body(input: ParseStream<'_>, content: &mut ExampleContent, diagnostics: &Diagnostics) {
    if let Ok(bytes) = input.fork().parse::<LitByteStr>() {
        skip_token(input);
        content.body = Some(ExampleBody::Bytes(bytes));
        return;
    }
    if text::peek(input) {
        match text::read(input) {
            Ok(text) => content.body = Some(ExampleBody::Text(text)),
            Err(error) => {
                content.unreadable = true;
                diagnostics.push(error);
                skip_to_header(input);
            }
        }
        return;
    }
    if json::peek(input) {
        let json = json::read(input, 0, diagnostics);
        content.unreadable |= json.is_unreadable();
        if json.is_unreadable() {
            skip_to_header(input);
        }
        content.body = Some(ExampleBody::Json(json));
        return;
    }
    content.unreadable = true;
    diagnostics.error(input.span(), "expected a body: JSON, a string or `b\"..\"`");
    skip_to_header(input);
}

/// Skips past a comma, or to something that begins a header.
fn skip_to_header(input: ParseStream<'_>) {
    while !input.is_empty() {
        let at_comma = input.peek(Token![,]);
        skip_token(input);
        if at_comma || at_header(input) {
            return;
        }
    }
}
