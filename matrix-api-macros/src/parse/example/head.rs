//! The beginning of a message in an example: `POST "/path"`, or the status.

use proc_macro2::{Ident, Span};
use syn::{LitInt, LitStr, Path, Token, ext::IdentExt, parse::ParseStream};

use crate::{
    ast::{ExampleContent, ExampleStatus},
    diagnostics::Diagnostics,
    http_names::{ERROR_STATUSES, METHODS, STATUSES, code_of_status, status_names},
    keyword::CompletionList,
    recovery::skip_token,
    suggestion::nearest,
    text::{self, Text},
};

/// Reads the method and the target of a request. A part that could not be read is absent.
pub(super) fn parse_request(
    input: ParseStream<'_>,
    content: &mut ExampleContent,
    diagnostics: &Diagnostics,
) -> (Option<Ident>, Option<Text>) {
    if input.is_empty() {
        let message = "the request is empty; write its method and path, such as `GET \"/..\"`";
        diagnostics.error(content.keyword.span(), message);
        content.unreadable = true;
        return (None, None);
    }
    let method = parse_method(input, diagnostics);
    skip_comma(input, "the method", diagnostics);
    let after = method.as_ref().map_or(content.keyword.span(), Ident::span);
    let is_target = text::peek(input) && !super::content::at_header(input);
    let target = match is_target.then(|| text::read(input)) {
        Some(Ok(target)) => Some(target),
        Some(Err(error)) => {
            diagnostics.push(error);
            None
        }
        None => {
            let span = if input.is_empty() { after } else { input.span() };
            diagnostics.error(span, "expected the path after the method, such as `GET \"/..\"`");
            // The path may be what stands here.
            content.unreadable = true;
            None
        }
    };
    (method, target)
}

/// Reads the method; a wrong one is reported and skipped.
fn parse_method(input: ParseStream<'_>, diagnostics: &Diagnostics) -> Option<Ident> {
    if input.peek2(Token![::])
        && let Ok(path) = input.fork().call(Path::parse_mod_style)
        && let Some(last) = path.segments.last()
    {
        let message = format!("a method is written without a path: `{}`", last.ident);
        diagnostics.error(input.span(), message);
        let _ = input.call(Path::parse_mod_style);
        return None;
    }
    if let Ok(method) = input.call(Ident::parse_any) {
        diagnostics.complete_unexpanded(CompletionList::Methods, &method);
        return Some(method);
    }
    if let Ok(quoted) = input.fork().parse::<LitStr>() {
        let value = quoted.value();
        let is_method = METHODS.iter().any(|method| value.eq_ignore_ascii_case(method));
        let message = if is_method {
            skip_token(input);
            format!("a method is written without quotes: `{}`", value.to_uppercase())
        } else {
            "a request begins with its method, such as `GET \"/..\"`".to_owned()
        };
        diagnostics.error(quoted.span(), message);
        return None;
    }
    diagnostics.error(input.span(), "a request begins with its method, such as `GET \"/..\"`");
    skip_token(input);
    None
}

/// Reads the status of a response; a wrong one is reported and skipped.
pub(super) fn parse_status(
    input: ParseStream<'_>,
    content: &mut ExampleContent,
    diagnostics: &Diagnostics,
) -> Option<ExampleStatus> {
    const EXPECTED: &str = "a response begins with its status, such as `200`";
    if input.is_empty() {
        diagnostics.error(content.keyword.span(), EXPECTED);
        return None;
    }
    let span = input.span();
    if let Ok(number) = input.fork().parse::<LitInt>() {
        skip_token(input);
        skip_reason(input, diagnostics);
        return status_of_number(&number, diagnostics);
    }
    if let Ok(quoted) = input.fork().parse::<LitStr>() {
        let value = quoted.value();
        let code = value.parse::<u16>().ok().or_else(|| code_of_status(&value.to_uppercase()));
        if let Some(code) = code.filter(|_| !super::content::at_header(input)) {
            skip_token(input);
            diagnostics.error(span, format!("a status is written without quotes: `{code}`"));
            return None;
        }
    }
    let is_constant =
        |written: &Ident| !matches!(written.to_string().as_str(), "null" | "true" | "false");
    let Some((written, _)) = input.cursor().ident().filter(|(written, _)| is_constant(written))
    else {
        diagnostics.error(span, EXPECTED);
        return None;
    };
    if input.peek2(Token![::])
        && let Ok(path) = input.call(Path::parse_mod_style)
        && let Some(last) = path.segments.last()
    {
        diagnostics.error(span, format!("a status is written without a path: `{}`", last.ident));
        return None;
    }
    skip_token(input);
    diagnostics.complete_unexpanded(CompletionList::FinalStatuses, &written);
    status_of_constant(&written, diagnostics)
}

fn status_of_number(number: &LitInt, diagnostics: &Diagnostics) -> Option<ExampleStatus> {
    let span = number.span();
    let digits = number.base10_digits();
    let code = digits.parse::<u16>().ok().filter(|code| (100..1000).contains(code));
    match code {
        Some(code) if number.to_string() == digits => Some(ExampleStatus { span, code }),
        Some(code) => {
            diagnostics.error(span, format!("a status is three digits; write `{code}`"));
            None
        }
        None => {
            diagnostics.error(span, "a status is three digits, such as `200`");
            None
        }
    }
}

fn status_of_constant(written: &Ident, diagnostics: &Diagnostics) -> Option<ExampleStatus> {
    let name = written.unraw().to_string();
    if let Some(code) = code_of_status(&name) {
        return Some(ExampleStatus { span: written.span(), code });
    }
    let known = [status_names(STATUSES), status_names(ERROR_STATUSES)].concat();
    let advice = nearest(&name, &known).map_or_else(
        || "write a number, such as `200`".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    diagnostics.error(written.span(), format!("`{name}` is not a status; {advice}"));
    None
}

/// Reports and skips `OK` of `200 OK`.
fn skip_reason(input: ParseStream<'_>, diagnostics: &Diagnostics) {
    let span = input.span();
    let mut words: Vec<String> = Vec::new();
    while let Some((word, _)) = input.cursor().ident() {
        let word = word.to_string();
        if matches!(word.as_str(), "null" | "true" | "false") || text::peek(input) {
            break;
        }
        words.push(word);
        skip_token(input);
    }
    if !words.is_empty() {
        let words = words.join(" ");
        diagnostics.error(span, format!("a status is a number or a constant; remove `{words}`"));
    }
}

/// Reports and skips a comma that separates nothing.
fn skip_comma(input: ParseStream<'_>, what: &str, diagnostics: &Diagnostics) {
    let span: Span = input.span();
    if input.peek(Token![,]) {
        diagnostics.error(span, format!("unexpected `,` after {what}; remove it"));
        skip_token(input);
    }
}
