//! `example "name" { request { .. } response { .. } }`.

mod content;
mod head;

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::{
    Attribute, Token,
    buffer::Cursor,
    ext::IdentExt,
    parse::{ParseBuffer, ParseStream},
    token,
};

use crate::{
    ast::{Example, ExampleContent, ExampleRequest, ExampleResponse},
    attribute::span_of,
    diagnostics::Diagnostics,
    keyword::{CompletionList, ExampleKeyword},
    recovery::{at_section, or_report, report_repeated, skip_token},
    suggestion::{nearest, source_text, suggestion},
    text::{self, Text},
};

const EXPECTED_PART: &str = "expected `request { .. }` or `response { .. }`";

/// Reads an example after its keyword.
pub(super) fn parse(
    input: ParseStream<'_>,
    keyword: Ident,
    attributes: &[Attribute],
    diagnostics: &Diagnostics,
) -> Example {
    for attribute in attributes {
        let message = match attribute.path().is_ident("doc") {
            true => "an example has no documentation; its name says what it shows",
            false => "an example cannot have attributes; remove this one",
        };
        diagnostics.error(span_of(attribute), message);
    }
    let name = parse_name(input, &keyword, diagnostics);
    let mut example = Example { keyword, name, request: None, response: None };
    let span = match &example.name {
        Some(name) => name.span(),
        // One error is enough for an example that was only begun.
        None if !input.peek(token::Brace) => return example,
        None => example.keyword.span(),
    };
    if !at_braces(input, span, "the name of the example", at_section, diagnostics) {
        skip_parts(input);
        return example;
    }
    let read = |content: &ParseBuffer<'_>| parse_parts(content, &mut example, diagnostics);
    let readable = or_report(in_braces(input, read), diagnostics).unwrap_or_default();
    if readable && example.request.is_none() && example.response.is_none() {
        let message = "the example is empty; write `request { .. }`, `response { .. }` or both";
        diagnostics.error(example.keyword.span(), message);
    }
    example
}

/// Skips the parts of an example that are not in braces.
fn skip_parts(input: ParseStream<'_>) {
    let begins_part = |content: Cursor<'_>| {
        let after_method = content.ident().map(|(_, after)| after);
        content.literal().is_some() || after_method.is_some_and(|after| after.literal().is_some())
    };
    while at_part(input)
        && let Some((_, after)) = input.cursor().ident()
        && after.group(Delimiter::Brace).is_some_and(|(content, ..)| begins_part(content))
    {
        skip_token(input);
        skip_token(input);
    }
}

/// Whether braces stand here; otherwise tokens are reported and skipped, up to braces or to where the input
/// `ends`.
fn at_braces(
    input: ParseStream<'_>,
    after: Span,
    what: &str,
    ends: fn(ParseStream<'_>) -> bool,
    diagnostics: &Diagnostics,
) -> bool {
    if !input.peek(token::Brace) {
        let span = if input.is_empty() || ends(input) { after } else { input.span() };
        diagnostics.error(span, format!("expected `{{ .. }}` after {what}"));
        skip_to_braces(input, ends);
    }
    input.peek(token::Brace)
}

/// Skips to braces, or to where the input `ends`; returns what was skipped.
fn skip_to_braces(input: ParseStream<'_>, ends: fn(ParseStream<'_>) -> bool) -> TokenStream {
    let mut skipped = Vec::new();
    while !input.peek(token::Brace) && !ends(input) {
        let Ok(token) = input.parse::<TokenTree>() else { break };
        skipped.push(token);
    }
    skipped.into_iter().collect()
}

/// Reads the group in braces that stands here.
fn in_braces<T>(
    input: ParseStream<'_>,
    read: impl FnOnce(&ParseBuffer<'_>) -> T,
) -> syn::Result<T> {
    let content;
    syn::braced!(content in input);
    Ok(read(&content))
}

/// Reads the name. `None` if it could not be read, which was reported.
fn parse_name(input: ParseStream<'_>, keyword: &Ident, diagnostics: &Diagnostics) -> Option<Text> {
    if input.peek(Token![:]) {
        diagnostics.error(input.span(), format!("unexpected `:` after `{keyword}`; remove it"));
        skip_token(input);
    }
    if text::peek(input) {
        return or_report(text::read(input), diagnostics);
    }
    if input.is_empty() || input.peek(token::Brace) || at_section(input) {
        let message = "the example has no name; write `example \"..\" { .. }`";
        diagnostics.error(keyword.span(), message);
    } else {
        let span = input.span();
        let written = source_text(&skip_to_braces(input, at_section)).replace('"', "");
        let message =
            format!("the name of an example is in quotes; write `example \"{written}\" {{ .. }}`");
        diagnostics.error(span, message);
    }
    None
}

/// Reads the request and the response; returns whether each part could be read.
fn parse_parts(input: &ParseBuffer<'_>, example: &mut Example, diagnostics: &Diagnostics) -> bool {
    let mut readable = true;
    while !input.is_empty() {
        readable &= parse_part(input, example, diagnostics);
        if input.peek(Token![,]) {
            skip_token(input);
        }
    }
    readable
}

/// Reads a part, or skips to the next one; returns whether it could be read.
fn parse_part(input: ParseStream<'_>, example: &mut Example, diagnostics: &Diagnostics) -> bool {
    let Ok(written) = input.call(Ident::parse_any) else {
        diagnostics.error(input.span(), EXPECTED_PART);
        skip_token(input);
        skip_to_part(input);
        return false;
    };
    diagnostics.complete(CompletionList::Examples, &written);
    let Some(part) = known_part(&written, diagnostics) else {
        skip_to_part(input);
        return false;
    };
    let what = format!("`{written}`");
    if !at_braces(input, written.span(), &what, at_part, diagnostics) {
        return false;
    }
    let first = match part {
        ExampleKeyword::Request => example.request.as_ref().map(|first| &first.content),
        ExampleKeyword::Response => example.response.as_ref().map(|first| &first.content),
    };
    if let Some(first) = first {
        report_repeated(&written, "part", first.keyword.span(), diagnostics);
        skip_token(input);
        return true;
    }
    let content = ExampleContent::new(written);
    match part {
        ExampleKeyword::Request => {
            if example.response.is_some() {
                let message = "the request stands before the response; move it up";
                diagnostics.error(content.keyword.span(), message);
            }
            let read = |input: &ParseBuffer<'_>| parse_request(input, content, diagnostics);
            example.request = or_report(in_braces(input, read), diagnostics);
        }
        ExampleKeyword::Response => {
            let read = |input: &ParseBuffer<'_>| parse_response(input, content, diagnostics);
            example.response = or_report(in_braces(input, read), diagnostics);
        }
    }
    true
}

/// The part that the keyword means; a wrong keyword is reported.
fn known_part(written: &Ident, diagnostics: &Diagnostics) -> Option<ExampleKeyword> {
    let name = written.to_string();
    let part = ExampleKeyword::named(&name);
    if part.is_some() {
        return part;
    }
    let advice = suggestion(&name, ExampleKeyword::NAMES);
    diagnostics.error(written.span(), format!("unknown part `{name}` of an example; {advice}"));
    nearest(&name, ExampleKeyword::NAMES).and_then(ExampleKeyword::named)
}

/// Skips to something that begins a part.
fn skip_to_part(input: ParseStream<'_>) {
    while !input.is_empty() && !at_part(input) {
        skip_token(input);
    }
}

fn at_part(input: ParseStream<'_>) -> bool {
    let keyword = input.cursor().ident().map(|(ident, _)| ident.to_string());
    keyword.is_some_and(|keyword| ExampleKeyword::named(&keyword).is_some())
}

fn parse_request(
    input: &ParseBuffer<'_>,
    mut content: ExampleContent,
    diagnostics: &Diagnostics,
) -> ExampleRequest {
    let (method, target) = head::parse_request(input, &mut content, diagnostics);
    content::parse(input, &mut content, diagnostics);
    ExampleRequest { method, target, content }
}

fn parse_response(
    input: &ParseBuffer<'_>,
    mut content: ExampleContent,
    diagnostics: &Diagnostics,
) -> ExampleResponse {
    let status = head::parse_status(input, &mut content, diagnostics);
    content::parse(input, &mut content, diagnostics);
    ExampleResponse { status, content }
}
