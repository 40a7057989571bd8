//! The keys of `metadata`, in one table: the syntax tree, the parser, the hints about missing keys and
//! the completion of editors all come from it.

pub(crate) mod history;
mod values;

use proc_macro2::Ident;
use syn::{LitBool, Path, Token, parse::ParseStream};

use self::{
    Requirement::{Optional, Required, RequiredUnless},
    history::History,
};
use crate::{
    diagnostics::Diagnostics,
    recovery::{or_report, report_repeated, skip_token},
    text::Text,
};

/// Declares the keys: `key: type of the value = its reader, an example of a value, requirement;`.
macro_rules! metadata_keys {
    ($(
        $(#[doc = $documentation:literal])+
        $key:ident: $value:ty = $read:path, $example:literal, $requirement:expr;
    )+) => {
        /// `metadata { .. }`.
        pub(crate) struct Metadata {
            pub(crate) keyword: Ident,
            $(pub(crate) $key: Option<Keyed<$value>>,)+
            /// The number of unknown keys, each of which may have been meant as any other.
            pub(crate) unknown_keys: usize,
            /// Whether the braces are missing.
            pub(crate) unreadable: bool,
        }

        impl Metadata {
            pub(crate) fn new(keyword: Ident) -> Self {
                Self { keyword, $($key: None,)+ unknown_keys: 0, unreadable: false }
            }
        }

        impl MetadataKey {
            pub(crate) const NAMES: &[&str] = &[$(stringify!($key),)+];
        }

        pub(crate) const KEYS: &[MetadataKey] = &[$(MetadataKey {
            name: stringify!($key),
            documentation: concat!($($documentation, "\n",)+),
            example: $example,
            requirement: $requirement,
            is_given: |metadata| metadata.$key.is_some(),
            read: |metadata, key, input, diagnostics| {
                let value = read_value(&key, $example, input, diagnostics, $read);
                keep(&mut metadata.$key, key, value, diagnostics)
            },
        },)+];
    };
}

metadata_keys! {
    /// What the endpoint does: `description: ".."`. The documentation of the types begins with it.
    description: Text = values::string, "\"..\"", Required;
    /// The HTTP method: `method: POST`.
    method: Ident = values::method, "POST", Required;
    /// The endpoint's name in errors and traces: `name: "register"`.
    name: Text = values::string, "\"..\"", Required;
    /// The `operationId` in OpenAPI documents, if it is not the name: `operation_id: "registerAccount"`.
    operation_id: Text = values::string, "\"..\"", Optional;
    /// The path of the endpoint, with its placeholders: `path: "/rooms/{room_id}/tag"`. At the end, `{key..}` is all
    /// segments that are left.
    path: Text = values::string, "\"/..\"", RequiredUnless("history");
    /// All paths that the endpoint ever had, with their versions:
    /// `history: { 1.0 => "/..", 1.1 => "/..", 1.9 => deprecated, 1.12 => removed }`.
    history: History = history::read, "{ 1.0 => \"/..\" }", Optional;
    /// Whether servers limit the rate of requests: `rate_limited: true`.
    rate_limited: LitBool = values::boolean, "false", Required;
    /// `true` is short for `authentication: AccessToken`, `false` for `NoAuthentication`.
    requires_authentication: LitBool = values::boolean, "true", RequiredUnless("authentication");
    /// How a request is authenticated: `authentication: AccessTokenOptional`, or the path of a type of
    /// your own that implements `AuthenticationScheme`.
    authentication: Path = values::scheme, "AccessToken", Optional;
    /// The status of the section `response`, `OK` by default: `status: CREATED`. Several responses are sections
    /// with a status: `response CREATED { .. }`.
    status: Ident = values::status, "OK", Optional;
}

/// `key: value`.
pub(crate) struct Keyed<T> {
    pub(crate) key: Ident,
    /// Absent if it could not be read.
    pub(crate) value: Option<T>,
}

/// A key of `metadata`.
pub(crate) struct MetadataKey {
    pub(crate) name: &'static str,
    /// What editors show.
    pub(crate) documentation: &'static str,
    pub(crate) example: &'static str,
    requirement: Requirement,
    is_given: fn(&Metadata) -> bool,
    /// Reads what follows the key.
    pub(crate) read: fn(&mut Metadata, Ident, ParseStream<'_>, &Diagnostics) -> Entry,
}

/// Whether a definition must have a key.
enum Requirement {
    Required,
    /// Required unless the key of this name is given.
    RequiredUnless(&'static str),
    Optional,
}

/// What could be read of `key: value`.
pub(crate) enum Entry {
    Whole,
    /// The value was reported.
    Reported,
}

impl MetadataKey {
    pub(crate) fn is_given(&self, metadata: &Metadata) -> bool {
        (self.is_given)(metadata)
    }

    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }
}

impl Metadata {
    /// The keys that are required and not given.
    pub(crate) fn missing_keys(&self) -> Vec<&'static MetadataKey> {
        let is_given = |name| MetadataKey::named(name).is_some_and(|key| (key.is_given)(self));
        let is_missing = |key: &&MetadataKey| match key.requirement {
            Required => !is_given(key.name),
            RequiredUnless(other) => !is_given(key.name) && !is_given(other),
            Optional => false,
        };
        KEYS.iter().filter(is_missing).collect()
    }
}

/// Reads `: value`.
fn read_value<T>(
    key: &Ident,
    example: &str,
    input: ParseStream<'_>,
    diagnostics: &Diagnostics,
    read: fn(ParseStream<'_>, &Ident, &Diagnostics) -> syn::Result<T>,
) -> syn::Result<T> {
    let span = if ends_value(input) { key.span() } else { input.span() };
    input
        .parse::<Token![:]>()
        .map_err(|_| syn::Error::new(span, format!("expected `:` and a value after `{key}`")))?;
    if ends_value(input) {
        let message = format!("`{key}` has no value; write `{key}: {example}`");
        return Err(syn::Error::new(key.span(), message));
    }
    read(input, key, diagnostics)
}

/// Keeps the value of a key; reports a key that is given twice, and a value that cannot be read.
///
/// A key whose value cannot be read counts as given.
fn keep<T>(
    slot: &mut Option<Keyed<T>>,
    key: Ident,
    value: syn::Result<T>,
    diagnostics: &Diagnostics,
) -> Entry {
    let value = or_report(value, diagnostics);
    let entry = if value.is_some() { Entry::Whole } else { Entry::Reported };
    match slot {
        Some(first) => report_repeated(&key, "key", first.key.span(), diagnostics),
        None => *slot = Some(Keyed { key, value }),
    }
    entry
}

/// Skips up to the comma or the key that ends a value.
pub(crate) fn skip_value(input: ParseStream<'_>) {
    while !ends_value(input) {
        skip_token(input);
    }
}

/// Whether a value ends here.
fn ends_value(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || at_key(input)
}

/// Whether a key stands here; a path such as `self::Scheme` does not begin with one.
pub(crate) fn at_key(input: ParseStream<'_>) -> bool {
    input.peek(syn::Ident) && input.peek2(Token![:]) && !input.peek2(Token![::])
}
