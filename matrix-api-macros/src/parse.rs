//! Tokens to syntax tree.
//!
//! A section, key or field that cannot be read is reported and left out; the rest is read all the same.

mod example;
mod json;
mod message;
mod metadata;
mod response_status;

use proc_macro2::{Delimiter, Ident, Span, TokenStream};
use syn::{
    Attribute, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    token,
};

use crate::{
    ast::{Definition, ErrorType, Message},
    attribute::span_of,
    diagnostics::{Diagnostics, position},
    keyword::{CompletionList, Section, is_reserved},
    metadata_keys::Metadata,
    recovery::{at_section, or_report, outer_attributes, report_repeated, section_at, skip_token},
    suggestion::{all_of, nearest, source_text, suggestion},
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

/// Missing sections are reported at the last section, or at the whole block if it is empty.
fn report_missing_sections(definition: &Definition, diagnostics: &Diagnostics) {
    let missing: Vec<_> = [Section::Metadata, Section::Request, Section::Response]
        .into_iter()
        .filter(|section| definition.keyword(*section).is_none())
        .map(Section::name)
        .collect();
    // An unknown section may be the one that is missing.
    if missing.len() <= definition.unknown_sections.len() {
        return;
    }
    let braces: Vec<String> = missing.iter().map(|name| format!("{name} {{ .. }}")).collect();
    let last = Section::ALL
        .iter()
        .filter_map(|section| definition.keyword(*section).map(Ident::span))
        .chain(definition.unknown_sections.iter().copied())
        .max_by_key(|span| position(*span));
    diagnostics.error(
        last.unwrap_or_else(Span::call_site),
        format!("the definition lacks {}; add {}", all_of(&missing), all_of(&braces),),
    );
}

/// Reads one section, with the attributes before it.
fn parse_section(
    input: ParseStream<'_>,
    definition: &mut Definition,
    diagnostics: &Diagnostics,
) -> syn::Result<()> {
    let attributes = outer_attributes(input)?;
    skip_rust_keyword(input, diagnostics);
    let keyword = parse_section_keyword(input, &attributes)?;
    diagnostics.complete(CompletionList::Sections, &keyword);
    let Some(section) = known_section(&keyword, diagnostics) else {
        definition.unknown_sections.push(keyword.span());
        skip_to_section(input);
        return Ok(());
    };
    if matches!(section, Section::Metadata | Section::Error) {
        report_attributes(&attributes, section, diagnostics);
    }
    let is_repeatable = matches!(section, Section::Response | Section::Example);
    if let Some(first) = definition.keyword(section).filter(|_| !is_repeatable) {
        report_repeated(&keyword, "section", first.span(), diagnostics);
        skip_to_section(input);
        return Ok(());
    }
    match section {
        Section::Metadata => {
            let mut metadata = Metadata::new(keyword);
            match section_content(input, &metadata.keyword, diagnostics) {
                Some(content) => metadata::parse(&content, &mut metadata, diagnostics),
                None => metadata.unreadable = true,
            }
            definition.metadata = Some(metadata);
        }
        Section::Request | Section::Response => {
            let errors = diagnostics.error_count();
            let status = response_status::parse(input, &keyword, diagnostics);
            let last = status.as_ref().map_or(&keyword, |status| &status.ident);
            let content = section_content(input, last, diagnostics);
            let mut message = message::parse(attributes, keyword, content.as_ref(), diagnostics);
            message.reported = diagnostics.error_count() > errors;
            match section {
                Section::Request => definition.request = Some(message),
                _ => definition.responses.push(Message { status, ..message }),
            }
        }
        Section::Error => {
            let ty = or_report(parse_error_type(input, &keyword), diagnostics);
            if ty.is_none() {
                skip_to_section(input);
            }
            definition.error = Some(ErrorType { keyword, ty });
        }
        Section::Example => {
            definition.examples.push(example::parse(input, keyword, &attributes, diagnostics));
        }
    }
    if input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
    }
    Ok(())
}

fn parse_section_keyword(input: ParseStream<'_>, attributes: &[Attribute]) -> syn::Result<Ident> {
    if let (true, Some(attribute)) = (input.is_empty(), attributes.first()) {
        return Err(syn::Error::new(
            span_of(attribute),
            "expected `request` or `response` after this attribute",
        ));
    }
    let keyword = input.call(Ident::parse_any).map_err(|error| {
        syn::Error::new(
            error.span(),
            "expected a section: `metadata`, `request`, `response`, `error` or `example`",
        )
    });
    if keyword.is_err() {
        skip_token(input);
    }
    keyword
}

/// Reports and skips a keyword of Rust, such as `pub` or `struct`, before a section.
fn skip_rust_keyword(input: ParseStream<'_>, diagnostics: &Diagnostics) {
    let ahead = input.fork();
    let Ok(written) = ahead.call(Ident::parse_any) else { return };
    if is_reserved(&written) && section_at(&ahead).is_some() {
        let message = format!("unexpected `{written}` before a section; remove it");
        diagnostics.error(written.span(), message);
        skip_token(input);
    }
}

/// The section that the keyword means; a misspelt one is reported and read as what was meant.
fn known_section(keyword: &Ident, diagnostics: &Diagnostics) -> Option<Section> {
    let written = keyword.to_string();
    let section = Section::named(&written);
    if section.is_some() {
        return section;
    }
    diagnostics.error(
        keyword.span(),
        format!("unknown section `{written}`; {}", suggestion(&written, Section::NAMES)),
    );
    nearest(&written, Section::NAMES).and_then(Section::named)
}

fn report_attributes(attributes: &[Attribute], section: Section, diagnostics: &Diagnostics) {
    for attribute in attributes {
        diagnostics.error(
            span_of(attribute),
            format!(
                "`{}` cannot have attributes; write them before `request` or `response`",
                section.name()
            ),
        );
    }
}

/// The content of a section's braces; other tokens before the braces are reported and skipped.
fn section_content(
    input: ParseStream<'_>,
    keyword: &Ident,
    diagnostics: &Diagnostics,
) -> Option<TokenStream> {
    if input.cursor().group(Delimiter::Brace).is_none() {
        let span = if input.is_empty() { keyword.span() } else { input.span() };
        let message = if input.peek(Token![:]) && input.peek2(token::Brace) {
            format!("unexpected `:` after `{keyword}`; remove it")
        } else if input.peek(Token![<]) {
            format!("`{keyword}` cannot have type parameters; remove them")
        } else if let Some(ty) = type_of_section(input) {
            format!(
                "a section has fields; for a type that is the whole body write `{keyword} {{ \
                 #[ruma_api(body)] pub body: {ty} }}`"
            )
        } else {
            format!("expected `{{ .. }}` after `{keyword}`")
        };
        diagnostics.error(span, message);
        while !input.is_empty() && !input.peek(token::Brace) && !at_section(input) {
            skip_token(input);
        }
    }
    or_report(braces(input)?, diagnostics)
}

/// `Type` of a section that is written `response = Type` or `response: Type`.
fn type_of_section(input: ParseStream<'_>) -> Option<String> {
    let ahead = input.fork();
    if ahead.parse::<Token![=]>().is_err() {
        ahead.parse::<Token![:]>().ok()?;
    }
    let ty: syn::Type = ahead.parse().ok()?;
    let at_end = ahead.is_empty() || ahead.peek(Token![,]) || ahead.peek(Token![;]);
    (at_end || at_section(&ahead)).then(|| source_text(&ty))
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

/// Skips up to something that begins a section.
fn skip_to_section(input: ParseStream<'_>) {
    while !input.is_empty() && !at_section(input) {
        skip_token(input);
    }
}
