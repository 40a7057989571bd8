//! `metadata { key: value, .. }`.

use proc_macro2::{Ident, Span};
use syn::{
    LitBool, LitInt, LitStr, Path, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use super::{history, or_report, report_repeated, skip_past_comma};
use crate::{
    ast::{Keyed, Metadata},
    diagnostics::Diagnostics,
    http_names::STATUSES,
    keyword::{MetadataKey, nearest, suggestion},
};

/// Keys that other generations of this macro had, and how to say the same today.
const FORMER_KEYS: &[(&str, &str)] = &[
    ("added", "a version stands ahead of its path: `history: { 1.1 => \"/..\" }`"),
    ("deprecated", "it is a line of the history: `1.9 => deprecated`"),
    ("removed", "it is a line of the history: `1.12 => removed`"),
    ("r0_path", "it is a line of the history: `1.0 => \"/..\"`"),
    ("stable_path", "it is a line of the history: `1.1 => \"/..\"`"),
    ("unstable_path", "it is a line of the history: `unstable(\"feature\") => \"/..\"`"),
];

pub(super) fn parse(
    content: &proc_macro2::TokenStream,
    metadata: &mut Metadata,
    diagnostics: &Diagnostics,
) {
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            if let Err(error) = parse_entry(input, metadata, diagnostics) {
                diagnostics.push(error);
                skip_past_comma(input);
                continue;
            }
            finish_entry(input, diagnostics);
        }
        Ok(())
    };
    or_report(parser.parse2(content.clone()), diagnostics);
}

/// Consumes the comma after a value; a missing one is reported where the next key begins.
fn finish_entry(input: ParseStream<'_>, diagnostics: &Diagnostics) {
    if input.is_empty() || input.parse::<Token![,]>().is_ok() {
        return;
    }
    diagnostics.error(input.span(), "expected `,` ahead of this");
    let next_is_key = input.peek(syn::Ident) && input.peek2(Token![:]);
    if !next_is_key {
        skip_past_comma(input);
    }
}

/// Reads one `key: value`, without the comma.
fn parse_entry(
    input: ParseStream<'_>,
    metadata: &mut Metadata,
    diagnostics: &Diagnostics,
) -> syn::Result<()> {
    let ident = input.call(Ident::parse_any).map_err(|error| {
        syn::Error::new(error.span(), "expected a key of `metadata`, such as `method: POST`")
    })?;
    let Some(key) = known_key(&ident, diagnostics) else {
        skip_value(input);
        return Ok(());
    };
    let Metadata {
        description,
        method,
        name,
        path,
        history,
        rate_limited,
        requires_authentication,
        authentication,
        status,
        ..
    } = metadata;
    match key {
        MetadataKey::Description => keep(description, ident, input, diagnostics, string),
        MetadataKey::Name => keep(name, ident, input, diagnostics, string),
        MetadataKey::Path => keep(path, ident, input, diagnostics, string),
        MetadataKey::Method => keep(method, ident, input, diagnostics, read_method),
        MetadataKey::Status => keep(status, ident, input, diagnostics, read_status),
        MetadataKey::RateLimited => keep(rate_limited, ident, input, diagnostics, boolean),
        MetadataKey::RequiresAuthentication => {
            keep(requires_authentication, ident, input, diagnostics, boolean);
        }
        MetadataKey::Authentication => keep(authentication, ident, input, diagnostics, scheme),
        MetadataKey::History => {
            keep(history, ident, input, diagnostics, |input| history::parse(input, diagnostics));
        }
    }
    Ok(())
}

/// The key that was meant; an unknown one is reported.
fn known_key(ident: &Ident, diagnostics: &Diagnostics) -> Option<MetadataKey> {
    let written = ident.to_string();
    if let Some(key) = MetadataKey::from_word(&written) {
        return Some(key);
    }
    if let Some((_, advice)) = FORMER_KEYS.iter().find(|(former, _)| *former == written) {
        diagnostics.error(ident.span(), format!("unknown key `{written}`; {advice}"));
        return None;
    }
    diagnostics.error(
        ident.span(),
        format!("unknown key `{written}`; {}", suggestion(&written, MetadataKey::words())),
    );
    nearest(&written, MetadataKey::words()).and_then(MetadataKey::from_word)
}

/// Reads the value of a key into its slot and reports a key that is given twice.
///
/// A value that cannot be read is reported and skipped; the key counts as given.
fn keep<T>(
    slot: &mut Option<Keyed<T>>,
    key: Ident,
    input: ParseStream<'_>,
    diagnostics: &Diagnostics,
    value: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) {
    let parsed = colon(input, &key).and_then(|()| value(input));
    let value = or_report(parsed, diagnostics);
    if value.is_none() {
        skip_value(input);
    }
    match slot {
        Some(first) => report_repeated(&key, "key", first.key.span(), diagnostics),
        None => *slot = Some(Keyed { key, value }),
    }
}

fn colon(input: ParseStream<'_>, key: &Ident) -> syn::Result<()> {
    match input.parse::<Token![:]>() {
        Ok(_) => Ok(()),
        Err(error) => {
            Err(syn::Error::new(error.span(), format!("expected `:` and a value after `{key}`")))
        }
    }
}

fn skip_value(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        super::skip_token(input);
    }
}

fn string(input: ParseStream<'_>) -> syn::Result<LitStr> {
    input.parse().map_err(|error| syn::Error::new(error.span(), "expected a string literal"))
}

fn boolean(input: ParseStream<'_>) -> syn::Result<LitBool> {
    input.parse().map_err(|error| syn::Error::new(error.span(), "expected `true` or `false`"))
}

fn read_method(input: ParseStream<'_>) -> syn::Result<Ident> {
    if let Ok(quoted) = input.fork().parse::<LitStr>() {
        return Err(syn::Error::new(
            quoted.span(),
            format!("a method is written without quotes: `{}`", quoted.value().to_uppercase()),
        ));
    }
    input
        .call(Ident::parse_any)
        .map_err(|error| syn::Error::new(error.span(), "expected a method, such as `POST`"))
}

fn read_status(input: ParseStream<'_>) -> syn::Result<Ident> {
    if let Ok(number) = input.fork().parse::<LitInt>() {
        return Err(syn::Error::new(number.span(), status_of_number(&number)));
    }
    input.call(Ident::parse_any).map_err(|error| {
        syn::Error::new(error.span(), "expected a constant of `http::StatusCode`, such as `OK`")
    })
}

fn status_of_number(number: &LitInt) -> String {
    let known = number
        .base10_parse::<u16>()
        .ok()
        .and_then(|code| STATUSES.iter().find(|(known, _)| *known == code));
    match known {
        Some((code, name)) => format!("a status is written by its name: {code} is `{name}`"),
        None => format!("{number} is no status of a success or a redirect; `200` is written `OK`"),
    }
}

fn scheme(input: ParseStream<'_>) -> syn::Result<Path> {
    let start: Span = input.span();
    input.call(Path::parse_mod_style).map_err(|_| {
        syn::Error::new(
            start,
            "expected the type of an authentication scheme, such as `AccessToken`",
        )
    })
}
