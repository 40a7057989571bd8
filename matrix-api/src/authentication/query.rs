//! Single parameters of a query.

use std::borrow::Cow;

use http::{Uri, uri::PathAndQuery};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::AuthenticationError;

/// What a query need not encode, beside letters and digits.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The decoded value of a parameter, which must not be repeated.
pub(super) fn parameter<'a>(
    uri: &'a Uri,
    name: &'static str,
) -> Result<Option<Cow<'a, str>>, AuthenticationError> {
    let mut found = None;
    for pair in uri.query().unwrap_or_default().split('&') {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if decode(key).is_some_and(|key| key == name) && found.replace(value).is_some() {
            return Err(AuthenticationError::RepeatedParameter(name));
        }
    }
    found.map(|value| decode(value).ok_or(AuthenticationError::InvalidEncoding(name))).transpose()
}

/// Decodes `application/x-www-form-urlencoded`. `None` for a `%` without two hexadecimal digits,
/// and for what is no UTF-8.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    let mut escapes = text.split('%');
    escapes.next();
    let is_escaped_well = escapes.all(|rest| {
        let mut digits = rest.bytes();
        (0..2).all(|_| digits.next().is_some_and(|digit| digit.is_ascii_hexdigit()))
    });
    if !is_escaped_well {
        return None;
    }
    if text.contains('+') {
        let spaced = text.replace('+', " ");
        return Some(percent_decode_str(&spaced).decode_utf8().ok()?.into_owned().into());
    }
    percent_decode_str(text).decode_utf8().ok()
}

/// Adds a parameter to the query.
pub(super) fn push_parameter(
    uri: &mut Uri,
    name: &str,
    value: &str,
) -> Result<(), AuthenticationError> {
    let value = utf8_percent_encode(value, ENCODED);
    let path = uri.path();
    let path_and_query = match uri.query() {
        None | Some("") => format!("{path}?{name}={value}"),
        Some(query) => format!("{path}?{query}&{name}={value}"),
    };
    *uri = with_path_and_query(uri, path_and_query).ok_or(AuthenticationError::UriTooLong)?;
    Ok(())
}

fn with_path_and_query(uri: &Uri, path_and_query: String) -> Option<Uri> {
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path_and_query).ok()?);
    Uri::from_parts(parts).ok()
}
