//! Reports why a body could not be read. Runs only after a failure.

use std::str::Utf8Error;

use serde::de::IgnoredAny;

use crate::{
    error::{DecodeError, DecodeProblem, Part},
    metadata::{FieldPlace, Metadata},
    wire::{decoded_message::DecodedMessage, deserialize_error::DeserializeError},
};

/// Reads the value that begins at an offset of a body again, and returns the error.
pub(super) type Locate = fn(&str, usize) -> Option<DeserializeError>;

/// The error of a whole body, or of the member whose value begins at the offset: the first of `names`
/// is the name that the member has, the others are its aliases. `locate` finds it.
#[cold]
#[inline(never)]
pub(super) fn explain(
    metadata: &'static Metadata,
    message: DecodedMessage,
    body: &str,
    (offset, names): (usize, &[String]),
    locate: Locate,
) -> DecodeError {
    // A wrong value may stand before the error of syntax, which is reported all the same.
    let error = match syntax_error(body) {
        Some(problem) => DeserializeError::new(problem),
        None => locate(body, offset)
            .unwrap_or_else(|| DeserializeError::new(DecodeProblem::Rejected { reason: None })),
    };
    let error = match names.first() {
        Some(name) => error.in_member(name),
        None => error,
    };
    let is_secret = message.fields(metadata).iter().any(|field| {
        field.secret
            && match field.place {
                place if place.is_whole_json() => true,
                FieldPlace::Body => {
                    error.outermost() == Some(field.name)
                        || names.iter().any(|name| name == field.name)
                }
                _ => false,
            }
    });
    let (location, problem) = error.into_parts(is_secret);
    DecodeError::new(metadata.name, message.kind(), Part::Body, location, problem)
}

/// The body without the space before its first token. Unlike ASCII, JSON has no form feed among its
/// [white space](https://www.rfc-editor.org/rfc/rfc8259#section-2).
pub(super) fn trim_start(body: &str) -> &str {
    let mut rest = body;
    while let [b' ' | b'\n' | b'\r' | b'\t', ..] = rest.as_bytes() {
        rest = rest.get(1..).unwrap_or_default();
    }
    rest
}

/// The body as text: serde_json would check each string of bytes for itself.
///
/// A byte order mark is skipped. Nobody may add one to JSON, and a reader may ignore it:
/// [RFC 8259, section 8.1](https://www.rfc-editor.org/rfc/rfc8259#section-8.1).
pub(super) fn text<'a>(
    metadata: &'static Metadata,
    message: DecodedMessage,
    body: &'a [u8],
) -> Result<&'a str, DecodeError> {
    match str::from_utf8(body) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => Err(not_utf8(metadata, message, body, error)),
    }
}

/// The error of a body that is not UTF-8.
#[cold]
#[inline(never)]
fn not_utf8(
    metadata: &'static Metadata,
    message: DecodedMessage,
    body: &[u8],
    error: Utf8Error,
) -> DecodeError {
    let text = String::from_utf8_lossy(body);
    let valid = body.get(..error.valid_up_to()).unwrap_or_default();
    // What makes it not JSON may stand before that, or be the very same byte.
    let problem = match serde_json::from_str::<IgnoredAny>(&text) {
        Err(error) if end_of(&text, &error) <= valid.len() + 1 => syntax_problem(&text, 0, &error),
        _ => {
            let (line, column) = position(valid);
            DecodeProblem::Syntax { reason: "not UTF-8".into(), line, column: column + 1 }
        }
    };
    DecodeError::new(metadata.name, message.kind(), Part::Body, String::new(), problem)
}

/// The problem of a body that is not JSON.
fn syntax_error(body: &str) -> Option<DecodeProblem> {
    let error = serde_json::from_str::<IgnoredAny>(body).err()?;
    Some(syntax_problem(body, 0, &error))
}

/// The problem of a body that is not JSON. `error` comes from reading the body from the offset on.
pub(super) fn syntax_problem(
    body: &str,
    offset: usize,
    error: &serde_json::Error,
) -> DecodeProblem {
    let end = offset + end_of(body.get(offset..).unwrap_or_default(), error);
    let (line, column) = position(body.as_bytes().get(..end).unwrap_or_default());
    // Mostly sent by a proxy or by the portal of a network, not by the peer.
    let is_page = trim_start(body).starts_with('<');
    let reason = if is_page { "HTML or XML begins".into() } else { message_of(error) };
    DecodeProblem::Syntax { reason: reason.into(), line, column }
}

/// The line that bytes end in, from 1, and how many of them are in it.
fn position(bytes: &[u8]) -> (usize, usize) {
    let (mut line, mut column) = (1, 0);
    for byte in bytes {
        column += 1;
        if *byte == b'\n' {
            (line, column) = (line + 1, 0);
        }
    }
    (line, column)
}

/// The offset after the byte that the error was found at.
fn end_of(text: &str, error: &serde_json::Error) -> usize {
    let (mut line, mut start) = (1, 0);
    for (offset, byte) in text.bytes().enumerate() {
        if line >= error.line() {
            break;
        }
        if byte == b'\n' {
            (line, start) = (line + 1, offset + 1);
        }
    }
    start.saturating_add(error.column()).min(text.len())
}

/// The message without the position at its end.
pub(super) fn message_of(error: &serde_json::Error) -> String {
    let mut message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    if message.ends_with(&position) {
        message.truncate(message.len() - position.len());
    }
    message
}
