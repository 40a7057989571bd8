//! `metadata { key: value, .. }`.

use proc_macro2::{Ident, Span};
use syn::{
    LitBool, LitInt, LitStr, Path, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use super::{history, or_report, outer_attributes, report_repeated, skip_past_comma};
use crate::{
    ast::{Keyed, Metadata},
    attribute::span_of,
    diagnostics::Diagnostics,
    http_names::STATUSES,
    keyword::{AUTHENTICATION_SCHEMES, CompletionList, MetadataKey, nearest, suggestion},
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
            match parse_entry(input, metadata, diagnostics) {
                Ok(Entry::Whole) => finish_entry(input, diagnostics),
                // The next key may be all that ends it.
                Ok(Entry::Reported) if at_key(input) => {}
                Ok(Entry::Reported) => skip_past_comma(input),
                Err(error) => {
                    metadata.unknown_keys += 1;
                    diagnostics.push(error);
                    skip_past_comma(input);
                }
            }
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
        (CompletionList::Methods, value(&metadata.method)),
        (CompletionList::Statuses, value(&metadata.status)),
        (CompletionList::Schemes, scheme),
    ] {
        if let Some(written) = written {
            diagnostics.complete(vocabulary, written);
        }
    }
}

/// Consumes the comma after a value; a missing one is reported where the next key begins.
fn finish_entry(input: ParseStream<'_>, diagnostics: &Diagnostics) {
    if input.is_empty() || input.parse::<Token![,]>().is_ok() {
        return;
    }
    diagnostics.error(input.span(), "expected `,` between the value and this");
    skip_value(input);
    if input.peek(Token![,]) {
        skip_past_comma(input);
    }
}

/// Whether a key stands here; a path such as `self::Scheme` does not begin with one.
fn at_key(input: ParseStream<'_>) -> bool {
    input.peek(syn::Ident) && input.peek2(Token![:]) && !input.peek2(Token![::])
}

/// What could be read of `key: value`.
enum Entry {
    Whole,
    /// The value was reported.
    Reported,
}

/// Reads one `key: value`, without the comma.
fn parse_entry(
    input: ParseStream<'_>,
    metadata: &mut Metadata,
    diagnostics: &Diagnostics,
) -> syn::Result<Entry> {
    for attribute in outer_attributes(input)? {
        diagnostics.error(span_of(&attribute), "a key takes no attributes; remove this one");
    }
    if input.is_empty() {
        return Ok(Entry::Reported);
    }
    let ident = parse_key(input, diagnostics)?;
    diagnostics.complete(CompletionList::Keys, &ident);
    let Some(key) = known_key(&ident, diagnostics) else {
        metadata.unknown_keys += 1;
        skip_value(input);
        return Ok(Entry::Reported);
    };
    // What is said of the value names the key that was meant.
    let ident = Ident::new(key.word(), ident.span());
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
    Ok(match key {
        MetadataKey::Description => keep(description, ident, input, diagnostics, string),
        MetadataKey::Name => keep(name, ident, input, diagnostics, string),
        MetadataKey::Path => keep(path, ident, input, diagnostics, string),
        MetadataKey::Method => keep(method, ident, input, diagnostics, read_method),
        MetadataKey::Status => keep(status, ident, input, diagnostics, read_status),
        MetadataKey::RateLimited => keep(rate_limited, ident, input, diagnostics, boolean),
        MetadataKey::RequiresAuthentication => {
            keep(requires_authentication, ident, input, diagnostics, boolean)
        }
        MetadataKey::Authentication => keep(authentication, ident, input, diagnostics, scheme),
        MetadataKey::History => keep(history, ident, input, diagnostics, |input, key| {
            history::parse(input, key, diagnostics)
        }),
    })
}

/// Reads a key; one in quotes is reported and read all the same.
fn parse_key(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<Ident> {
    if let Ok(quoted) = input.fork().parse::<LitStr>()
        && let Ok(key) = quoted.parse::<Ident>()
    {
        diagnostics.error(quoted.span(), format!("a key is written without quotes: `{key}`"));
        super::skip_token(input);
        return Ok(key);
    }
    input.call(Ident::parse_any).map_err(|error| {
        syn::Error::new(error.span(), "expected a key of `metadata`, such as `method: POST`")
    })
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
) -> Entry {
    let parsed = colon(input, &key).and_then(|()| value(input, &key));
    let value = or_report(parsed, diagnostics);
    let entry = if value.is_some() { Entry::Whole } else { Entry::Reported };
    if value.is_none() {
        skip_value(input);
    }
    match slot {
        Some(first) => report_repeated(&key, "key", first.key.span(), diagnostics),
        None => *slot = Some(Keyed { key, value }),
    }
    entry
}

fn colon(input: ParseStream<'_>, key: &Ident) -> syn::Result<()> {
    let span = if is_missing(input) { key.span() } else { input.span() };
    input
        .parse::<Token![:]>()
        .map(drop)
        .map_err(|_| syn::Error::new(span, format!("expected `:` and a value after `{key}`")))
}

/// Skips what cannot be read, up to the comma or the key that ends it.
fn skip_value(input: ParseStream<'_>) {
    while !is_missing(input) {
        super::skip_token(input);
    }
}

/// Whether the value of a key is missing: what stands here is the end of it.
fn is_missing(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || at_key(input)
}

fn string(input: ParseStream<'_>, key: &Ident) -> syn::Result<LitStr> {
    if is_missing(input) {
        return Err(missing(key, "\"..\""));
    }
    let bare = input.cursor().ident();
    input.parse().map_err(|error: syn::Error| {
        let message = match bare {
            Some((bare, rest))
                if rest.eof() || rest.punct().is_some_and(|(next, _)| next.as_char() == ',') =>
            {
                format!("`{key}` is a string literal: `{key}: \"{bare}\"`")
            }
            Some(_) => format!("`{key}` is a string literal, not an expression: `{key}: \"..\"`"),
            None => format!("`{key}` is a string literal: `{key}: \"..\"`"),
        };
        syn::Error::new(error.span(), message)
    })
}

fn missing(key: &Ident, example: &str) -> syn::Error {
    syn::Error::new(key.span(), format!("`{key}` has no value; write `{key}: {example}`"))
}

fn boolean(input: ParseStream<'_>, key: &Ident) -> syn::Result<LitBool> {
    if is_missing(input) {
        return Err(missing(key, "false"));
    }
    let is_quoted = input.peek(LitStr);
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
            None if is_quoted => format!("`{key}` is `true` or `false`, without quotes"),
            None => format!("`{key}` is `true` or `false`, and nothing else"),
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
