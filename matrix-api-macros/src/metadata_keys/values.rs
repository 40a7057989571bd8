//! Readers of the values of keys. Each reads the value that stands here, or says what to write.

use proc_macro2::Ident;
use syn::{LitBool, LitInt, LitStr, Path, Token, ext::IdentExt, parse::ParseStream};

use crate::{
    diagnostics::Diagnostics,
    http_names::status_of_number,
    keyword::{AUTHENTICATION_SCHEMES, CompletionList},
    text::{self, Text},
};

pub(super) fn string(input: ParseStream<'_>, key: &Ident, _: &Diagnostics) -> syn::Result<Text> {
    if text::peek(input) {
        return text::read(input);
    }
    let message = match input.cursor().ident() {
        Some((bare, rest))
            if rest.eof() || rest.punct().is_some_and(|(next, _)| next.as_char() == ',') =>
        {
            format!("`{key}` takes a string literal: `{key}: \"{bare}\"`")
        }
        Some(_) => {
            format!("`{key}` takes a string literal, not an expression: `{key}: \"..\"`")
        }
        None => format!("`{key}` takes a string literal: `{key}: \"..\"`"),
    };
    Err(input.error(message))
}

pub(super) fn boolean(
    input: ParseStream<'_>,
    key: &Ident,
    _: &Diagnostics,
) -> syn::Result<LitBool> {
    let is_quoted = input.peek(LitStr);
    let scheme = input
        .cursor()
        .ident()
        .map(|(ident, _)| ident.to_string())
        .filter(|written| AUTHENTICATION_SCHEMES.contains(&written.as_str()));
    input.parse().map_err(|error: syn::Error| {
        let message = match scheme {
            Some(scheme) => format!(
                "`{key}` takes `true` or `false`; for a scheme write `authentication: {scheme}`"
            ),
            None if is_quoted => format!("`{key}` takes `true` or `false`, without quotes"),
            None => format!("`{key}` takes `true` or `false`"),
        };
        syn::Error::new(error.span(), message)
    })
}

pub(super) fn method(
    input: ParseStream<'_>,
    key: &Ident,
    diagnostics: &Diagnostics,
) -> syn::Result<Ident> {
    let method = constant(input, key, "POST", "http::Method")?;
    diagnostics.complete(CompletionList::Methods, &method);
    Ok(method)
}

pub(super) fn status(
    input: ParseStream<'_>,
    key: &Ident,
    diagnostics: &Diagnostics,
) -> syn::Result<Ident> {
    if let Ok(number) = input.fork().parse::<LitInt>() {
        return Err(syn::Error::new(number.span(), status_of_number(&number)));
    }
    let status = constant(input, key, "OK", "http::StatusCode")?;
    diagnostics.complete(CompletionList::Statuses, &status);
    if input.peek(Token![|]) {
        let ahead = input.fork();
        let other = ahead.parse::<Token![|]>().and_then(|_| ahead.call(Ident::parse_any));
        let other = other.map_or_else(|_| "CREATED".to_owned(), |other| other.to_string());
        return Err(input.error(format!(
            "a section has one status; write another section: `response {other} {{ .. }}`"
        )));
    }
    Ok(status)
}

/// The name of an associated constant of `ty`.
fn constant(input: ParseStream<'_>, key: &Ident, example: &str, ty: &str) -> syn::Result<Ident> {
    if let Ok(quoted) = input.fork().parse::<LitStr>() {
        let bare = quoted.value().to_uppercase();
        let advice = if bare.is_empty() { example } else { &bare };
        return Err(syn::Error::new(
            quoted.span(),
            format!("a {key} is written without quotes: `{key}: {advice}`"),
        ));
    }
    if input.peek2(Token![::])
        && let Ok(path) = input.fork().call(Path::parse_mod_style)
        && let (Some(first), Some(last)) = (path.segments.first(), path.segments.last())
    {
        return Err(syn::Error::new(
            first.ident.span(),
            format!("a {key} is written without a path: `{key}: {}`", last.ident),
        ));
    }
    input.call(Ident::parse_any).map_err(|error| {
        syn::Error::new(
            error.span(),
            format!("expected a constant of `{ty}`, such as `{key}: {example}`"),
        )
    })
}

pub(super) fn scheme(
    input: ParseStream<'_>,
    key: &Ident,
    diagnostics: &Diagnostics,
) -> syn::Result<Path> {
    let start = input.span();
    if let Ok(flag) = input.fork().parse::<LitBool>() {
        return Err(syn::Error::new(
            start,
            format!("`{key}` takes a type; write `requires_authentication: {}`", flag.value),
        ));
    }
    if let Ok(quoted) = input.fork().parse::<LitStr>() {
        return Err(syn::Error::new(
            start,
            format!("a scheme is written without quotes: `{key}: {}`", quoted.value()),
        ));
    }
    let path = input.call(Path::parse_mod_style).map_err(|_| {
        syn::Error::new(
            start,
            "expected the type of an authentication scheme, such as `AccessToken`",
        )
    })?;
    if let Some(scheme) = path.get_ident() {
        diagnostics.complete(CompletionList::Schemes, scheme);
    }
    Ok(path)
}
