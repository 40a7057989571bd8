//! The status of a section: `response CREATED { .. }`.

use proc_macro2::{Delimiter, Ident, Span};
use syn::{
    LitInt, LitStr, Path, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    token,
};

use crate::{
    ast::ResponseStatus,
    diagnostics::Diagnostics,
    http_names::{STATUSES, status_of_number},
    keyword::{CompletionList, Section, is_reserved},
    recovery::skip_token,
    suggestion::nearest,
};

/// Reads the status that stands between the keyword and the braces, if one does.
///
/// A status that is not written as a constant's name is reported and read as what was meant.
pub(super) fn parse(
    input: ParseStream<'_>,
    keyword: &Ident,
    diagnostics: &Diagnostics,
) -> Option<ResponseStatus> {
    skip_colon(input, keyword, diagnostics);
    let status = status_at(input)?;
    let (written, length) = (status.written, status.length);
    let (ident, problem) = match written {
        Written::Name(ident) => (ident.unraw(), None),
        Written::Path(first, last) => {
            let problem = format!("a status is written without a path: `{keyword} {last}`");
            (named(&last.unraw().to_string(), first), Some(problem))
        }
        Written::InParentheses(ident) => {
            let problem = format!("a status is written without parentheses: `{keyword} {ident}`");
            (ident.unraw(), Some(problem))
        }
        Written::Text(literal) => {
            let ident = named(&literal.value().to_uppercase(), literal.span());
            let problem = format!("a status is written without quotes: `{keyword} {ident}`");
            (ident, Some(problem))
        }
        Written::Number(literal) => {
            let code = literal.base10_parse::<u16>().unwrap_or_default();
            let known = STATUSES.iter().find(|(known, _)| *known == code);
            let name = known.map_or_else(|| format!("STATUS_{code}"), |(_, name)| (*name).into());
            (named(&name, literal.span()), Some(status_of_number(&literal)))
        }
    };
    for _ in 0..length {
        skip_token(input);
    }
    if *keyword == Section::Request.name() {
        diagnostics.error(ident.span(), "a request has no status; remove it");
        return None;
    }
    diagnostics.complete(CompletionList::Statuses, &ident);
    let reported = problem.is_some();
    if let Some(problem) = problem {
        diagnostics.error(ident.span(), problem);
    }
    Some(ResponseStatus { ident, reported })
}

/// A status at the beginning of the input, and how many tokens it has.
struct StatusAt {
    written: Written,
    length: usize,
}

/// How a status is written. Only the name alone is right.
enum Written {
    Name(Ident),
    /// The span of the first segment, and the last segment.
    Path(Span, Ident),
    InParentheses(Ident),
    Text(LitStr),
    Number(LitInt),
}

fn status_at(input: ParseStream<'_>) -> Option<StatusAt> {
    let before_braces = input.peek2(token::Brace);
    let one = |written| Some(StatusAt { written, length: 1 });
    if before_braces && let Ok(number) = input.fork().parse::<LitInt>() {
        return one(Written::Number(number));
    }
    if before_braces && let Ok(text) = input.fork().parse::<LitStr>() {
        return one(Written::Text(text));
    }
    if before_braces && let Some((inner, ..)) = input.cursor().group(Delimiter::Parenthesis) {
        let ident = Parser::parse2(<Ident as syn::parse::Parse>::parse, inner.token_stream());
        return one(Written::InParentheses(ident.ok()?));
    }
    let (ident, _) = input.cursor().ident()?;
    if input.peek2(Token![::]) {
        let ahead = input.fork();
        let path = ahead.call(Path::parse_mod_style).ok()?;
        let last = path.segments.last()?.ident.clone();
        // Each `::` has two tokens.
        let length = path.segments.len() * 3 - 2;
        let is_status = ahead.peek(token::Brace) && !is_reserved(&last);
        return is_status
            .then_some(StatusAt { written: Written::Path(ident.span(), last), length });
    }
    let written = ident.to_string();
    let is_constant = !written.contains(char::is_lowercase);
    // Without braces between them, the next section may follow.
    let is_section = nearest(&written, Section::NAMES).is_some();
    let is_status = (before_braces || is_constant) && !is_section && !is_reserved(&ident);
    if is_status { one(Written::Name(ident)) } else { None }
}

/// Reports and skips the colon of `response: CREATED { .. }`.
fn skip_colon(input: ParseStream<'_>, keyword: &Ident, diagnostics: &Diagnostics) {
    if !input.peek(Token![:]) || input.peek(Token![::]) {
        return;
    }
    let ahead = input.fork();
    skip_token(&ahead);
    if status_at(&ahead).is_some() {
        diagnostics.error(input.span(), format!("unexpected `:` after `{keyword}`; remove it"));
        skip_token(input);
    }
}

/// An identifier of this name; text that is not a name gives that of `OK`.
fn named(name: &str, span: Span) -> Ident {
    let is_name = syn::parse_str::<Ident>(name).is_ok();
    Ident::new(if is_name { name } else { "OK" }, span)
}
