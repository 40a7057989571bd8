//! Reads and adds single query parameters.

use std::borrow::Cow;

use bytes::Bytes;
use http::{Uri, uri::PathAndQuery};

use super::AuthenticationError;
use crate::text::{buffer::TextBuffer, percent_decode::decode_form, percent_encode::encode_form};

/// Decodes the value of a parameter, which must not be repeated.
#[inline]
pub(super) fn parameter<'a>(
    uri: &'a Uri,
    name: &'static str,
) -> Result<Option<Cow<'a, str>>, AuthenticationError> {
    let mut found = None;
    for pair in uri.query().unwrap_or_default().split('&') {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if decode_form(key).is_ok_and(|key| key == name) && found.replace(value).is_some() {
            return Err(AuthenticationError::RepeatedParameter(name));
        }
    }
    found
        .map(|value| decode_form(value).map_err(|_| AuthenticationError::InvalidEncoding(name)))
        .transpose()
}

/// Adds a parameter to the query.
#[inline]
pub(super) fn push_parameter(
    uri: &mut Uri,
    name: &str,
    value: &str,
) -> Result<(), AuthenticationError> {
    let mut text = TextBuffer::new();
    text.push(uri.path_and_query().map_or("/", PathAndQuery::as_str).as_bytes());
    text.push(match uri.query() {
        None => b"?",
        Some("") => b"",
        Some(_) => b"&",
    });
    text.push_between([], name.as_bytes(), [b'=']);
    encode_form(&mut text, value);
    *uri = with_path_and_query(uri, text.take()).ok_or(AuthenticationError::UriTooLong)?;
    Ok(())
}

#[inline]
fn with_path_and_query(uri: &Uri, path_and_query: Bytes) -> Option<Uri> {
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::from_maybe_shared(path_and_query).ok()?);
    Uri::from_parts(parts).ok()
}
