//! `request { .. }` and `response { .. }`: named fields with attributes.

use proc_macro2::{Ident, TokenStream};
use syn::{
    Attribute, Meta, Token, Visibility,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use super::{or_report, skip_token};
use crate::{
    ast::{Field, Message},
    attribute::{FieldAttributes, span_of},
    diagnostics::Diagnostics,
    keyword::{EXHAUSTIVE, FieldWord},
};

pub(super) fn parse(
    attributes: Vec<Attribute>,
    keyword: Ident,
    content: Option<&TokenStream>,
    diagnostics: &Diagnostics,
) -> Message {
    let mut message = Message {
        keyword,
        attributes: Vec::new(),
        serde: Vec::new(),
        exhaustive: false,
        fields: Vec::new(),
    };
    for attribute in attributes {
        if attribute.path().is_ident("ruma_api") {
            message.exhaustive |= parse_exhaustive(&attribute, diagnostics);
        } else if attribute.path().is_ident("serde") {
            message.serde.push(attribute);
        } else {
            message.attributes.push(attribute);
        }
    }
    if let Some(content) = content {
        message.fields = parse_fields(content, diagnostics);
    }
    message
}

fn parse_exhaustive(attribute: &Attribute, diagnostics: &Diagnostics) -> bool {
    let Meta::List(list) = &attribute.meta else {
        diagnostics.error(span_of(attribute), "expected `#[ruma_api(exhaustive)]`");
        return false;
    };
    let word: syn::Result<Ident> = list.parse_args_with(Ident::parse_any);
    match word {
        Ok(word) if word == EXHAUSTIVE => true,
        Ok(word) if FieldWord::from_word(&word.to_string()).is_some() => {
            diagnostics.error(
                word.span(),
                format!("`{word}` belongs to a field; write it ahead of the field"),
            );
            false
        }
        Ok(word) => {
            diagnostics.error(word.span(), format!("unknown word `{word}`; expected `exhaustive`"));
            false
        }
        Err(error) => {
            diagnostics.error(error.span(), "expected `exhaustive`");
            false
        }
    }
}

fn parse_fields(content: &TokenStream, diagnostics: &Diagnostics) -> Vec<Field> {
    let mut fields = Vec::new();
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            match parse_field(input, diagnostics) {
                Ok(field) => {
                    fields.push(field);
                    finish_field(input, diagnostics);
                }
                Err(error) => {
                    diagnostics.push(error);
                    skip_to_field(input);
                }
            }
        }
        Ok(())
    };
    or_report(parser.parse2(content.clone()), diagnostics);
    fields
}

fn parse_field(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<Field> {
    let attributes = input.call(Attribute::parse_outer)?;
    if input.is_empty() {
        return Err(input.error("expected a field after these attributes"));
    }
    let visibility: Visibility = input.parse()?;
    let ident = input.call(Ident::parse_any).map_err(|error| {
        syn::Error::new(error.span(), "expected a field: a name, `:` and a type")
    })?;
    if is_reserved(&ident) {
        return Err(syn::Error::new(
            ident.span(),
            format!("`{ident}` is a keyword; write `r#{ident}`, which is `{ident}` on the wire"),
        ));
    }
    if !input.peek(Token![:]) {
        return Err(syn::Error::new(
            if input.is_empty() { ident.span() } else { input.span() },
            format!(
                "expected `:` and a type after `{ident}`; every field has a name: `name: Type`"
            ),
        ));
    }
    input.parse::<Token![:]>()?;
    let ty = input.parse().map_err(|error: syn::Error| {
        syn::Error::new(error.span(), format!("expected a type after `{ident}:`"))
    })?;
    let attributes = FieldAttributes::sort(attributes, diagnostics);
    Ok(Field { attributes, visibility, ident, ty })
}

/// Whether the identifier is a keyword that Rust does not take as a field's name.
fn is_reserved(ident: &Ident) -> bool {
    syn::parse_str::<Ident>(&ident.to_string()).is_err()
}

/// Consumes the comma after a field; what else stands there is reported.
fn finish_field(input: ParseStream<'_>, diagnostics: &Diagnostics) {
    if input.is_empty() || input.parse::<Token![,]>().is_ok() {
        return;
    }
    if input.peek(Token![=]) {
        diagnostics.error(
            input.span(),
            "a field has no value here; the value of an absent one is `#[serde(default = \"path\")]`",
        );
    } else {
        diagnostics.error(input.span(), "expected `,` after the field's type");
        if at_field(input) {
            return;
        }
    }
    skip_to_field(input);
}

/// Skips what cannot be read, past the comma ahead of the next field: commas inside of `<..>` do not count.
fn skip_to_field(input: ParseStream<'_>) {
    while !input.is_empty() {
        let at_comma = input.peek(Token![,]);
        skip_token(input);
        if at_comma && at_field(input) {
            return;
        }
    }
}

/// Whether something stands here that looks like the beginning of a field.
fn at_field(input: ParseStream<'_>) -> bool {
    input.peek(Token![#])
        || input.peek(Token![pub])
        || (input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::]))
}
