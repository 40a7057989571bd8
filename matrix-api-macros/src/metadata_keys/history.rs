//! The reader of `history`:
//! `{ unstable("feature") => "/..", 1.1 => "/..", 1.9 => deprecated, 1.12 => removed }`.

use proc_macro2::{Delimiter, Ident, Span};
use syn::{LitFloat, LitInt, LitStr, Token, ext::IdentExt, parse::ParseStream};

use crate::{
    diagnostics::Diagnostics,
    keyword::{CompletionList, HistoryKeyword},
    recovery::skip_past_comma,
    suggestion::nearest,
    text::{self, Text},
};

/// `history: { .. }`.
pub(crate) struct History {
    pub(crate) lines: Vec<HistoryLine>,
    /// Whether every line could be read.
    pub(crate) complete: bool,
}

/// One line of a history.
pub(crate) struct HistoryLine {
    pub(crate) stage: Stage,
    pub(crate) event: Event,
}

/// The left side of a line of a history.
pub(crate) enum Stage {
    /// `unstable("org.matrix.msc1234")`.
    Unstable { span: Span, feature: Text },
    /// `1.1`.
    Version { span: Span, major: u8, minor: u8 },
}

impl Stage {
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Unstable { span, .. } | Self::Version { span, .. } => *span,
        }
    }
}

/// The right side of a line of a history.
pub(crate) enum Event {
    Path(Text),
    Deprecated(Span),
    Removed(Span),
}

pub(super) fn read(
    input: ParseStream<'_>,
    _: &Ident,
    diagnostics: &Diagnostics,
) -> syn::Result<History> {
    if input.cursor().group(Delimiter::Brace).is_none() {
        return Err(input.error("expected paths with their versions: `{ 1.0 => \"/..\" }`"));
    }
    let content;
    syn::braced!(content in input);
    let mut history = History { lines: Vec::new(), complete: true };
    while !content.is_empty() {
        match read_line(&content, diagnostics) {
            Ok(line) => {
                history.lines.push(line);
                finish_line(&content, diagnostics);
            }
            Err(error) => {
                history.complete = false;
                diagnostics.push(error);
                skip_past_comma(&content);
            }
        }
    }
    Ok(history)
}

/// Consumes the comma after a line; if it is missing, the next line is read all the same.
fn finish_line(input: ParseStream<'_>, diagnostics: &Diagnostics) {
    if input.is_empty() || input.parse::<Token![,]>().is_ok() {
        return;
    }
    diagnostics.error(input.span(), "expected `,` between two lines of a history");
    if !input.peek(LitFloat) && !input.peek(syn::Ident) {
        skip_past_comma(input);
    }
}

fn read_line(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<HistoryLine> {
    let stage = read_stage(input, diagnostics)?;
    let span = if input.is_empty() { stage.span() } else { input.span() };
    if input.peek(Token![.]) {
        return Err(syn::Error::new(span, "a version has two numbers, such as `1.9`"));
    }
    let arrow: Token![=>] = input.parse().map_err(|_| {
        syn::Error::new(span, "expected `=>` and a path, `deprecated` or `removed`")
    })?;
    Ok(HistoryLine { stage, event: read_event(input, arrow.spans[0], diagnostics)? })
}

fn read_stage(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<Stage> {
    let span = input.span();
    if input.peek(syn::Ident) {
        let ident = input.call(Ident::parse_any)?;
        diagnostics.complete(CompletionList::History, &ident);
        let written = ident.to_string();
        return match HistoryKeyword::named(&written) {
            Some(HistoryKeyword::Unstable) => read_unstable(input, span),
            _ => Err(syn::Error::new(span, invalid_version(&written))),
        };
    }
    if let Ok(number) = input.fork().parse::<LitInt>() {
        return Err(syn::Error::new(
            span,
            format!("a version has two numbers; write `{}.0`", number.base10_digits()),
        ));
    }
    if let Ok(quoted) = input.fork().parse::<LitStr>() {
        let version = quoted.value();
        return Err(syn::Error::new(
            span,
            format!("a version is written without quotes: `{}`", version.trim_start_matches('v')),
        ));
    }
    let expected =
        || syn::Error::new(span, "expected a version such as `1.9`, or `unstable(\"feature\")`");
    let literal: LitFloat = input.parse().map_err(|_| expected())?;
    let (major, minor) = literal.base10_digits().split_once('.').ok_or_else(expected)?;
    match (literal.suffix(), major.parse(), minor.parse()) {
        ("", Ok(0), Ok(_)) => {
            Err(syn::Error::new(span, "the first version is `1.0`; write it for r0.x, too"))
        }
        ("", Ok(major), Ok(minor)) => Ok(Stage::Version { span, major, minor }),
        _ => Err(expected()),
    }
}

/// The error for an identifier in the place of a version.
fn invalid_version(written: &str) -> String {
    let starts_with_digit = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
    let unstable = HistoryKeyword::Unstable.name();
    if nearest(written, &[unstable]).is_some() {
        format!("unknown keyword `{written}`; did you mean `{unstable}`?")
    } else if written.strip_prefix('r').is_some_and(starts_with_digit) {
        "the versions r0.x are written `1.0`".to_owned()
    } else if written.strip_prefix('v').is_some_and(starts_with_digit) {
        "a version is written without `v`: `1.9`".to_owned()
    } else {
        format!("`{written}` is not a version; write `1.9`, or `unstable(\"feature\")`")
    }
}

fn read_unstable(input: ParseStream<'_>, span: Span) -> syn::Result<Stage> {
    const EXPECTED: &str =
        "expected the feature's name as a string literal: `unstable(\"org.matrix.msc1234\")`";
    if input.cursor().group(Delimiter::Parenthesis).is_none() {
        return Err(syn::Error::new(span, EXPECTED));
    }
    let content;
    syn::parenthesized!(content in input);
    let at_end = content.is_empty();
    if !text::peek(&content) {
        return Err(syn::Error::new(if at_end { span } else { content.span() }, EXPECTED));
    }
    let feature = text::read(&content)?;
    if !content.is_empty() {
        return Err(content.error("expected `)` after the feature's name"));
    }
    Ok(Stage::Unstable { span, feature })
}

fn read_event(
    input: ParseStream<'_>,
    arrow: Span,
    diagnostics: &Diagnostics,
) -> syn::Result<Event> {
    const EXPECTED: &str = "expected a path, `deprecated` or `removed` after `=>`";
    if input.is_empty() || input.peek(Token![,]) {
        return Err(syn::Error::new(arrow, EXPECTED));
    }
    if text::peek(input) {
        return Ok(Event::Path(text::read(input)?));
    }
    let span = input.span();
    let ident = input.call(Ident::parse_any).map_err(|_| syn::Error::new(span, EXPECTED))?;
    diagnostics.complete(CompletionList::History, &ident);
    let written = ident.to_string();
    match HistoryKeyword::named(&written) {
        Some(HistoryKeyword::Deprecated) => Ok(Event::Deprecated(span)),
        Some(HistoryKeyword::Removed) => Ok(Event::Removed(span)),
        _ => {
            let mut expected = HistoryKeyword::NAMES.to_vec();
            expected.retain(|name| *name != HistoryKeyword::Unstable.name());
            let message = match nearest(&written, &expected) {
                Some(near) => format!("unknown keyword `{written}`; did you mean `{near}`?"),
                None => EXPECTED.to_owned(),
            };
            Err(syn::Error::new(span, message))
        }
    }
}
