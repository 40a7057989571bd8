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
    keyword::{Section, all_of, nearest, suggestion},
};

/// Reads a whole `ruma_api!` block.
pub(crate) fn parse(tokens: TokenStream, diagnostics: &Diagnostics) -> Definition {
    let mut definition = Definition::default();
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            if let Err(error) = parse_section(input, &mut definition, diagnostics) {
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

fn report_missing_sections(definition: &Definition, diagnostics: &Diagnostics) {
    let missing: Vec<_> = [
        (Section::Metadata, definition.metadata.is_none()),
        (Section::Request, definition.request.is_none()),
        (Section::Response, definition.response.is_none()),
    ]
    .into_iter()
    .filter_map(|(section, missing)| missing.then_some(section.word()))
    .collect();
    if !missing.is_empty() {
        diagnostics.error(
            Span::call_site(),
            format!(
                "this definition lacks {}; write {}",
                all_of(missing.iter().copied()),
                all_of(
                    missing
                        .iter()
                        .map(|word| format!("{word} {{ .. }}"))
                        .collect::<Vec<_>>()
                        .iter()
                        .map(String::as_str)
                ),
            ),
        );
    }
}

/// Reads one section, with the attributes ahead of it.
fn parse_section(
    input: ParseStream<'_>,
    definition: &mut Definition,
    diagnostics: &Diagnostics,
) -> syn::Result<()> {
    let attributes = input.call(Attribute::parse_outer)?;
    let keyword = parse_section_keyword(input)?;
    let Some(section) = known_section(&keyword, diagnostics) else {
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
            let content = section_content(input, &metadata.keyword);
            if let Some(content) = or_report(content, diagnostics) {
                metadata::parse(&content, &mut metadata, diagnostics);
            }
            definition.metadata = Some(metadata);
        }
        Section::Request | Section::Response => {
            let content = section_content(input, &keyword);
            let content = or_report(content, diagnostics);
            let message = message::parse(attributes, keyword, content.as_ref(), diagnostics);
            match section {
                Section::Request => definition.request = Some(message),
                _ => definition.response = Some(message),
            }
        }
        Section::Error => {
            let ty = or_report(parse_error_type(input), diagnostics);
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

fn parse_section_keyword(input: ParseStream<'_>) -> syn::Result<Ident> {
    if input.is_empty() {
        return Err(input.error("expected `request` or `response` after these attributes"));
    }
    input.call(Ident::parse_any).map_err(|error| {
        syn::Error::new(
            error.span(),
            "expected a section: `metadata`, `request`, `response` or `error`",
        )
    })
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

fn section_content(input: ParseStream<'_>, keyword: &Ident) -> syn::Result<TokenStream> {
    if input.peek(Token![:]) && input.peek2(token::Brace) {
        return Err(input.error(format!("no `:` stands between `{keyword}` and its braces")));
    }
    match input.cursor().group(Delimiter::Brace) {
        Some(_) => {
            let content;
            syn::braced!(content in input);
            content.parse()
        }
        None => Err(input.error(format!("expected `{{ .. }}` after `{keyword}`"))),
    }
}

fn parse_error_type(input: ParseStream<'_>) -> syn::Result<syn::Type> {
    if !input.peek(Token![:]) {
        return Err(
            input.error("expected `:` and a type after `error`, such as `error: UiaaResponse`")
        );
    }
    input.parse::<Token![:]>()?;
    input.parse().map_err(|error| {
        syn::Error::new(error.span(), "expected the type of the endpoint's errors")
    })
}

/// `{what} `x` is given twice`, at the second place, naming the first.
fn report_repeated(second: &Ident, what: &str, first: Span, diagnostics: &Diagnostics) {
    diagnostics.error(
        second.span(),
        format!("the {what} `{second}` is given twice, first on line {}", first.start().line),
    );
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
