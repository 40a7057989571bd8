//! Single parameters of a query.

use std::borrow::Cow;

use http::{Uri, uri::PathAndQuery};

use super::AuthenticationError;
use crate::wire::{percent_decode::decode_form, percent_encode::encode_form};

/// The decoded value of a parameter, which must not be repeated.
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
    let path_and_query = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    let mut path_and_query = path_and_query.as_bytes().to_vec();
    path_and_query.extend_from_slice(match uri.query() {
        None => b"?",
        Some("") => b"",
        Some(_) => b"&",
    });
    path_and_query.extend_from_slice(name.as_bytes());
    path_and_query.push(b'=');
    encode_form(&mut path_and_query, value);
    *uri = with_path_and_query(uri, path_and_query).ok_or(AuthenticationError::UriTooLong)?;
    Ok(())
}

#[inline]
fn with_path_and_query(uri: &Uri, path_and_query: Vec<u8>) -> Option<Uri> {
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path_and_query).ok()?);
    Uri::from_parts(parts).ok()
}
