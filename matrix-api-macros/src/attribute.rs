//! A field's attributes, sorted by who reads them: `ruma_api`, serde, `cfg`, documentation, and the
//! rest, which goes onto the public field.

mod serde_facts;

use proc_macro2::{Ident, Span, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, Expr, ExprLit, Lit, LitStr, Meta, Path, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    punctuated::Punctuated,
    spanned::Spanned,
    token,
};

pub(crate) use self::serde_facts::{MALFORMED_SERDE, SerdeFacts};

use crate::{
    diagnostics::Diagnostics,
    keyword::{CompletionList, FieldWord, nearest, suggestion},
};

/// The attributes of one field.
#[derive(Default)]
pub(crate) struct FieldAttributes {
    /// The words of every `#[ruma_api(..)]`.
    pub(crate) words: Vec<Word>,
    /// Whether a word could not be read, which may have named the place.
    pub(crate) unreadable: bool,
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

impl Value {
    fn span(&self) -> Span {
        match self {
            Self::Constant(ident) => ident.span(),
            Self::Literal(literal) => literal.span(),
        }
    }
}

impl FieldAttributes {
    pub(crate) fn sort(attributes: Vec<Attribute>, diagnostics: &Diagnostics) -> Self {
        let mut sorted = Self::default();
        for attribute in attributes {
            let path = attribute.path();
            let misspelt = report_misspelt(path, diagnostics);
            if path.is_ident("ruma_api") || misspelt == Some("ruma_api") {
                sorted.read_words(&attribute, diagnostics);
            } else if path.is_ident("serde") {
                sorted.serde_facts.read(&attribute, diagnostics);
                sorted.serde.push(attribute);
            } else if path.is_ident("cfg") {
                sorted.cfg.push(attribute);
            } else if misspelt.is_some() {
                sorted.unreadable = true;
            } else if path.is_ident("doc") {
                sorted.documentation.push(attribute);
            } else {
                if report_hidden_place(&attribute, diagnostics) {
                    sorted.unreadable = true;
                } else {
                    sorted.others.push(attribute);
                }
            }
        }
        sorted
    }
}

/// An attribute that is nearly one of those that this macro reads; the compiler would only say that there
/// is none.
fn report_misspelt(path: &Path, diagnostics: &Diagnostics) -> Option<&'static str> {
    const READ: [&str; 2] = ["ruma_api", "serde"];
    let written = path.get_ident()?;
    let near = nearest(&written.to_string(), READ).filter(|near| written != near)?;
    diagnostics.error(
        written.span(),
        format!("unknown attribute `{written}`; did you mean `#[{near}(..)]`?"),
    );
    Some(near)
}

/// `cfg_attr` is expanded after this macro, which would then not see what it holds.
fn report_hidden_place(attribute: &Attribute, diagnostics: &Diagnostics) -> bool {
    if !attribute.path().is_ident("cfg_attr") {
        return false;
    }
    let Ok(metas) = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
    else {
        return false;
    };
    let mut reported = false;
    for meta in metas.iter().skip(1) {
        for hidden in ["ruma_api", "serde"] {
            if meta.path().is_ident(hidden) {
                reported = true;
                diagnostics.error(
                    meta.path().span(),
                    format!(
                        "`{hidden}` inside `cfg_attr` is not seen by `ruma_api!`; write the field \
                         twice, each with its own `#[cfg(..)]`"
                    ),
                );
            }
        }
    }
    reported
}

impl FieldAttributes {
    /// Adds the words of one `#[ruma_api(..)]`; unknown ones are reported and left out.
    fn read_words(&mut self, attribute: &Attribute, diagnostics: &Diagnostics) {
        let list = match &attribute.meta {
            Meta::List(list) if !list.tokens.is_empty() => list,
            _ => {
                self.unreadable = true;
                diagnostics.error(
                    span_of(attribute),
                    "expected a place in parentheses, such as `#[ruma_api(query)]`",
                );
                return;
            }
        };
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                match field_word(input, diagnostics) {
                    Ok(word) => self.words.push(word),
                    Err(error) => {
                        self.unreadable = true;
                        diagnostics.push(error);
                        while !input.is_empty() && !input.peek(Token![,]) {
                            input.parse::<TokenTree>()?;
                        }
                    }
                }
                if !input.is_empty() {
                    let span = input.span();
                    input
                        .parse::<Token![,]>()
                        .map_err(|_| syn::Error::new(span, "expected `,` between two words"))?;
                }
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(list.tokens.clone()) {
            diagnostics.push(error);
        }
    }
}

/// Reads one word; a misspelt one is reported and read as what it was meant to be.
fn field_word(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<Word> {
    let ident = input.call(Ident::parse_any).map_err(|error| {
        let quoted = input.fork().parse::<LitStr>();
        let message = match quoted.map(|quoted| quoted.value()) {
            Ok(word) if FieldWord::from_word(&word).is_some() => {
                format!("a place is written without quotes: `#[ruma_api({word})]`")
            }
            _ => "expected a place, such as `#[ruma_api(query)]`".to_owned(),
        };
        syn::Error::new(error.span(), message)
    })?;
    diagnostics.complete(CompletionList::Fields, &ident);
    let written = ident.to_string();
    let known = FieldWord::from_word(&written);
    let near = || nearest(&written, FieldWord::words()).and_then(FieldWord::from_word);
    let Some(word) = known.or_else(near) else {
        return Err(syn::Error::new(ident.span(), unknown_word(&written)));
    };
    if known.is_none() {
        diagnostics.error(ident.span(), unknown_word(&written));
    }
    if input.peek(token::Paren) {
        let advice = if word == FieldWord::Header { "header = \"x-name\"" } else { word.word() };
        return Err(syn::Error::new(
            input.span(),
            format!("`{}` takes no parentheses; write `{advice}`", word.word()),
        ));
    }
    let value = if input.peek(Token![=]) {
        let equals: Token![=] = input.parse()?;
        let value = word_value(input, word, equals.span)?;
        if let (FieldWord::Header, Value::Constant(constant)) = (word, &value) {
            diagnostics.complete(CompletionList::Headers, constant);
        }
        Some(value)
    } else {
        None
    };
    match &value {
        None if word == FieldWord::Header => Err(syn::Error::new(
            ident.span(),
            "which header? write `header = CONTENT_TYPE`, a constant of `http::header`, or \
             `header = \"x-name\"`",
        )),
        Some(value) if word != FieldWord::Header => {
            report_value(word, value.span(), diagnostics);
            Ok(Word { span: ident.span(), word, value: None })
        }
        _ => Ok(Word { span: ident.span(), word, value }),
    }
}

fn unknown_word(written: &str) -> String {
    let advice = match written {
        "query_map" => "a map that takes the whole query is written `query_all`".to_owned(),
        "rename" | "default" | "skip_serializing_if" | "with" | "flatten" | "alias" | "skip" => {
            format!("write `#[serde({written} ..)]`")
        }
        "exhaustive" => "it stands ahead of `request` or `response`".to_owned(),
        _ => suggestion(written, FieldWord::words()),
    };
    format!("unknown word `{written}`; {advice}")
}

fn report_value(word: FieldWord, span: Span, diagnostics: &Diagnostics) {
    let advice = match word {
        FieldWord::Path | FieldWord::Query => {
            ", and `#[serde(rename = \"..\")]` for another name on the wire"
        }
        _ => "",
    };
    diagnostics.error(
        span,
        format!("`{0}` takes no value; write `#[ruma_api({0})]`{advice}", word.word()),
    );
}

fn word_value(input: ParseStream<'_>, word: FieldWord, equals: Span) -> syn::Result<Value> {
    let expected = match word {
        FieldWord::Header => "expected a constant of `http::header` or a string literal after `=`",
        _ => "expected nothing after the place",
    };
    if input.peek(LitStr) {
        return Ok(Value::Literal(input.parse()?));
    }
    if input.is_empty() || input.peek(Token![,]) {
        return Err(syn::Error::new(equals, expected));
    }
    // A path such as `http::header::ETAG` names the constant by its last segment.
    let start = input.span();
    let path = input.call(Path::parse_mod_style).map_err(|error| {
        syn::Error::new(if input.is_empty() { start } else { error.span() }, expected)
    })?;
    match path.segments.into_iter().next_back() {
        Some(last) => Ok(Value::Constant(last.ident)),
        None => Err(syn::Error::new(equals, expected)),
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
