//! The examples in the documentation of a request: each as messages of HTTP, and as a call of `curl`.

use std::fmt::Write;

use syn::ext::IdentExt;

use crate::{
    http_names::reason_phrase,
    model::{
        Authentication, Endpoint, Example, ExampleBody, ExampleContent, ExampleRequest,
        ExampleResponse,
    },
};

const JSON: &str = "application/json";

/// A server that does not exist (RFC 2606).
const SERVER: &str = "https://example.org";

/// The section about the examples; empty without examples.
pub(super) fn section(endpoint: &Endpoint) -> String {
    let mut text = String::new();
    if endpoint.examples.is_empty() {
        return text;
    }
    text.push_str("\n# Examples\n");
    for Example { name, request, response } in &endpoint.examples {
        let _ = write!(text, "\n## {}\n", escaped(&name.value()));
        let show_response = |response| show_response(response, endpoint.error.is_none());
        let messages = [request.as_ref().map(show_request), response.as_ref().map(show_response)];
        let messages: Vec<String> = messages.into_iter().flatten().collect();
        write_block(&mut text, "http", &messages.join("\n"));
        if let Some(request) = request {
            write_block(&mut text, "sh", &curl(request, &endpoint.metadata.authentication));
        }
    }
    text
}

/// A code block. Backticks in its text need a longer fence.
fn write_block(text: &mut String, language: &str, content: &str) {
    let mut fence = "```".to_owned();
    while content.contains(&fence) {
        fence.push('`');
    }
    let _ = write!(text, "\n{fence}{language}\n{}\n{fence}\n", content.trim_end_matches('\n'));
}

/// Text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.trim().chars() {
        if character.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(if character.is_control() { ' ' } else { character });
    }
    escaped
}

fn show_request(request: &ExampleRequest) -> String {
    let ExampleRequest { method, target, content } = request;
    format!("{method} {target} HTTP/1.1\n{}", show_content(content, true))
}

/// The media type of an error is only known if it is the `MatrixError`.
fn show_response(response: &ExampleResponse, has_matrix_error: bool) -> String {
    let reason = reason_phrase(response.status).unwrap_or_default();
    let line = format!("HTTP/1.1 {} {reason}", response.status);
    let is_json = response.status < 400 || has_matrix_error;
    format!("{}\n{}", line.trim_end(), show_content(&response.content, is_json))
}

/// The headers, an empty line, and the body. `is_json` says whether the media type of a JSON value is that of
/// JSON.
fn show_content(content: &ExampleContent, is_json: bool) -> String {
    let mut text = String::new();
    for (name, value) in &content.headers {
        let _ = writeln!(text, "{name}: {value}");
    }
    let body = match &content.body {
        ExampleBody::None => return text,
        ExampleBody::Json(json) => json.pretty(),
        ExampleBody::Text(body) => body.clone(),
        ExampleBody::Bytes(bytes) => shown_bytes(bytes),
    };
    if is_json && is_json_without_type(content) {
        let _ = writeln!(text, "content-type: {JSON}");
    }
    let _ = writeln!(text, "\n{body}");
    text
}

/// Whether the encoder adds the content type of JSON.
fn is_json_without_type(content: &ExampleContent) -> bool {
    matches!(content.body, ExampleBody::Json(_)) && !has_header(content, "content-type")
}

fn has_header(content: &ExampleContent, wanted: &str) -> bool {
    content.headers.iter().any(|(name, _)| name == wanted)
}

/// Bytes as text, with escapes for those that are not.
fn shown_bytes(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains(is_control) => text.to_owned(),
        _ => bytes.escape_ascii().to_string(),
    }
}

fn is_control(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\t')
}

/// A command that sends the request.
fn curl(request: &ExampleRequest, authentication: &Authentication) -> String {
    let ExampleRequest { method, target, content } = request;
    let method = match method.as_str() {
        "GET" => String::new(),
        "HEAD" => " --head".to_owned(),
        method => format!(" -X {method}"),
    };
    // Only the compiler knows what a scheme of the author adds to a request.
    let note = match authentication {
        Authentication::Custom(scheme) => scheme
            .segments
            .last()
            .map(|name| format!("# with the credentials of the scheme {}\n", name.ident.unraw())),
        Authentication::Runtime(_) => None,
    };
    let mut lines = vec![format!("curl{method} {}", quoted(&format!("{SERVER}{target}")))];
    if needs_token(authentication) && !has_header(content, "authorization") {
        // The shell replaces the variable.
        lines.push("-H \"authorization: Bearer $ACCESS_TOKEN\"".to_owned());
    }
    if is_json_without_type(content) {
        lines.push(format!("-H {}", quoted(&format!("content-type: {JSON}"))));
    }
    for (name, value) in &content.headers {
        // curl omits a header without a value, unless it ends with a semicolon.
        let header = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
        lines.push(format!("-H {}", quoted(&header)));
    }
    let is_raw = matches!(content.body, ExampleBody::Text(_) | ExampleBody::Bytes(_));
    if is_raw && !has_header(content, "content-type") {
        // Otherwise curl names the type of a form. The format of the body has a type of its own.
        lines.push("-H 'content-type:'".to_owned());
    }
    let mut input = String::new();
    match &content.body {
        ExampleBody::None => {}
        ExampleBody::Json(json) => lines.push(format!("--data-raw {}", quoted(&json.compact()))),
        ExampleBody::Text(text) if !text.contains('\0') => {
            lines.push(format!("--data-raw {}", quoted(text)));
        }
        ExampleBody::Text(text) => input = printf(text.as_bytes()),
        ExampleBody::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) if !text.contains(is_control) => {
                lines.push(format!("--data-raw {}", quoted(text)));
            }
            _ => input = printf(bytes),
        },
    }
    if !input.is_empty() {
        lines.push("--data-binary @-".to_owned());
    }
    format!("{}{input}{}", note.unwrap_or_default(), lines.join(" \\\n    "))
}

/// Whether a call without a token is refused.
fn needs_token(authentication: &Authentication) -> bool {
    match authentication {
        Authentication::Runtime(scheme) => scheme == "AccessToken" || scheme == "AppserviceToken",
        Authentication::Custom(_) => false,
    }
}

/// A word of a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A command of a POSIX shell that writes bytes, as the input of the next one.
fn printf(bytes: &[u8]) -> String {
    let escaped: String = bytes
        .iter()
        .map(|byte| match byte {
            b'%' => "%%".to_owned(),
            b'\\' | b'\'' | 0..=b' ' | 0x7f.. => format!("\\{byte:03o}"),
            byte => char::from(*byte).to_string(),
        })
        .collect();
    format!("printf '{escaped}' | ")
}
