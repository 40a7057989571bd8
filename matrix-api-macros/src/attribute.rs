//! A field's attributes, sorted by who reads them: `ruma_api`, serde, `cfg`, documentation, and the
//! rest, which goes onto the public field.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{
    Attribute, Expr, ExprLit, Lit, LitStr, Meta, Path, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    punctuated::Punctuated,
    spanned::Spanned,
};

use crate::{
    diagnostics::Diagnostics,
    keyword::{FieldWord, suggestion},
};

/// The attributes of one field.
#[derive(Default)]
pub(crate) struct FieldAttributes {
    /// The words of every `#[ruma_api(..)]`.
    pub(crate) words: Vec<Word>,
    /// `#[serde(..)]` as written.
    pub(crate) serde: Vec<Attribute>,
    /// What the wire needs to know of them.
    pub(crate) serde_facts: SerdeFacts,
    pub(crate) cfg: Vec<Attribute>,
    pub(crate) documentation: Vec<Attribute>,
    pub(crate) others: Vec<Attribute>,
}

/// One word of `#[ruma_api(..)]`.
pub(crate) struct Word {
    pub(crate) span: Span,
    pub(crate) word: FieldWord,
    /// `NAME` of `header = NAME`.
    pub(crate) value: Option<Value>,
}

/// The value of a word.
pub(crate) enum Value {
    Constant(Ident),
    Literal(LitStr),
}

/// Facts of a field's serde attributes; everything else in them is serde's own business.
#[derive(Default)]
pub(crate) struct SerdeFacts {
    /// `rename = ".."` or `rename(serialize = "..")`.
    pub(crate) serialized_name: Option<LitStr>,
    /// `rename = ".."` or `rename(deserialize = "..")`.
    pub(crate) deserialized_name: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    /// `default` or `default = "path"`.
    pub(crate) default: Option<SerdeDefault>,
    pub(crate) skip_serializing_if: Option<SkipIf>,
    pub(crate) flatten: Option<Span>,
    /// `skip`, `skip_serializing` or `skip_deserializing`.
    pub(crate) skip: Option<Span>,
    /// Words that serde knows on a container only.
    pub(crate) container_words: Vec<Ident>,
    /// Whether something is said that only serde's own derive understands.
    pub(crate) needs_derive: bool,
}

/// `skip_serializing_if = ".."`.
pub(crate) struct SkipIf {
    pub(crate) span: Span,
    pub(crate) function: Path,
}

/// Where the value of an absent field comes from.
pub(crate) struct SerdeDefault {
    pub(crate) span: Span,
    /// The function of `default = "path"`; otherwise `Default::default`.
    pub(crate) function: Option<Path>,
}

/// serde's attributes of containers that are no attributes of fields.
const CONTAINER_WORDS: &[&str] = &[
    "rename_all",
    "rename_all_fields",
    "deny_unknown_fields",
    "tag",
    "content",
    "untagged",
    "from",
    "try_from",
    "into",
    "transparent",
    "remote",
    "crate",
    "variant_identifier",
    "field_identifier",
];

impl FieldAttributes {
    pub(crate) fn sort(attributes: Vec<Attribute>, diagnostics: &Diagnostics) -> Self {
        let mut sorted = Self::default();
        for attribute in attributes {
            let path = attribute.path();
            if path.is_ident("ruma_api") {
                sorted.words.extend(field_words(&attribute, diagnostics));
            } else if path.is_ident("serde") {
                sorted.serde_facts.read(&attribute);
                sorted.serde.push(attribute);
            } else if path.is_ident("cfg") {
                sorted.cfg.push(attribute);
            } else if path.is_ident("doc") {
                sorted.documentation.push(attribute);
            } else {
                report_hidden_place(&attribute, diagnostics);
                sorted.others.push(attribute);
            }
        }
        sorted
    }
}

/// `cfg_attr` is expanded after this macro, which would then not see what it holds.
fn report_hidden_place(attribute: &Attribute, diagnostics: &Diagnostics) {
    if !attribute.path().is_ident("cfg_attr") {
        return;
    }
    let Ok(metas) = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
    else {
        return;
    };
    for meta in metas.iter().skip(1) {
        for hidden in ["ruma_api", "serde"] {
            if meta.path().is_ident(hidden) {
                diagnostics.error_across(
                    meta,
                    format!(
                        "`{hidden}` inside `cfg_attr` is not seen by `ruma_api!`; write the field \
                         twice, each with its own `#[cfg(..)]`"
                    ),
                );
            }
        }
    }
}

/// The words of one `#[ruma_api(..)]`; unknown ones are reported and left out.
fn field_words(attribute: &Attribute, diagnostics: &Diagnostics) -> Vec<Word> {
    let Meta::List(list) = &attribute.meta else {
        diagnostics.error_across(
            attribute,
            "expected a place in parentheses, such as `#[ruma_api(query)]`",
        );
        return Vec::new();
    };
    if list.tokens.is_empty() {
        diagnostics.error_across(
            attribute,
            "expected a place between the parentheses, such as `#[ruma_api(query)]`",
        );
    }
    let parser = |input: ParseStream<'_>| {
        let mut words = Vec::new();
        while !input.is_empty() {
            words.extend(field_word(input, diagnostics)?);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(words)
    };
    parser.parse2(list.tokens.clone()).unwrap_or_else(|error| {
        diagnostics.push(error);
        Vec::new()
    })
}

fn field_word(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<Option<Word>> {
    let ident = input.call(Ident::parse_any)?;
    let value = if input.peek(Token![=]) {
        let equals: Token![=] = input.parse()?;
        Some(word_value(input, equals.span)?)
    } else {
        None
    };
    let written = ident.to_string();
    let Some(word) = FieldWord::from_word(&written) else {
        let advice = match written.as_str() {
            "query_map" => "a map that takes the whole query is written `query_all`".to_owned(),
            _ => suggestion(&written, FieldWord::words()),
        };
        diagnostics.error(ident.span(), format!("unknown word `{written}`; {advice}"));
        return Ok(None);
    };
    if word == FieldWord::Header && value.is_none() {
        diagnostics.error(
            ident.span(),
            "which header? write `header = CONTENT_TYPE` (a constant of `http::header`) or \
             `header = \"x-name\"`",
        );
        return Ok(None);
    }
    match (&value, word) {
        (Some(Value::Constant(value)), word) if word != FieldWord::Header => {
            report_value(word, value.span(), diagnostics);
        }
        (Some(Value::Literal(value)), word) if word != FieldWord::Header => {
            report_value(word, value.span(), diagnostics);
        }
        _ => {}
    }
    Ok(Some(Word { span: ident.span(), word, value }))
}

fn report_value(word: FieldWord, span: Span, diagnostics: &Diagnostics) {
    diagnostics.error(
        span,
        format!(
            "`{0}` takes no value; write `#[ruma_api({0})]`, and `#[serde(rename = \"..\")]` for \
             another name on the wire",
            word.word()
        ),
    );
}

fn word_value(input: ParseStream<'_>, equals: Span) -> syn::Result<Value> {
    if input.peek(LitStr) {
        return Ok(Value::Literal(input.parse()?));
    }
    if input.is_empty() || input.peek(Token![,]) {
        return Err(syn::Error::new(
            equals,
            "expected a constant of `http::header` or a string literal after `=`",
        ));
    }
    // A path such as `http::header::ETAG` names the constant by its last segment.
    let path: Path = input.parse().map_err(|error| {
        syn::Error::new(error.span(), "expected a constant of `http::header` or a string literal")
    })?;
    match path.segments.into_iter().next_back() {
        Some(last) => Ok(Value::Constant(last.ident)),
        None => Err(syn::Error::new(equals, "expected a constant of `http::header`")),
    }
}

impl SerdeFacts {
    /// Adds the facts of one `#[serde(..)]`. What cannot be read here, serde's derive reports.
    fn read(&mut self, attribute: &Attribute) {
        match attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) {
            Ok(metas) => {
                for meta in metas {
                    self.needs_derive |= self.read_meta(&meta).is_none();
                }
            }
            Err(_) => self.needs_derive = true,
        }
    }

    /// Reads one word; `None` if only serde's derive understands it.
    fn read_meta(&mut self, meta: &Meta) -> Option<()> {
        let ident = meta.path().get_ident()?;
        let span = ident.span();
        match ident.to_string().as_str() {
            "rename" => self.read_rename(meta)?,
            "alias" => self.aliases.push(string_value(meta)?),
            "default" => {
                let function = match meta {
                    Meta::Path(_) => None,
                    _ => Some(string_value(meta)?.parse().ok()?),
                };
                self.default = Some(SerdeDefault { span, function });
            }
            "skip_serializing_if" => {
                let function = string_value(meta)?.parse().ok()?;
                self.skip_serializing_if = Some(SkipIf { span, function });
            }
            "flatten" => {
                self.flatten = Some(span);
                return None;
            }
            "skip" | "skip_serializing" | "skip_deserializing" => {
                self.skip = Some(span);
                return None;
            }
            word if CONTAINER_WORDS.contains(&word) => self.container_words.push(ident.clone()),
            _ => return None,
        }
        Some(())
    }

    fn read_rename(&mut self, meta: &Meta) -> Option<()> {
        if let Some(name) = string_value(meta) {
            self.serialized_name = Some(name.clone());
            self.deserialized_name = Some(name);
            return Some(());
        }
        let Meta::List(list) = meta else { return None };
        let metas = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
        for meta in metas {
            if meta.path().is_ident("serialize") {
                self.serialized_name = Some(string_value(&meta)?);
            } else if meta.path().is_ident("deserialize") {
                self.deserialized_name = Some(string_value(&meta)?);
            } else {
                return None;
            }
        }
        Some(())
    }
}

/// `".."` of `key = ".."`.
pub(crate) fn string_value(meta: &Meta) -> Option<LitStr> {
    match meta {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(literal), .. }) => Some(literal.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// Whether two fields may stand in for each other under different configurations.
pub(crate) fn same_configuration(left: &[Attribute], right: &[Attribute]) -> bool {
    let written = |attributes: &[Attribute]| -> Vec<String> {
        attributes.iter().map(|attribute| attribute.to_token_stream().to_string()).collect()
    };
    left.is_empty() || right.is_empty() || written(left) == written(right)
}

/// The place of an attribute's first token, for an error about the attribute.
pub(crate) fn span_of(attribute: &Attribute) -> Span {
    attribute.path().span()
}
