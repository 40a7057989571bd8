//! Rules for the attributes before `request` and `response`.

use quote::ToTokens;
use syn::{Attribute, Ident, Meta, Path, Token, punctuated::Punctuated, spanned::Spanned};

use crate::{
    ast::Message,
    attribute::{MALFORMED_SERDE, span_of, string_value},
    diagnostics::Diagnostics,
    suggestion::{any_of, suggestion},
};

/// serde's attributes for a whole message.
const SERDE_ATTRIBUTES: &[&str] = &["rename_all", "deny_unknown_fields"];

/// serde's rules for renaming fields.
const RENAME_RULES: &[&str] = &[
    "lowercase",
    "UPPERCASE",
    "PascalCase",
    "camelCase",
    "snake_case",
    "SCREAMING_SNAKE_CASE",
    "kebab-case",
    "SCREAMING-KEBAB-CASE",
];

/// The `#[serde(..)]` of a whole message.
#[derive(Default)]
pub(super) struct Container {
    /// `rename_all = ".."`.
    rename_rule: Option<&'static str>,
    /// `deny_unknown_fields`.
    pub(super) denies_unknown_fields: bool,
}

impl Container {
    /// The name on the wire of a field without a name of its own, by serde's rules for fields.
    pub(super) fn rename(&self, name: &str) -> String {
        match self.rename_rule {
            Some("UPPERCASE" | "SCREAMING_SNAKE_CASE") => name.to_ascii_uppercase(),
            Some("PascalCase") => pascal(name),
            Some("camelCase") => {
                let pascal = pascal(name);
                let mut characters = pascal.chars();
                characters
                    .next()
                    .map(|first| first.to_ascii_lowercase().to_string() + characters.as_str())
                    .unwrap_or_default()
            }
            Some("kebab-case") => name.replace('_', "-"),
            Some("SCREAMING-KEBAB-CASE") => name.to_ascii_uppercase().replace('_', "-"),
            _ => name.to_owned(),
        }
    }
}

fn pascal(name: &str) -> String {
    let mut capitalize = true;
    let mut pascal = String::with_capacity(name.len());
    for character in name.chars() {
        if character == '_' {
            capitalize = true;
        } else if capitalize {
            pascal.push(character.to_ascii_uppercase());
            capitalize = false;
        } else {
            pascal.push(character);
        }
    }
    pascal
}

pub(super) fn check(message: &mut Message, diagnostics: &Diagnostics) -> Container {
    let keyword = message.keyword.clone();
    message.attributes.retain_mut(|attribute| {
        if attribute.path().is_ident("derive") {
            check_derive(attribute, &keyword, diagnostics);
        } else if attribute.path().is_ident("non_exhaustive") {
            diagnostics.error(
                span_of(attribute),
                "the type is already `#[non_exhaustive]`; remove this, or write \
                 `#[ruma_api(exhaustive)]`",
            );
            return false;
        } else if attribute.path().is_ident("cfg") {
            diagnostics.error_across(
                &*attribute,
                "`#[cfg]` cannot stand on a section; put it on the endpoint's module",
            );
            return false;
        }
        true
    });
    let mut container = Container::default();
    for attribute in &message.serde {
        match attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) {
            Ok(metas) => {
                for meta in &metas {
                    check_serde(meta, &mut container, diagnostics);
                }
            }
            Err(_) => diagnostics.error(span_of(attribute), MALFORMED_SERDE),
        }
    }
    container
}

/// Reports derives of traits that the block implements, and removes them, so that the compiler does not
/// report them again.
fn check_derive(attribute: &mut Attribute, keyword: &Ident, diagnostics: &Diagnostics) {
    let Ok(derives) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
    else {
        return;
    };
    let mut kept = Punctuated::<Path, Token![,]>::new();
    let count = derives.len();
    for derive in derives {
        let name = derive.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        match name.as_str() {
            "Clone" | "Debug" => diagnostics.error(
                derive.span(),
                format!("`ruma_api!` already implements `{name}`; remove it here"),
            ),
            "Serialize" | "Deserialize" => diagnostics.error(
                derive.span(),
                format!(
                    "`ruma_api!` encodes and decodes the {keyword} without `{name}`; remove it"
                ),
            ),
            _ => kept.push(derive),
        }
    }
    if kept.len() < count
        && let Meta::List(list) = &mut attribute.meta
    {
        list.tokens = kept.into_token_stream();
    }
}

fn check_serde(meta: &Meta, container: &mut Container, diagnostics: &Diagnostics) {
    let name = meta.path().get_ident().map(ToString::to_string).unwrap_or_default();
    match name.as_str() {
        "rename_all" => match string_value(meta) {
            Some(rule) => {
                let written = rule.value();
                container.rename_rule =
                    RENAME_RULES.iter().copied().find(|known| *known == written);
                if container.rename_rule.is_none() {
                    let advice = suggestion(&written, RENAME_RULES);
                    diagnostics
                        .error(rule.span(), format!("unknown naming rule `{written}`; {advice}"));
                }
            }
            None => diagnostics.error(
                meta.path().span(),
                "client and server must use the same names; write `rename_all = \"..\"`",
            ),
        },
        "deny_unknown_fields" => container.denies_unknown_fields = true,
        _ => diagnostics.error(
            meta.path().span(),
            format!(
                "`{name}` cannot stand on a whole message; write {}, or move it to a field",
                any_of(SERDE_ATTRIBUTES)
            ),
        ),
    }
}
