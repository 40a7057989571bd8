//! Tokens to syntax tree, recovering per section, per key and per field: a part that cannot be read
//! is reported and left out, and the rest is read as if it had not been there.

mod history;
mod message;
mod metadata;

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::{
    Attribute, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    token,
};

use crate::{
    ast::{Definition, ErrorType},
    attribute::span_of,
    diagnostics::Diagnostics,
    keyword::{CompletionList, Section, all_of, is_reserved, nearest, suggestion},
};

/// Reads a whole `ruma_api!` block.
pub(crate) fn parse(tokens: TokenStream, diagnostics: &Diagnostics) -> Definition {
    let mut definition = Definition::default();
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            if let Err(error) = parse_section(input, &mut definition, diagnostics) {
                definition.unknown_sections.push(error.span());
                diagnostics.push(error);
                skip_to_section(input);
            }
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens) {
        diagnostics.push(error);
    }
    report_missing_sections(&definition, diagnostics);
    definition
}

/// Reported after the last section; the whole block is at fault only where there is none.
fn report_missing_sections(definition: &Definition, diagnostics: &Diagnostics) {
    let missing: Vec<_> = [
        (Section::Metadata, definition.metadata.is_none()),
        (Section::Request, definition.request.is_none()),
        (Section::Response, definition.response.is_none()),
    ]
    .into_iter()
    .filter_map(|(section, missing)| missing.then_some(section.word()))
    .collect();
    // What could not be read may be what is missing.
    if missing.len() <= definition.unknown_sections.len() {
        return;
    }
    let braces: Vec<String> = missing.iter().map(|word| format!("{word} {{ .. }}")).collect();
    let last = [
        definition.metadata.as_ref().map(|section| section.keyword.span()),
        definition.request.as_ref().map(|section| section.keyword.span()),
        definition.response.as_ref().map(|section| section.keyword.span()),
        definition.error.as_ref().map(|section| section.keyword.span()),
    ]
    .into_iter()
    .chain(definition.unknown_sections.iter().copied().map(Some))
    .flatten()
    .max_by_key(|span| position(*span));
    diagnostics.error(
        last.unwrap_or_else(Span::call_site),
        format!(
            "this definition lacks {}; write {}",
            all_of(missing.iter().copied()),
            all_of(braces.iter().map(String::as_str)),
        ),
    );
}

/// Reads one section, with the attributes ahead of it.
fn parse_section(
    input: ParseStream<'_>,
    definition: &mut Definition,
    diagnostics: &Diagnostics,
) -> syn::Result<()> {
    let attributes = outer_attributes(input)?;
    report_keyword_of_rust(input, diagnostics);
    let keyword = parse_section_keyword(input, &attributes)?;
    diagnostics.complete(CompletionList::Sections, &keyword);
    let Some(section) = known_section(&keyword, diagnostics) else {
        definition.unknown_sections.push(keyword.span());
        skip_to_section(input);
        return Ok(());
    };
    match section {
        Section::Metadata | Section::Error => report_attributes(&attributes, section, diagnostics),
        Section::Request | Section::Response => {}
    }
    let repeated = match section {
        Section::Metadata => definition.metadata.as_ref().map(|first| first.keyword.span()),
        Section::Request => definition.request.as_ref().map(|first| first.keyword.span()),
        Section::Response => definition.response.as_ref().map(|first| first.keyword.span()),
        Section::Error => definition.error.as_ref().map(|first| first.keyword.span()),
    };
    if let Some(first) = repeated {
        report_repeated(&keyword, "section", first, diagnostics);
        skip_to_section(input);
        return Ok(());
    }
    match section {
        Section::Metadata => {
            let mut metadata = crate::ast::Metadata::new(keyword);
            match section_content(input, &metadata.keyword, diagnostics) {
                Some(content) => metadata::parse(&content, &mut metadata, diagnostics),
                None => metadata.unreadable = true,
            }
            definition.metadata = Some(metadata);
        }
        Section::Request | Section::Response => {
            let content = section_content(input, &keyword, diagnostics);
            let message = message::parse(attributes, keyword, content.as_ref(), diagnostics);
            match section {
                Section::Request => definition.request = Some(message),
                _ => definition.response = Some(message),
            }
        }
        Section::Error => {
            let ty = or_report(parse_error_type(input, &keyword), diagnostics);
            if ty.is_none() {
                skip_to_section(input);
            }
            definition.error = Some(ErrorType { keyword, ty });
        }
    }
    if input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
    }
    Ok(())
}

/// The attributes that stand here.
fn outer_attributes(input: ParseStream<'_>) -> syn::Result<Vec<Attribute>> {
    let start = input.span();
    input
        .call(Attribute::parse_outer)
        .map_err(|_| syn::Error::new(start, "expected an attribute in brackets: `#[..]`"))
}

fn parse_section_keyword(input: ParseStream<'_>, attributes: &[Attribute]) -> syn::Result<Ident> {
    if let (true, Some(attribute)) = (input.is_empty(), attributes.first()) {
        return Err(syn::Error::new(
            span_of(attribute),
            "attributes stand ahead of `request` or `response`; none follows",
        ));
    }
    let keyword = input.call(Ident::parse_any).map_err(|error| {
        syn::Error::new(
            error.span(),
            "expected a section: `metadata`, `request`, `response` or `error`",
        )
    });
    if keyword.is_err() {
        skip_token(input);
    }
    keyword
}

/// `pub` or `struct` ahead of a section is reported and skipped.
fn report_keyword_of_rust(input: ParseStream<'_>, diagnostics: &Diagnostics) {
    let ahead = input.fork();
    let Ok(written) = ahead.call(Ident::parse_any) else { return };
    let section = ahead.cursor().ident().map(|(ident, _)| ident.to_string());
    let is_section = section.as_deref().is_some_and(|word| Section::from_word(word).is_some());
    if is_section && is_reserved(&written) {
        diagnostics.error(
            written.span(),
            format!("a section begins with its own word; remove `{written}`"),
        );
        skip_token(input);
    }
}

/// The section that the keyword means; a misspelt one is reported and read as what it was meant to be.
fn known_section(keyword: &Ident, diagnostics: &Diagnostics) -> Option<Section> {
    let word = keyword.to_string();
    let section = Section::from_word(&word);
    if section.is_some() {
        return section;
    }
    diagnostics.error(
        keyword.span(),
        format!("unknown section `{word}`; {}", suggestion(&word, Section::words())),
    );
    nearest(&word, Section::words()).and_then(Section::from_word)
}

fn report_attributes(attributes: &[Attribute], section: Section, diagnostics: &Diagnostics) {
    for attribute in attributes {
        diagnostics.error(
            span_of(attribute),
            format!(
                "`{}` takes no attributes; those ahead of `request` and `response` go onto the types",
                section.word()
            ),
        );
    }
}

/// What stands in the braces of a section; what else stands ahead of them is reported and skipped.
fn section_content(
    input: ParseStream<'_>,
    keyword: &Ident,
    diagnostics: &Diagnostics,
) -> Option<TokenStream> {
    if input.cursor().group(Delimiter::Brace).is_none() {
        let span = if input.is_empty() { keyword.span() } else { input.span() };
        let problem = if input.peek(Token![:]) && input.peek2(token::Brace) {
            format!("no `:` stands between `{keyword}` and its braces")
        } else if input.peek(Token![<]) {
            format!("a {keyword} is one type, without parameters")
        } else {
            format!("expected `{{ .. }}` after `{keyword}`")
        };
        diagnostics.error(span, problem);
        while !input.is_empty() && !input.peek(token::Brace) && !at_section(input) {
            skip_token(input);
        }
    }
    or_report(braces(input)?, diagnostics)
}

/// The content of the group in braces that stands here, if one does.
fn braces(input: ParseStream<'_>) -> Option<syn::Result<TokenStream>> {
    input.cursor().group(Delimiter::Brace)?;
    let read = || {
        let content;
        syn::braced!(content in input);
        content.parse()
    };
    Some(read())
}

fn parse_error_type(input: ParseStream<'_>, keyword: &Ident) -> syn::Result<syn::Type> {
    const EXPECTED: &str = "expected `:` and a type after `error`, such as `error: MatrixError`";
    if !input.peek(Token![:]) {
        let span = if input.is_empty() { keyword.span() } else { input.span() };
        return Err(syn::Error::new(span, EXPECTED));
    }
    let colon: Token![:] = input.parse()?;
    input.parse().map_err(|error: syn::Error| {
        syn::Error::new(if input.is_empty() { colon.span } else { error.span() }, EXPECTED)
    })
}

/// `{what} `x` is given twice`, at the second place, naming the first.
fn report_repeated(second: &Ident, what: &str, first: Span, diagnostics: &Diagnostics) {
    diagnostics.error(
        second.span(),
        format!("the {what} `{second}` is given twice, first on line {}", first.start().line),
    );
}

/// For putting places into source order.
pub(crate) fn position(span: Span) -> (usize, usize) {
    let start = span.start();
    (start.line, start.column)
}

fn or_report<T>(result: syn::Result<T>, diagnostics: &Diagnostics) -> Option<T> {
    result.map_err(|error| diagnostics.push(error)).ok()
}

/// Skips what cannot be read, up to something that begins a section.
fn skip_to_section(input: ParseStream<'_>) {
    while !input.is_empty() && !at_section(input) {
        skip_token(input);
    }
}

fn at_section(input: ParseStream<'_>) -> bool {
    if input.peek(Token![#]) {
        return true;
    }
    let Some((ident, _)) = input.cursor().ident() else { return false };
    Section::from_word(&ident.to_string()).is_some()
}

/// Skips a key's value or what is left of it, up to and with the next comma.
fn skip_past_comma(input: ParseStream<'_>) {
    while !input.is_empty() {
        let at_comma = input.peek(Token![,]);
        skip_token(input);
        if at_comma {
            return;
        }
    }
}

fn skip_token(input: ParseStream<'_>) {
    // A token tree can always be read where the input is not empty.
    let _ = input.parse::<TokenTree>();
}
