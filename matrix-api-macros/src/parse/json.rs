//! JSON in an example. Its tokens are those of Rust, so that a string is a Rust literal, and a number is checked here.
//!
//! A value that cannot be read is reported and left out; the values around it are read all the same.

use proc_macro2::{Delimiter, Ident};
use syn::{
    Lit, LitInt, LitStr, Token,
    ext::IdentExt,
    parse::{ParseBuffer, ParseStream},
    token,
};

use crate::{
    diagnostics::Diagnostics,
    json::{self, Json, JsonMember, JsonObject, JsonValue},
    recovery::{skip_past_comma, skip_token},
    text::{self, Text},
};

/// How many lists and objects may be within each other; serde_json reads no more.
const MAX_DEPTH: usize = 127;

/// Whether a JSON value begins here that is not a string.
pub(super) fn peek(input: ParseStream<'_>) -> bool {
    let constant = input
        .cursor()
        .ident()
        .is_some_and(|(ident, _)| matches!(ident.to_string().as_str(), "null" | "true" | "false"));
    let is_string = input.peek(LitStr) || input.peek(syn::LitByteStr);
    let is_literal = input.peek(Lit) || input.peek(Token![-]);
    let is_group = input.peek(token::Brace) || input.peek(token::Bracket);
    constant || is_group || (is_literal && !is_string)
}

/// Reads the value that stands here; `depth` lists and objects are around it.
pub(super) fn read(input: ParseStream<'_>, depth: usize, diagnostics: &Diagnostics) -> Json {
    let span = input.span();
    match read_value(input, depth, diagnostics) {
        Ok(value) => Json { span, value },
        Err(error) => {
            diagnostics.push(error);
            Json::unreadable(span)
        }
    }
}

fn read_value(
    input: ParseStream<'_>,
    depth: usize,
    diagnostics: &Diagnostics,
) -> syn::Result<JsonValue> {
    let is_group = input.peek(token::Brace) || input.peek(token::Bracket);
    if is_group && depth >= MAX_DEPTH {
        let message = format!("JSON readers accept at most {MAX_DEPTH} nested lists and objects");
        return Err(input.error(message));
    }
    if input.peek(token::Brace) {
        let content;
        syn::braced!(content in input);
        return Ok(JsonValue::Object(read_members(&content, depth + 1, diagnostics)));
    }
    if input.peek(token::Bracket) {
        let content;
        syn::bracketed!(content in input);
        return Ok(JsonValue::List(read_elements(&content, depth + 1, diagnostics)));
    }
    if text::peek(input) {
        return text::read(input).map(|text| JsonValue::String(text.value()));
    }
    if input.peek(Lit) || input.peek(Token![-]) {
        return read_literal(input);
    }
    let Ok(ident) = input.fork().call(Ident::parse_any) else {
        return Err(input.error(expected_value(input)));
    };
    let value = match ident.to_string().as_str() {
        "null" => Ok(JsonValue::Null),
        written => Err(input.error(instead_of_identifier(written))),
    };
    skip_token(input);
    value
}

/// What to write instead of a token that begins no value.
fn expected_value(input: ParseStream<'_>) -> String {
    if input.cursor().group(Delimiter::Parenthesis).is_some() {
        return "JSON has no parentheses; write `[ .. ]` for a list".to_owned();
    }
    let ahead = input.fork();
    let sign = if input.peek(Token![.]) { "0." } else { "" };
    if input.peek(Token![.]) || input.peek(Token![+]) {
        skip_token(&ahead);
        if let Ok(number) = ahead.parse::<Lit>()
            && let Some(digits) = digits_of(&number)
        {
            return format!("a JSON number begins with a digit; write `{sign}{digits}`");
        }
    }
    "expected a JSON value".to_owned()
}

fn instead_of_identifier(written: &str) -> String {
    let constant = match written.to_lowercase().as_str() {
        "null" | "none" | "nil" | "undefined" => "null",
        "true" => "true",
        "false" => "false",
        "nan" | "inf" | "infinity" => {
            return format!("JSON has no number `{written}`; write `null` or a string");
        }
        _ => return format!("`{written}` is not JSON; write a string in quotes: `\"{written}\"`"),
    };
    format!("`{written}` is not JSON; write `{constant}`")
}

/// Reads a number or a boolean.
fn read_literal(input: ParseStream<'_>) -> syn::Result<JsonValue> {
    let start = input.span();
    let is_negative = input.peek(Token![-]);
    let literal: Lit = input
        .parse()
        .map_err(|_| syn::Error::new(start, "expected a number after `-`, such as `-1`"))?;
    match &literal {
        Lit::Bool(boolean) if !is_negative => return Ok(JsonValue::Bool(boolean.value)),
        Lit::Int(_) | Lit::Float(_) => {}
        Lit::Char(character) => {
            let text = LitStr::new(&character.value().to_string(), start).token();
            let message = format!("a JSON string has double quotes; write `{text}`");
            return Err(syn::Error::new(start, message));
        }
        Lit::ByteStr(_) | Lit::Byte(_) | Lit::CStr(_) => {
            return Err(syn::Error::new(start, "JSON has no bytes; write a string: `\"..\"`"));
        }
        _ => return Err(syn::Error::new(start, "expected a JSON value")),
    }
    let written = match &literal {
        Lit::Int(number) => number.to_string(),
        Lit::Float(number) => number.to_string(),
        _ => String::new(),
    };
    if !json::is_number(&written) {
        let digits = digits_of(&literal).unwrap_or_default();
        let message = format!("`{written}` is not a JSON number; write `{digits}`");
        return Err(syn::Error::new(start, message));
    }
    if written.parse::<f64>().is_ok_and(f64::is_infinite) {
        let message = "the number is too large for JSON readers; write at most `1.7e308`";
        return Err(syn::Error::new(start, message));
    }
    Ok(JsonValue::Number(written))
}

/// The number as JSON writes it.
fn digits_of(literal: &Lit) -> Option<String> {
    let digits = match literal {
        Lit::Int(number) => number.base10_digits().to_owned(),
        Lit::Float(number) => number.base10_digits().to_owned(),
        _ => return None,
    };
    let digits = if digits.ends_with('.') { digits + "0" } else { digits };
    Some(digits)
}

/// Reads the elements of a list.
fn read_elements(input: &ParseBuffer<'_>, depth: usize, diagnostics: &Diagnostics) -> Vec<Json> {
    let mut elements = Vec::new();
    while !input.is_empty() {
        let element = read(input, depth, diagnostics);
        let readable = !element.is_unreadable();
        elements.push(element);
        if input.is_empty() || (readable && input.parse::<Token![,]>().is_ok()) {
            continue;
        }
        if readable {
            diagnostics.error(input.span(), "expected `,` between two values");
        }
        skip_past_comma(input);
    }
    elements
}

/// Reads the members of an object.
fn read_members(input: &ParseBuffer<'_>, depth: usize, diagnostics: &Diagnostics) -> JsonObject {
    let mut object = JsonObject { members: Vec::new(), complete: true };
    while !input.is_empty() {
        let readable = match read_member(input, depth, diagnostics) {
            Ok(member) => {
                let readable = !member.value.is_unreadable();
                object.members.push(member);
                readable
            }
            Err(error) => {
                object.complete = false;
                diagnostics.push(error);
                false
            }
        };
        if input.is_empty() || (readable && input.parse::<Token![,]>().is_ok()) {
            continue;
        }
        if readable {
            diagnostics.error(input.span(), "expected `,` between two members");
        }
        skip_to_member(input);
    }
    object
}

/// Skips past the next comma, or to something that begins a member.
fn skip_to_member(input: ParseStream<'_>) {
    while !input.is_empty() && !at_member(input) {
        let at_comma = input.peek(Token![,]);
        skip_token(input);
        if at_comma {
            return;
        }
    }
}

fn at_member(input: ParseStream<'_>) -> bool {
    input.peek(LitStr) && input.peek2(Token![:])
}

/// Reads `"name": value`, without the comma.
fn read_member(
    input: ParseStream<'_>,
    depth: usize,
    diagnostics: &Diagnostics,
) -> syn::Result<JsonMember> {
    let name = read_name(input, diagnostics)?;
    let shown = name.literal.token();
    if input.peek(Token![=]) {
        diagnostics.error(input.span(), format!("expected `:` after `{shown}`"));
        // The first of two signs, such as those of `=>`.
        while input.peek(Token![=]) || input.peek(Token![>]) {
            skip_token(input);
        }
    } else if input.parse::<Token![:]>().is_err() {
        let span = if ends_value(input) { name.span() } else { input.span() };
        let message = format!("expected `:` and a value after `{shown}`");
        return Err(syn::Error::new(span, message));
    }
    if ends_value(input) {
        let message = format!("`{}` has no value; write `{shown}: ..`", name.value());
        diagnostics.error(name.span(), message);
        let value = Json::unreadable(name.span());
        return Ok(JsonMember { name, value });
    }
    let value = read(input, depth, diagnostics);
    Ok(JsonMember { name, value })
}

fn ends_value(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

/// Reads the name of a member; one without quotes is reported and read all the same.
fn read_name(input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<Text> {
    if text::peek(input) {
        return text::read(input);
    }
    let start = input.span();
    let is_name = |ahead: ParseStream<'_>| ahead.peek(Token![:]) || ahead.peek(Token![=]);
    let ahead = input.fork();
    let bare = match ahead.call(Ident::parse_any) {
        Ok(ident) => Some(ident.unraw().to_string()),
        Err(_) => ahead.parse::<LitInt>().ok().map(|number| number.to_string()),
    };
    match bare {
        Some(bare) if is_name(&ahead) => {
            skip_token(input);
            let literal = LitStr::new(&bare, start);
            let message = format!("the name of a member is in quotes; write `\"{bare}\"`");
            diagnostics.error(start, message);
            Ok(Text::from(literal))
        }
        _ => Err(syn::Error::new(start, "expected a member: `\"name\": value`")),
    }
}
