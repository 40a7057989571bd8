//! `since = "1.3"` of `#[ruma_api(..)]`.

use proc_macro2::{Ident, Span};
use syn::{Lit, LitStr, Token, parse::ParseStream};

use crate::{diagnostics::Diagnostics, recovery::skip_token};

/// The version of `since = ".."`.
#[derive(Clone, Copy)]
pub(crate) struct Since {
    pub(crate) span: Span,
    pub(crate) major: u8,
    pub(crate) minor: u8,
}

/// Reads `= ".."` after the keyword. Reports a value that is not a version.
pub(super) fn read(
    input: ParseStream<'_>,
    keyword: &Ident,
    diagnostics: &Diagnostics,
) -> Option<Since> {
    let missing = "the version is missing; write `since = \"1.3\"`";
    if !input.peek(Token![=]) {
        diagnostics.error(keyword.span(), missing);
        return None;
    }
    let equals = input.parse::<Token![=]>().ok()?;
    if input.is_empty() || input.peek(Token![,]) {
        diagnostics.error(equals.span, missing);
        return None;
    }
    let span = input.span();
    match input.fork().parse::<Lit>() {
        Ok(Lit::Str(literal)) => {
            input.parse::<Lit>().ok()?;
            match version(&literal) {
                Ok((major, minor)) => Some(Since { span, major, minor }),
                Err(message) => {
                    diagnostics.error(span, message);
                    None
                }
            }
        }
        Ok(Lit::Float(number)) => {
            input.parse::<Lit>().ok()?;
            let version = number.base10_digits();
            diagnostics
                .error(span, format!("a version is quoted here; write `since = \"{version}\"`"));
            None
        }
        _ => {
            diagnostics.error(span, "expected a version in quotes: `since = \"1.3\"`");
            skip_token(input);
            None
        }
    }
}

/// Two numbers, of which the first is not 0.
fn version(literal: &LitStr) -> Result<(u8, u8), String> {
    let text = literal.value();
    let number = |text: &str| {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u8>().ok().filter(|_| is_number)
    };
    let numbers =
        text.split_once('.').and_then(|(major, minor)| Some((number(major)?, number(minor)?)));
    let begins_with_digit = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
    match numbers {
        Some((0, _)) => Err("versions begin at `1.0`; remove `since`".to_owned()),
        Some((major, minor)) => Ok((major, minor)),
        None if text.strip_prefix('v').is_some_and(begins_with_digit) => {
            Err(format!("a version is written without `v`: `{}`", text.trim_start_matches('v')))
        }
        None if text.strip_prefix('r').is_some_and(begins_with_digit) => {
            Err("versions begin at `1.0`; remove `since`".to_owned())
        }
        None if number(&text).is_some() => {
            Err(format!("a version has two numbers; write `{text}.0`"))
        }
        None => Err(format!("`{text}` is not a version; write two numbers, such as `1.3`")),
    }
}
