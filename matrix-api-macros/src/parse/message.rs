//! `request { .. }` and `response { .. }`: named fields with attributes.

use proc_macro2::{Delimiter, Ident, TokenStream};
use syn::{
    Attribute, Expr, LitInt, Meta, Path, Token, Type, Visibility,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    spanned::Spanned,
    token,
};

use crate::{
    ast::{Field, Message, unknown_type},
    attribute::{FieldAttributes, span_of},
    diagnostics::Diagnostics,
    http_names::STATUSES,
    keyword::{CompletionList, FieldKeyword, MessageKeyword, is_reserved},
    recovery::{or_report, outer_attributes, skip_token},
    suggestion::{source_text, suggestion},
};

pub(super) fn parse(
    attributes: Vec<Attribute>,
    keyword: Ident,
    content: Option<&TokenStream>,
    diagnostics: &Diagnostics,
) -> Message {
    let mut message = Message::new(keyword);
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
        None => message.unreadable = true,
    }
    message
}

fn parse_exhaustive(attribute: &Attribute, diagnostics: &Diagnostics) -> bool {
    let Meta::List(list) = &attribute.meta else {
        diagnostics.error(span_of(attribute), "expected `#[ruma_api(exhaustive)]`");
        return false;
    };
    let ident: Ident = match list.parse_args_with(Ident::parse_any) {
        Ok(ident) => ident,
        Err(error) => {
            diagnostics.error(error.span(), "expected `#[ruma_api(exhaustive)]`");
            return false;
        }
    };
    diagnostics.complete(CompletionList::Messages, &ident);
    let written = ident.to_string();
    if MessageKeyword::named(&written) == Some(MessageKeyword::Exhaustive) {
        return true;
    }
    let message = if FieldKeyword::named(&written).is_some() {
        format!("`{ident}` belongs to a field; write `#[ruma_api({ident})]` before a field")
    } else {
        let advice = suggestion(&written, MessageKeyword::NAMES);
        format!("unknown keyword `{ident}`; {advice}")
    };
    diagnostics.error(ident.span(), message);
    false
}

fn parse_fields(content: &TokenStream, message: &mut Message, diagnostics: &Diagnostics) {
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            if input.peek(Token![#]) && input.peek2(Token![!]) {
                skip_inner_attribute(input, &message.keyword, diagnostics);
                continue;
            }
            let parsed = match status_among_fields(input, &message.keyword) {
                Some(error) => Err(error),
                None => parse_field(input, diagnostics),
            };
            match parsed {
                Ok(ParsedField::Whole(field)) => {
                    finish_field(input, &field, diagnostics);
                    message.fields.push(field);
                }
                Ok(ParsedField::Half(field)) => {
                    message.unreadable |= field.is_none();
                    message.fields.extend(field);
                    // A half-typed field ends where the next one begins.
                    if !at_field(input) {
                        skip_to_field(input);
                    }
                }
                Err(error) => {
                    message.unreadable = true;
                    diagnostics.push(error);
                    skip_to_field(input);
                }
            }
        }
        Ok(())
    };
    or_report(parser.parse2(content.clone()), diagnostics);
}

/// The error for `200 => ..` in a response.
fn status_among_fields(input: ParseStream<'_>, section: &Ident) -> Option<syn::Error> {
    if section != "response" || !input.peek2(Token![=>]) {
        return None;
    }
    let name = if let Ok(number) = input.fork().parse::<LitInt>() {
        let code = number.base10_parse::<u16>().unwrap_or_default();
        let known = STATUSES.iter().find(|(known, _)| *known == code);
        known.map(|(_, name)| (*name).to_owned())
    } else {
        let written = input.fork().call(Ident::parse_any).ok()?.to_string();
        STATUSES.iter().any(|(_, name)| *name == written).then_some(written)
    };
    let message = match name {
        Some(name) => format!(
            "a section has the fields of one status; write another section: `response {name} {{ .. }}`"
        ),
        None => {
            "expected a field: `name: Type`; for error responses write `error: Type` after the \
                 sections"
                .to_owned()
        }
    };
    Some(syn::Error::new(input.span(), message))
}

/// `#![..]` is reported and skipped.
fn skip_inner_attribute(input: ParseStream<'_>, keyword: &Ident, diagnostics: &Diagnostics) {
    let span = input.span();
    diagnostics
        .error(span, format!("unexpected inner attribute; write `#[..]` before `{keyword}`"));
    skip_token(input);
    skip_token(input);
    if input.peek(token::Bracket) {
        skip_token(input);
    }
}

/// What could be read of a field.
enum ParsedField {
    Whole(Field),
    /// The rest was reported; a field without a name is absent.
    Half(Option<Field>),
}

/// Reads a field without the comma.
fn parse_field(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<ParsedField> {
    let attributes = outer_attributes(input)?;
    let last = attributes.last().map(|last| {
        let what = if last.path().is_ident("doc") { "documentation" } else { "attribute" };
        (span_of(last), what)
    });
    let mut attributes = FieldAttributes::sort(attributes, diagnostics);
    if input.peek(token::Bracket) {
        diagnostics.error(input.span(), "an attribute begins with `#`; write `#[..]`");
        skip_token(input);
        attributes.unreadable = true;
    }
    if let (true, Some((last, what))) = (input.is_empty(), last) {
        return Err(syn::Error::new(last, format!("expected a field after this {what}")));
    }
    let visibility: Visibility = input.parse()?;
    skip_modifier(input, diagnostics);
    let at_end = input.is_empty();
    let ident = input.call(Ident::parse_any).map_err(|error| {
        syn::Error::new(
            if at_end { visibility.span() } else { error.span() },
            "expected a field: `name: Type`",
        )
    })?;
    let unexpected = || format!("unexpected `{ident}`; expected a field: `name: Type`");
    if is_reserved(&ident) && !input.peek(Token![:]) {
        return Err(syn::Error::new(ident.span(), unexpected()));
    }
    if [Delimiter::Brace, Delimiter::Parenthesis]
        .iter()
        .any(|delimiter| input.cursor().group(*delimiter).is_some())
    {
        diagnostics.error(ident.span(), unexpected());
        return Ok(ParsedField::Half(None));
    }
    let ident = allowed_name(ident, diagnostics);
    if ident.to_string().starts_with(char::is_uppercase) && ends_field(input) {
        let message = format!("the field has no name; write `name: {ident}`");
        diagnostics.error(ident.span(), message);
        return Ok(ParsedField::Half(None));
    }
    let half_option = begins_option(input);
    Ok(match parse_type(input, &ident) {
        Ok(ty) => {
            ParsedField::Whole(Field { attributes, visibility, ident, ty, half_option: false })
        }
        Err(error) => {
            let ty = unknown_type(&error);
            diagnostics.push(error);
            ParsedField::Half(Some(Field { attributes, visibility, ident, ty, half_option }))
        }
    })
}

/// Reports and skips a modifier such as `mut` before `name:`.
fn skip_modifier(input: ParseStream<'_>, diagnostics: &Diagnostics) {
    let ahead = input.fork();
    let Ok(ident) = ahead.call(Ident::parse_any) else { return };
    let is_modifier = ["let", "mut", "pub", "ref"].iter().any(|modifier| ident == modifier);
    if is_modifier && ahead.peek(Ident::peek_any) && ahead.peek2(Token![:]) {
        diagnostics.error(ident.span(), format!("unexpected `{ident}` before a field; remove it"));
        skip_token(input);
    }
}

/// Reads `: Type`.
fn parse_type(input: ParseStream<'_>, name: &Ident) -> syn::Result<Type> {
    let has_colon = input.peek(Token![:]) && !input.peek(Token![::]);
    if has_colon {
        input.parse::<Token![:]>()?;
    }
    if ends_field(input) {
        return Err(syn::Error::new(
            name.span(),
            format!("`{name}` has no type; write `{name}: Type`"),
        ));
    }
    if !has_colon {
        return Err(input.error(format!("expected `:` and a type after `{name}`")));
    }
    let start = input.span();
    input.parse().map_err(|error: syn::Error| {
        if ends_field(input) {
            syn::Error::new(start, format!("the type of `{name}` is incomplete"))
        } else {
            syn::Error::new(error.span(), format!("expected a type after `{name}:`"))
        }
    })
}

/// Whether `: Option<` stands here, perhaps with a path.
fn begins_option(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    if ahead.parse::<Token![:]>().is_err() {
        return false;
    }
    let path = ahead.call(Path::parse_mod_style);
    let last = path.ok().and_then(|path| path.segments.into_iter().next_back());
    last.is_some_and(|last| last.ident == "Option") && ahead.peek(Token![<])
}

/// Whether a field ends here.
fn ends_field(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || at_field(input)
}

/// The field's name. A keyword of Rust is reported, and replaced by the nearest name that is allowed.
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
                "`{written}` is a keyword of Rust; write `r#{written}`, which is sent as `{written}`"
            ),
        );
        return Ident::new_raw(&written, span);
    }
    let name = format!("{}_", written.to_lowercase());
    if written == "_" {
        diagnostics.error(span, "`_` cannot be a field's name; write `name: Type`");
    } else {
        diagnostics.error(
            span,
            format!(
                "`{written}` cannot be a field's name; write `{name}` with `#[serde(rename = \
                 \"{written}\")]`"
            ),
        );
    }
    Ident::new(&name, span)
}

/// Consumes the comma after a field; anything else is reported.
fn finish_field(input: ParseStream<'_>, field: &Field, diagnostics: &Diagnostics) {
    if input.is_empty() || input.parse::<Token![,]>().is_ok() {
        return;
    }
    if input.peek(Token![=]) {
        let Field { ident, ty, .. } = field;
        let ahead = input.fork();
        let value = ahead.parse::<Token![=]>().and_then(|_| ahead.parse::<Expr>());
        let function = value.map_or_else(
            |_| String::new(),
            |value| {
                let (ty, value) = (source_text(ty), source_text(&value));
                format!(" and `fn {ident}() -> {ty} {{ {value} }}`")
            },
        );
        diagnostics.error(
            input.span(),
            format!(
                "a field cannot have a value; write `#[serde(default = \"{ident}\")]`{function}"
            ),
        );
    } else {
        diagnostics.error(input.span(), "expected `,` after the field's type");
        if at_field(input) {
            return;
        }
    }
    skip_to_field(input);
}

/// Skips to the next field: past a comma that a field follows, since a comma may also stand within `<..>`,
/// or past the semicolon or the braces of an item of Rust.
fn skip_to_field(input: ParseStream<'_>) {
    while !input.is_empty() {
        let at_end = input.peek(Token![,]) || input.peek(Token![;]) || input.peek(token::Brace);
        skip_token(input);
        if at_end && at_field(input) {
            return;
        }
    }
}

/// Whether a field seems to begin here.
fn at_field(input: ParseStream<'_>) -> bool {
    input.peek(Token![#])
        || input.peek(Token![pub])
        || (input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::]))
}
