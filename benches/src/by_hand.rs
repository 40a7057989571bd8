//! Code written by hand for comparison: what a careful engineer writes for exactly these messages, with
//! `http`, `serde_json` and `percent-encoding`.
//!
//! Buffers have the size of their content, a URI is one string, JSON is written without a map, and
//! nothing is compared or copied twice. The code checks what a server has to check, and its errors say
//! only which part is wrong.

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

/// The part of a message that is wrong.
#[derive(Debug)]
pub enum Error {
    Method,
    Path,
    Query,
    Status,
    Header,
    Uri,
    Json(serde_json::Error),
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

pub const JSON: &str = "application/json";
pub const OCTETS: &str = "application/octet-stream";

/// The characters to encode in path segments, and in queries without spaces.
pub const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A URL from a base URL and the start of a path, with capacity for the rest.
pub fn url(base_url: &str, path: &str, additional: usize) -> String {
    let base_url = base_url.strip_suffix('/').unwrap_or(base_url);
    let mut url = String::with_capacity(base_url.len() + path.len() + additional);
    url.push_str(base_url);
    url.push_str(path);
    url
}

/// Appends a segment of a path.
pub fn push_segment(url: &mut String, segment: &str) -> Result<(), Error> {
    if matches!(segment, "" | "." | "..") {
        return Err(Error::Path);
    }
    url.extend(utf8_percent_encode(segment, ENCODED));
    Ok(())
}

pub fn decode_segment(segment: &str) -> Result<std::borrow::Cow<'_, str>, Error> {
    percent_decode_str(segment).decode_utf8().map_err(|_| Error::Path)
}

pub fn request(method: Method, url: String, body: Bytes) -> Result<Request<Bytes>, Error> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = Uri::from_maybe_shared(Bytes::from(url)).map_err(|_| Error::Uri)?;
    Ok(request)
}

pub fn authorize(request: &mut Request<Bytes>, token: &str) -> Result<(), Error> {
    let mut text = String::with_capacity("Bearer ".len() + token.len());
    text.push_str("Bearer ");
    text.push_str(token);
    let mut value = HeaderValue::try_from(text).map_err(|_| Error::Header)?;
    value.set_sensitive(true);
    request.headers_mut().insert(header::AUTHORIZATION, value);
    Ok(())
}

/// Serializes into a buffer with the given capacity.
pub fn json(value: &impl Serialize, size: usize) -> Result<Bytes, Error> {
    let mut body = Vec::with_capacity(size);
    serde_json::to_writer(&mut body, value)?;
    Ok(body.into())
}

pub fn response(status: StatusCode, content_type: &'static str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static(content_type);
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    response
}

/// Decodes the JSON body of a successful response.
pub fn read_success<'a, T: Deserialize<'a>>(response: &'a Response<Bytes>) -> Result<T, Error> {
    if !response.status().is_success() {
        return Err(Error::Status);
    }
    Ok(serde_json::from_slice(response.body())?)
}
