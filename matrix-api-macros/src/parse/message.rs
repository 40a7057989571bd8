//! `request { .. }` and `response { .. }`: named fields with attributes.

use proc_macro2::{Ident, TokenStream};
use syn::{
    Attribute, Meta, Token, Visibility,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    spanned::Spanned,
};

use super::{or_report, outer_attributes, skip_token};
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
        unreadable: Vec::new(),
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
    match content {
        Some(content) => parse_fields(content, &mut message, diagnostics),
        None => message.unreadable.push(None),
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
                format!("`{word}` belongs to a field; write `#[ruma_api({word})]` ahead of one"),
            );
            false
        }
        Ok(word) => {
            diagnostics.error(
                word.span(),
                format!("unknown word `{word}`; the only one here is `exhaustive`"),
            );
            false
        }
        Err(error) => {
            diagnostics.error(error.span(), "expected `#[ruma_api(exhaustive)]`");
            false
        }
    }
}

fn parse_fields(content: &TokenStream, message: &mut Message, diagnostics: &Diagnostics) {
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            let mut name = None;
            match parse_field(input, &mut name, diagnostics) {
                Ok(field) => {
                    message.fields.push(field);
                    finish_field(input, diagnostics);
                }
                Err(error) => {
                    message.unreadable.push(name.clone());
                    diagnostics.push(error);
                    // A half-typed field ends where the next one begins.
                    if name.is_none() || !at_field(input) {
                        skip_to_field(input);
                    }
                }
            }
        }
        Ok(())
    };
    or_report(parser.parse2(content.clone()), diagnostics);
}

/// Reads a field without the comma; `name` is its name as soon as that is known.
fn parse_field(
    input: ParseStream<'_>,
    name: &mut Option<Ident>,
    diagnostics: &Diagnostics,
) -> syn::Result<Field> {
    let attributes = outer_attributes(input)?;
    if let (true, Some(last)) = (input.is_empty(), attributes.last()) {
        return Err(syn::Error::new(span_of(last), "expected a field after this attribute"));
    }
    let visibility: Visibility = input.parse()?;
    let at_end = input.is_empty();
    let ident = input.call(Ident::parse_any).map_err(|error| {
        syn::Error::new(
            if at_end { visibility.span() } else { error.span() },
            "expected a field: a name, `:` and a type",
        )
    })?;
    if is_reserved(&ident) && !input.peek(Token![:]) {
        return Err(syn::Error::new(
            ident.span(),
            format!("only fields stand here, `name: Type`; `{ident}` begins none"),
        ));
    }
    let ident = allowed_name(ident, diagnostics);
    *name = Some(ident.clone());
    if input.peek(Token![:]) && !input.peek(Token![::]) {
        input.parse::<Token![:]>()?;
    } else if ends_field(input) {
        let is_type = ident.to_string().starts_with(char::is_uppercase);
        return Err(syn::Error::new(
            ident.span(),
            if is_type {
                format!("every field has a name; write `name: {ident}`")
            } else {
                format!("`{ident}` has no type; write `{ident}: Type`")
            },
        ));
    } else {
        return Err(input.error(format!("expected `:` and a type after the name `{ident}`")));
    }
    if ends_field(input) {
        return Err(syn::Error::new(
            ident.span(),
            format!("`{ident}` has no type; write `{ident}: Type`"),
        ));
    }
    let ty = input.parse().map_err(|error: syn::Error| {
        syn::Error::new(
            if input.is_empty() { ident.span() } else { error.span() },
            format!("expected a type after `{ident}:`"),
        )
    })?;
    let attributes = FieldAttributes::sort(attributes, diagnostics);
    Ok(Field { attributes, visibility, ident, ty })
}

/// Whether a field cannot go on here.
fn ends_field(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || at_field(input)
}

/// A keyword is no name of a field; it is reported, and the field has the nearest name that is one.
fn allowed_name(ident: Ident, diagnostics: &Diagnostics) -> Ident {
    if !is_reserved(&ident) {
        return ident;
    }
    let span = ident.span();
    let written = ident.to_string();
    if syn::parse_str::<Ident>(&format!("r#{written}")).is_ok() {
        diagnostics.error(
            span,
            format!(
                "`{written}` is a keyword; write `r#{written}`, which is `{written}` on the wire"
            ),
        );
        return Ident::new_raw(&written, span);
    }
    let name = format!("{}_", written.to_lowercase());
    if written == "_" {
        diagnostics.error(span, "every field has a name; `_` is none");
    } else {
        diagnostics.error(
            span,
            format!(
                "no field can be called `{written}`; write `{name}` with `#[serde(rename = \
                 \"{written}\")]`"
            ),
        );
    }
    Ident::new(&name, span)
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
            "a field has no value; that of an absent one is given by `#[serde(default = \"function\")]`",
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
