//! What all parsers share: reporting what cannot be read, and skipping it.

use proc_macro2::{Ident, Span, TokenTree};
use syn::{Attribute, Token, parse::ParseStream};

use crate::{diagnostics::Diagnostics, keyword::Section};

pub(crate) fn or_report<T>(result: syn::Result<T>, diagnostics: &Diagnostics) -> Option<T> {
    result.map_err(|error| diagnostics.push(error)).ok()
}

/// Reports the second of two things with the same name.
pub(crate) fn report_repeated(second: &Ident, what: &str, first: Span, diagnostics: &Diagnostics) {
    diagnostics.error(
        second.span(),
        format!("duplicate {what} `{second}`, first on line {}; remove one", first.start().line),
    );
}

/// Reads the attributes that stand here.
pub(crate) fn outer_attributes(input: ParseStream<'_>) -> syn::Result<Vec<Attribute>> {
    let start = input.span();
    input
        .call(Attribute::parse_outer)
        .map_err(|_| syn::Error::new(start, "expected an attribute in brackets: `#[..]`"))
}

/// Skips up to the next comma, and the comma itself.
pub(crate) fn skip_past_comma(input: ParseStream<'_>) {
    while !input.is_empty() {
        let at_comma = input.peek(Token![,]);
        skip_token(input);
        if at_comma {
            return;
        }
    }
}

pub(crate) fn skip_token(input: ParseStream<'_>) {
    // A token tree can always be read if the input is not empty.
    let _ = input.parse::<TokenTree>();
}

/// Whether something stands here that begins a section.
pub(crate) fn at_section(input: ParseStream<'_>) -> bool {
    input.peek(Token![#]) || section_at(input).is_some()
}

/// The section whose keyword stands here.
pub(crate) fn section_at(input: ParseStream<'_>) -> Option<Section> {
    let (ident, _) = input.cursor().ident()?;
    Section::named(&ident.to_string())
}
