//! `endpoints!`: collections of endpoints.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{
    Attribute, Error, Expr, Meta, Path, Token, Type, Visibility, braced, bracketed,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    token::{Brace, Bracket},
};

use crate::{
    diagnostics::{self, Diagnostics},
    recovery::{or_report, outer_attributes, report_repeated, skip_past_comma, skip_token},
    runtime_path::RuntimePath,
};

/// The types of an endpoint's module.
const TYPES: &[&str] = &["Request", "Response", "Endpoint"];

/// One constant.
struct Collection {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
    entries: Vec<Entry>,
}

/// One endpoint of a list.
struct Entry {
    /// The attributes `cfg`.
    conditions: Vec<Attribute>,
    module: Path,
}

/// Declares collections. After an error the constants are declared all the same, with the endpoints that can be
/// read.
pub(crate) fn expand(runtime: &RuntimePath, input: TokenStream) -> TokenStream {
    let (collections, report) = diagnostics::collect(|diagnostics| {
        let parser = |input: ParseStream<'_>| Ok(collections(input, diagnostics));
        or_report(parser.parse2(input), diagnostics).unwrap_or_default()
    });
    let errors = report.into_compile_errors();
    let constants = collections.iter().map(|collection| collection.expand(runtime));
    quote! { #errors #(#constants)* }
}

impl Collection {
    fn expand(&self, runtime: &RuntimePath) -> TokenStream {
        let Self { attributes, visibility, name, entries } = self;
        let documentation = attributes.iter().filter_map(documentation);
        let entries = entries.iter().map(|Entry { conditions, module }| {
            quote! { #(#conditions)* #runtime::endpoints::EndpointEntry::of::<#module::Request>() }
        });
        quote! {
            #(#attributes)*
            #visibility const #name: #runtime::endpoints::Endpoints = {
                const ENTRIES: &[#runtime::endpoints::EndpointEntry] = &[#(#entries,)*];
                #runtime::endpoints::Endpoints::new(
                    ::core::stringify!(#name),
                    ::core::concat!(#(#documentation, "\n",)*),
                    ENTRIES,
                )
            };
        }
    }
}

/// The text of a doc comment.
fn documentation(attribute: &Attribute) -> Option<&Expr> {
    match &attribute.meta {
        Meta::NameValue(doc) if doc.path.is_ident("doc") => Some(&doc.value),
        _ => None,
    }
}

fn collections(input: ParseStream<'_>, diagnostics: &Diagnostics) -> Vec<Collection> {
    if input.is_empty() {
        diagnostics.error(input.span(), "expected a collection: `pub const ENDPOINTS = [..];`");
    }
    let mut collections = Vec::new();
    while !input.is_empty() {
        match collection(input, diagnostics) {
            Ok(collection) => collections.push(collection),
            Err(error) => {
                diagnostics.push(error);
                skip_past_semicolon(input);
            }
        }
    }
    collections
}

fn collection(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<Collection> {
    let attributes = outer_attributes(input)?;
    let visibility = input.parse()?;
    skip_const(input, diagnostics)?;
    let name = name(input, diagnostics)?;
    if let Some(colon) = input.parse::<Option<Token![:]>>()? {
        diagnostics.error(colon.span, "a collection has no type; remove it");
        input.parse::<Type>()?;
    }
    let next = |input: ParseStream<'_>| match input.is_empty() {
        true => name.span(),
        false => input.span(),
    };
    if input.parse::<Option<Token![=]>>()?.is_none() {
        let missing = Error::new(next(input), format!("expected `= [..]` after `{name}`"));
        if !input.peek(Bracket) {
            return Err(missing);
        }
        diagnostics.push(missing);
    }
    if let Some(and) = input.parse::<Option<Token![&]>>()? {
        diagnostics.error(and.span, "a collection is not a reference; remove `&`");
    }
    let list;
    let delimiters = if input.peek(Brace) {
        diagnostics.error(input.span(), "a list of modules is in brackets: `[..]`");
        braced!(list in input).span
    } else if input.peek(Bracket) {
        bracketed!(list in input).span
    } else {
        return Err(Error::new(
            next(input),
            "expected a list of modules: `[login, session::logout]`",
        ));
    };
    let entries = entries(&list, diagnostics);
    if input.parse::<Option<Token![;]>>()?.is_none() {
        diagnostics.error(delimiters.close(), "expected `;` after the list");
    }
    // A constant without a name has no visibility.
    let visibility = if name == "_" { Visibility::Inherited } else { visibility };
    Ok(Collection { attributes, visibility, name, entries })
}

/// The name; `_` if there is none.
fn name(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<Ident> {
    let missing = Error::new(input.span(), "expected a name: `const ENDPOINTS`");
    if !input.peek(Token![=]) {
        return input.call(Ident::parse_any).map_err(|_| missing);
    }
    diagnostics.push(missing);
    Ok(Ident::new("_", input.span()))
}

/// Skips `const`, or what stands in its place.
fn skip_const(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<()> {
    let (span, is_constant) = (input.span(), input.peek(Token![const]));
    let is_other = input.peek(Token![static]) || input.peek(Token![let]);
    if is_constant || is_other {
        skip_token(input);
    }
    match (is_constant, is_other, input.cursor().ident()) {
        (true, ..) => {}
        (false, true, _) => diagnostics.error(span, "a collection is a constant; write `const`"),
        (false, false, Some((name, _))) => {
            diagnostics.error(span, format!("expected `const` before `{name}`"));
        }
        (false, false, None) => {
            return Err(Error::new(span, "expected a collection: `pub const ENDPOINTS = [..];`"));
        }
    }
    Ok(())
}

fn entries(input: ParseStream<'_>, diagnostics: &Diagnostics) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    while !input.is_empty() {
        let Some(entry) = or_report(entry(input, diagnostics), diagnostics) else {
            skip_past_comma(input);
            continue;
        };
        if !input.is_empty() && !input.peek(Token![,]) {
            diagnostics.error(input.span(), "expected a comma after the module");
        }
        // Another module is read all the same.
        if input.cursor().ident().is_none() {
            skip_past_comma(input);
        }
        let is_same = |other: &&Entry| is_same_module(&other.module, &entry.module);
        match (entries.iter().find(is_same), last_name(&entry.module)) {
            (Some(first), Some(name)) if entry.conditions.is_empty() => {
                report_repeated(name, "endpoint", span_of(&first.module), diagnostics);
            }
            _ => entries.push(entry),
        }
    }
    entries
}

fn entry(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<Entry> {
    let attributes = outer_attributes(input)?;
    let (conditions, others): (Vec<_>, Vec<_>) =
        attributes.into_iter().partition(|attribute| attribute.path().is_ident("cfg"));
    for other in others {
        diagnostics.error_across(other, "a module of a list can only have `#[cfg(..)]`");
    }
    let start = input.span();
    let module = input.call(Path::parse_mod_style).map_err(|_| {
        Error::new(start, "expected the module of an endpoint, such as `session::login`")
    })?;
    Ok(Entry { conditions, module: without_type(module, diagnostics)? })
}

/// The module, if the path is that of one of its types.
fn without_type(mut path: Path, diagnostics: &Diagnostics) -> syn::Result<Path> {
    let name = last_name(&path).filter(|name| TYPES.iter().any(|it| name == it)).cloned();
    let Some(name) = name else { return Ok(path) };
    path.segments.pop();
    path.segments.pop_punct();
    let problem = format!("`{name}` is a type, and a list has modules");
    if path.segments.is_empty() {
        return Err(Error::new(name.span(), format!("{problem}; write the module of `{name}`")));
    }
    let module = path.to_token_stream().to_string().replace(' ', "");
    diagnostics.error(name.span(), format!("{problem}; write `{module}`"));
    Ok(path)
}

fn last_name(path: &Path) -> Option<&Ident> {
    path.segments.last().map(|segment| &segment.ident)
}

fn span_of(path: &Path) -> Span {
    last_name(path).map_or_else(Span::call_site, Ident::span)
}

fn is_same_module(one: &Path, other: &Path) -> bool {
    let names = |path: &Path| path.segments.iter().map(|it| it.ident.clone()).collect::<Vec<_>>();
    names(one) == names(other)
}

fn skip_past_semicolon(input: ParseStream<'_>) {
    while !input.is_empty() {
        let at_semicolon = input.peek(Token![;]);
        skip_token(input);
        if at_semicolon {
            return;
        }
    }
}
