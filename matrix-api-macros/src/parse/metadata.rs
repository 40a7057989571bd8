//! `metadata { key: value, .. }`.

use proc_macro2::Ident;
use syn::{
    LitStr, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use crate::{
    attribute::span_of,
    diagnostics::Diagnostics,
    keyword::CompletionList,
    metadata_keys::{Entry, Metadata, MetadataKey, at_key, skip_value},
    recovery::{or_report, outer_attributes, skip_past_comma, skip_token},
    suggestion::{nearest, suggestion},
};

/// Keys of earlier macros of this name, and what to write instead.
const FORMER_KEYS: &[(&str, &str)] = &[
    ("added", "write the version before the path: `history: { 1.1 => \"/..\" }`"),
    ("deprecated", "write a line of the history: `1.9 => deprecated`"),
    ("removed", "write a line of the history: `1.12 => removed`"),
    ("r0_path", "write a line of the history: `1.0 => \"/..\"`"),
    ("stable_path", "write a line of the history: `1.1 => \"/..\"`"),
    ("unstable_path", "write a line of the history: `unstable(\"feature\") => \"/..\"`"),
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
                Ok(Entry::Reported) => {
                    skip_value(input);
                    // The next key may be all that ends the value.
                    if !at_key(input) {
                        skip_past_comma(input);
                    }
                }
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
}

/// Consumes the comma after a value; a missing one is reported where the next key begins.
fn finish_entry(input: ParseStream<'_>, diagnostics: &Diagnostics) {
    if input.is_empty() || input.parse::<Token![,]>().is_ok() {
        return;
    }
    diagnostics.error(input.span(), "expected `,` after the value");
    skip_value(input);
    if input.peek(Token![,]) {
        skip_past_comma(input);
    }
}

/// Reads one `key: value`, without the comma.
fn parse_entry(
    input: ParseStream<'_>,
    metadata: &mut Metadata,
    diagnostics: &Diagnostics,
) -> syn::Result<Entry> {
    for attribute in outer_attributes(input)? {
        diagnostics.error(span_of(&attribute), "a key cannot have attributes; remove this one");
    }
    if input.is_empty() {
        return Ok(Entry::Reported);
    }
    let ident = parse_key(input, diagnostics)?;
    diagnostics.complete(CompletionList::Keys, &ident);
    let Some(key) = known_key(&ident, diagnostics) else {
        metadata.unknown_keys += 1;
        return Ok(Entry::Reported);
    };
    if ident != key.name && is_given_elsewhere(key, input, metadata) {
        return Ok(Entry::Reported);
    }
    // Errors about the value name the key that was meant.
    let ident = Ident::new(key.name, ident.span());
    Ok((key.read)(metadata, ident, input, diagnostics))
}

/// Reads a key; one in quotes is reported and read all the same.
fn parse_key(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<Ident> {
    if let Ok(quoted) = input.fork().parse::<LitStr>()
        && let Ok(key) = quoted.parse::<Ident>()
    {
        diagnostics.error(quoted.span(), format!("a key is written without quotes: `{key}`"));
        skip_token(input);
        return Ok(key);
    }
    input.call(Ident::parse_any).map_err(|error| {
        syn::Error::new(error.span(), "expected a key of `metadata`, such as `method: POST`")
    })
}

/// Whether a key that is misspelt here also stands, correctly, somewhere else.
fn is_given_elsewhere(key: &MetadataKey, input: ParseStream<'_>, metadata: &Metadata) -> bool {
    if key.is_given(metadata) {
        return true;
    }
    let ahead = input.fork();
    while !ahead.is_empty() {
        if at_key(&ahead) && ahead.cursor().ident().is_some_and(|(other, _)| other == key.name) {
            return true;
        }
        skip_token(&ahead);
    }
    false
}

/// The key that was meant; an unknown one is reported.
fn known_key(ident: &Ident, diagnostics: &Diagnostics) -> Option<&'static MetadataKey> {
    let written = ident.to_string();
    let known = MetadataKey::named(&written);
    if known.is_some() {
        return known;
    }
    let former = FORMER_KEYS.iter().find(|(former, _)| *former == written);
    let advice = match former {
        Some((_, advice)) => (*advice).to_owned(),
        None => suggestion(&written, MetadataKey::NAMES),
    };
    diagnostics.error(ident.span(), format!("unknown key `{written}`; {advice}"));
    if former.is_some() {
        return None;
    }
    nearest(&written, MetadataKey::NAMES).and_then(MetadataKey::named)
}
