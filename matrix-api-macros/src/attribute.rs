//! A field's attributes, sorted by who reads them: `ruma_api`, serde, `cfg`, documentation, and the
//! rest, which are copied to the public field.

mod serde_facts;
mod since;

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{
    Attribute, Expr, ExprLit, Lit, LitStr, Meta, Path, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    punctuated::Punctuated,
    spanned::Spanned,
    token,
};

pub(crate) use self::{
    serde_facts::{MALFORMED_SERDE, SerdeFacts},
    since::Since,
};

use crate::{
    diagnostics::Diagnostics,
    keyword::{CompletionList, FieldKeyword},
    recovery::{or_report, skip_token},
    suggestion::{nearest, suggestion},
};

/// The attributes of one field.
#[derive(Default)]
pub(crate) struct FieldAttributes {
    /// The keywords of every `#[ruma_api(..)]`.
    pub(crate) keywords: Vec<WrittenKeyword>,
    /// Whether something that may have named the place could not be read.
    pub(crate) unreadable: bool,
    /// `#[serde(..)]` as written.
    pub(crate) serde: Vec<Attribute>,
    pub(crate) serde_facts: SerdeFacts,
    pub(crate) cfg: Vec<Attribute>,
    pub(crate) documentation: Vec<Attribute>,
    pub(crate) others: Vec<Attribute>,
}

/// One keyword of `#[ruma_api(..)]`.
pub(crate) struct WrittenKeyword {
    pub(crate) span: Span,
    pub(crate) keyword: FieldKeyword,
    /// `NAME` of `header = NAME`.
    pub(crate) header: Option<HeaderName>,
    /// The version of `since = ".."`, unless it was reported.
    pub(crate) since: Option<Since>,
}

/// The value of `header = ..`.
pub(crate) enum HeaderName {
    /// A constant of `http::header`.
    Constant(Ident),
    Literal(LitStr),
}

impl HeaderName {
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
                sorted.read_keywords(&attribute, diagnostics);
            } else if path.is_ident("serde") {
                sorted.serde_facts.read(&attribute, diagnostics);
                sorted.serde.push(attribute);
            } else if path.is_ident("cfg") {
                sorted.cfg.push(attribute);
            } else if path.is_ident("doc") {
                sorted.documentation.push(attribute);
            } else if misspelt.is_some() || report_cfg_attr(&attribute, diagnostics) {
                sorted.unreadable = true;
            } else {
                sorted.others.push(attribute);
            }
        }
        sorted
    }

    /// Adds the keywords of one `#[ruma_api(..)]`; unknown ones are reported and left out.
    fn read_keywords(&mut self, attribute: &Attribute, diagnostics: &Diagnostics) {
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
                match read_keyword(input, diagnostics) {
                    Ok(keyword) => self.keywords.push(keyword),
                    Err(error) => {
                        self.unreadable = true;
                        diagnostics.push(error);
                        while !input.is_empty() && !input.peek(Token![,]) {
                            skip_token(input);
                        }
                    }
                }
                if !input.is_empty() {
                    let span = input.span();
                    input
                        .parse::<Token![,]>()
                        .map_err(|_| syn::Error::new(span, "expected `,` between two keywords"))?;
                }
            }
            Ok(())
        };
        or_report(parser.parse2(list.tokens.clone()), diagnostics);
    }
}

/// Reports an attribute that nearly has the name of one that this macro reads.
fn report_misspelt(path: &Path, diagnostics: &Diagnostics) -> Option<&'static str> {
    const NAMES: &[&str] = &["ruma_api", "serde"];
    let written = path.get_ident()?;
    let near = nearest(&written.to_string(), NAMES).filter(|near| written != near)?;
    diagnostics.error(
        written.span(),
        format!("unknown attribute `{written}`; did you mean `#[{near}(..)]`?"),
    );
    Some(near)
}

/// Reports `ruma_api`, `serde` and `cfg` inside `cfg_attr`, which the compiler expands after this macro.
fn report_cfg_attr(attribute: &Attribute, diagnostics: &Diagnostics) -> bool {
    attribute.path().is_ident("cfg_attr") && report_hidden(&attribute.meta, diagnostics)
}

fn report_hidden(cfg_attr: &Meta, diagnostics: &Diagnostics) -> bool {
    let Meta::List(list) = cfg_attr else { return false };
    let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
    let Ok(metas) = parser.parse2(list.tokens.clone()) else { return false };
    let mut reported = false;
    for meta in metas.iter().skip(1) {
        let path = meta.path();
        let advice = if path.is_ident("ruma_api") || path.is_ident("serde") {
            "write the field twice, each with its own `#[cfg(..)]`"
        } else if path.is_ident("cfg") {
            "write `#[cfg(..)]` with the whole condition"
        } else {
            reported |= path.is_ident("cfg_attr") && report_hidden(meta, diagnostics);
            continue;
        };
        reported = true;
        let hidden = path.to_token_stream();
        let message = format!("`ruma_api!` cannot see `{hidden}` inside `cfg_attr`; {advice}");
        diagnostics.error(path.span(), message);
    }
    reported
}

/// Reads one keyword, with the value of `header = NAME` and `since = ".."`.
fn read_keyword(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<WrittenKeyword> {
    let ident = input.call(Ident::parse_any).map_err(|error| {
        let quoted = input.fork().parse::<LitStr>();
        let message = match quoted.map(|quoted| quoted.value()) {
            Ok(name) if FieldKeyword::named(&name).is_some() => {
                format!("a keyword is written without quotes: `#[ruma_api({name})]`")
            }
            _ => "expected a keyword, such as `#[ruma_api(query)]`".to_owned(),
        };
        syn::Error::new(error.span(), message)
    })?;
    diagnostics.complete(CompletionList::Fields, &ident);
    let keyword = known_keyword(&ident, diagnostics)?;
    if input.peek(token::Paren) {
        let advice = match keyword {
            FieldKeyword::Header => "header = \"x-name\"",
            FieldKeyword::Since => "since = \"1.3\"",
            _ => keyword.name(),
        };
        return Err(syn::Error::new(
            input.span(),
            format!("`{}` takes no parentheses; write `{advice}`", keyword.name()),
        ));
    }
    let span = ident.span();
    if keyword == FieldKeyword::Since {
        let since = since::read(input, &ident, diagnostics);
        return Ok(WrittenKeyword { span, keyword, header: None, since });
    }
    let value = if input.peek(Token![=]) { Some(read_value(input, keyword)?) } else { None };
    let header = match (keyword, value) {
        (FieldKeyword::Header, None) => {
            return Err(syn::Error::new(
                ident.span(),
                "the header's name is missing; write `header = CONTENT_TYPE`, a constant of \
                 `http::header`, or `header = \"x-name\"`",
            ));
        }
        (FieldKeyword::Header, Some(name)) => {
            if let HeaderName::Constant(constant) = &name {
                diagnostics.complete(CompletionList::Headers, constant);
            }
            Some(name)
        }
        (_, Some(value)) => {
            report_value(keyword, value.span(), diagnostics);
            None
        }
        (_, None) => None,
    };
    Ok(WrittenKeyword { span, keyword, header, since: None })
}

/// The keyword that was meant; a misspelt one is reported.
fn known_keyword(ident: &Ident, diagnostics: &Diagnostics) -> syn::Result<FieldKeyword> {
    let written = ident.to_string();
    if let Some(keyword) = FieldKeyword::named(&written) {
        return Ok(keyword);
    }
    let advice = match written.as_str() {
        "query_map" => "for a map of the whole query write `query_all`".to_owned(),
        "rename" | "default" | "skip_serializing_if" | "with" | "flatten" | "alias" | "skip" => {
            format!("write `#[serde({written} ..)]`")
        }
        "exhaustive" => "write it before `request` or `response`, not on a field".to_owned(),
        _ => suggestion(&written, FieldKeyword::NAMES),
    };
    let error = syn::Error::new(ident.span(), format!("unknown keyword `{written}`; {advice}"));
    match nearest(&written, FieldKeyword::NAMES).and_then(FieldKeyword::named) {
        Some(keyword) => {
            diagnostics.push(error);
            Ok(keyword)
        }
        None => Err(error),
    }
}

fn report_value(keyword: FieldKeyword, span: Span, diagnostics: &Diagnostics) {
    let advice = match keyword {
        FieldKeyword::Path | FieldKeyword::Query => {
            ", and `#[serde(rename = \"..\")]` for another name"
        }
        FieldKeyword::Status => ", and the status after `response`",
        _ => "",
    };
    diagnostics.error(
        span,
        format!("`{0}` takes no value; write `#[ruma_api({0})]`{advice}", keyword.name()),
    );
}

/// Reads `= NAME` or `= ".."`.
fn read_value(input: ParseStream<'_>, keyword: FieldKeyword) -> syn::Result<HeaderName> {
    let equals: Token![=] = input.parse()?;
    let expected = match keyword {
        FieldKeyword::Header => {
            "expected a constant of `http::header` or a string literal after `=`".to_owned()
        }
        _ => format!("`{}` takes no value; remove it", keyword.name()),
    };
    if input.peek(LitStr) {
        return Ok(HeaderName::Literal(input.parse()?));
    }
    if input.is_empty() || input.peek(Token![,]) {
        return Err(syn::Error::new(equals.span, expected));
    }
    // The last segment of a path such as `http::header::ETAG` is the constant.
    let start = input.span();
    let path = input.call(Path::parse_mod_style).map_err(|error| {
        syn::Error::new(if input.is_empty() { start } else { error.span() }, &expected)
    })?;
    match path.segments.into_iter().next_back() {
        Some(last) => Ok(HeaderName::Constant(last.ident)),
        None => Err(syn::Error::new(equals.span, expected)),
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

/// Whether two fields can exist in one configuration, as far as their `#[cfg(..)]` tell.
pub(crate) fn same_configuration(left: &[Attribute], right: &[Attribute]) -> bool {
    let written = |attributes: &[Attribute]| -> Vec<String> {
        attributes.iter().map(|attribute| attribute.to_token_stream().to_string()).collect()
    };
    left.is_empty() || right.is_empty() || written(left) == written(right)
}

/// The span of an attribute's path, for errors about the attribute.
pub(crate) fn span_of(attribute: &Attribute) -> Span {
    attribute.path().span()
}
