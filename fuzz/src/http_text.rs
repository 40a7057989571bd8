//! HTTP messages as text, which a fuzzer can change: a first line, lines of headers, an empty line, the body.

use matrix_api::{
    bytes::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri},
};

/// A message, whose first line is the target of a request or the status of a response.
struct Text<'a> {
    first_line: &'a [u8],
    headers: HeaderMap,
    body: &'a [u8],
}

/// Headers that HTTP does not allow are skipped: no server or client passes them on.
fn parse(input: &[u8]) -> Text<'_> {
    let mut rest = input;
    let first_line = line(&mut rest);
    let mut headers = HeaderMap::new();
    while !rest.is_empty() {
        let header = line(&mut rest);
        if header.is_empty() {
            break;
        }
        let (name, value) = split(header, b':');
        let value = trim(value);
        if let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(name), HeaderValue::from_bytes(value))
        {
            headers.append(name, value);
        }
    }
    Text { first_line, headers, body: rest }
}

/// Without spaces at the ends, which are not part of a value:
/// [RFC 9110, section 5.5](https://www.rfc-editor.org/rfc/rfc9110#section-5.5).
fn trim(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

/// Takes a line off the text.
fn line<'a>(rest: &mut &'a [u8]) -> &'a [u8] {
    let (line, after) = split(rest, b'\n');
    *rest = after;
    line
}

fn split(text: &[u8], separator: u8) -> (&[u8], &[u8]) {
    match text.iter().position(|byte| *byte == separator) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, &[]),
    }
}

/// `None` if the first line is not the target of a request.
pub(crate) fn request(method: &Method, input: &[u8]) -> Option<Request<Bytes>> {
    let text = parse(input);
    let mut request = Request::new(Bytes::copy_from_slice(text.body));
    *request.method_mut() = method.clone();
    *request.uri_mut() = Uri::try_from(text.first_line).ok()?;
    *request.headers_mut() = text.headers;
    Some(request)
}

/// `None` if the first line is not a status.
pub(crate) fn response(input: &[u8]) -> Option<Response<Bytes>> {
    let text = parse(input);
    let mut response = Response::new(Bytes::copy_from_slice(text.body));
    *response.status_mut() = StatusCode::from_bytes(text.first_line).ok()?;
    *response.headers_mut() = text.headers;
    Some(response)
}

/// The text of a message.
pub(crate) fn write(first_line: &str, headers: &HeaderMap, body: &[u8]) -> Vec<u8> {
    let mut text = first_line.as_bytes().to_vec();
    for (name, value) in headers {
        text.extend_from_slice(b"\n");
        text.extend_from_slice(name.as_str().as_bytes());
        text.extend_from_slice(b": ");
        text.extend_from_slice(value.as_bytes());
    }
    text.extend_from_slice(b"\n\n");
    text.extend_from_slice(body);
    text
}
