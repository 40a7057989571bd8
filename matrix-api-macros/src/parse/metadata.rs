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
    keyword::{AUTHENTICATION_SCHEMES, MetadataKey, Vocabulary, nearest, suggestion},
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
    note_values(metadata, diagnostics);
}

/// Notes the values that are words.
fn note_values(metadata: &Metadata, diagnostics: &Diagnostics) {
    fn value<T>(keyed: &Option<Keyed<T>>) -> Option<&T> {
        keyed.as_ref()?.value.as_ref()
    }
    let scheme = value(&metadata.authentication).and_then(Path::get_ident);
    for (vocabulary, written) in [
        (Vocabulary::Methods, value(&metadata.method)),
        (Vocabulary::Statuses, value(&metadata.status)),
        (Vocabulary::Schemes, scheme),
    ] {
        if let Some(written) = written {
            diagnostics.word(vocabulary, written);
        }
    }
}

/// Consumes the comma after a value; a missing one is reported where the next key begins.
fn finish_entry(input: ParseStream<'_>, diagnostics: &Diagnostics) {
    if input.is_empty() || input.parse::<Token![,]>().is_ok() {
        return;
    }
    diagnostics.error(input.span(), "expected `,` between the value and this");
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
    diagnostics.word(Vocabulary::Keys, &ident);
    let Some(key) = known_key(&ident, diagnostics) else {
        metadata.unknown_keys += 1;
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
            keep(history, ident, input, diagnostics, |input, key| {
                history::parse(input, key, diagnostics)
            });
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
    value: impl FnOnce(ParseStream<'_>, &Ident) -> syn::Result<T>,
) {
    let parsed = colon(input, &key).and_then(|()| value(input, &key));
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
    let span = if input.is_empty() { key.span() } else { input.span() };
    input
        .parse::<Token![:]>()
        .map(drop)
        .map_err(|_| syn::Error::new(span, format!("expected `:` and a value after `{key}`")))
}

fn skip_value(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        super::skip_token(input);
    }
}

/// Whether the value of a key is missing: what stands here is the end of it.
fn is_missing(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

fn string(input: ParseStream<'_>, key: &Ident) -> syn::Result<LitStr> {
    if is_missing(input) {
        return Err(missing(key, "\"..\""));
    }
    let bare = input.cursor().ident().map(|(ident, _)| ident);
    input.parse().map_err(|error: syn::Error| {
        let advice = match bare {
            Some(bare) => format!("`{key}: \"{bare}\"`"),
            None => format!("`{key}: \"..\"`"),
        };
        syn::Error::new(error.span(), format!("`{key}` is a string literal: {advice}"))
    })
}

fn missing(key: &Ident, example: &str) -> syn::Error {
    syn::Error::new(key.span(), format!("`{key}` has no value; write `{key}: {example}`"))
}

fn boolean(input: ParseStream<'_>, key: &Ident) -> syn::Result<LitBool> {
    if is_missing(input) {
        return Err(missing(key, "false"));
    }
    let is_scheme = input
        .cursor()
        .ident()
        .map(|(ident, _)| ident.to_string())
        .filter(|written| AUTHENTICATION_SCHEMES.contains(&written.as_str()));
    input.parse().map_err(|error: syn::Error| {
        let message = match is_scheme {
            Some(scheme) => format!(
                "`{key}` is `true` or `false`; a scheme is written `authentication: {scheme}`"
            ),
            None => format!("`{key}` is `true` or `false`, without quotes"),
        };
        syn::Error::new(error.span(), message)
    })
}

/// One word, such as a method; a path to it is reported with its last segment.
fn word(input: ParseStream<'_>, key: &Ident, example: &str, constants: &str) -> syn::Result<Ident> {
    if is_missing(input) {
        return Err(missing(key, example));
    }
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
            format!("a {key} is the name of the constant alone: `{key}: {}`", last.ident),
        ));
    }
    input.call(Ident::parse_any).map_err(|error| {
        syn::Error::new(
            error.span(),
            format!("expected a constant of `{constants}`, such as `{key}: {example}`"),
        )
    })
}

fn read_method(input: ParseStream<'_>, key: &Ident) -> syn::Result<Ident> {
    word(input, key, "POST", "http::Method")
}

fn read_status(input: ParseStream<'_>, key: &Ident) -> syn::Result<Ident> {
    if let Ok(number) = input.fork().parse::<LitInt>() {
        return Err(syn::Error::new(number.span(), status_of_number(&number)));
    }
    word(input, key, "OK", "http::StatusCode")
}

fn status_of_number(number: &LitInt) -> String {
    let code = number.base10_parse::<u16>().unwrap_or_default();
    let known = STATUSES.iter().find(|(known, _)| *known == code);
    match known {
        Some((code, name)) => format!("a status is written by its name: {code} is `{name}`"),
        None if (400..600).contains(&code) => {
            format!("{number} is the status of an error; `status` is that of a success")
        }
        None => format!("{number} is no status of a success or a redirect; 200 is written `OK`"),
    }
}

fn scheme(input: ParseStream<'_>, key: &Ident) -> syn::Result<Path> {
    if is_missing(input) {
        return Err(missing(key, "AccessToken"));
    }
    let start: Span = input.span();
    if let Ok(flag) = input.fork().parse::<LitBool>() {
        return Err(syn::Error::new(
            start,
            format!("`{key}` is a type; `requires_authentication` is `{}`", flag.value),
        ));
    }
    if let Ok(quoted) = input.fork().parse::<LitStr>() {
        return Err(syn::Error::new(
            start,
            format!("a scheme is written without quotes: `{key}: {}`", quoted.value()),
        ));
    }
    input.call(Path::parse_mod_style).map_err(|_| {
        syn::Error::new(
            start,
            "expected the type of an authentication scheme, such as `AccessToken`",
        )
    })
}
