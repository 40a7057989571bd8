//! The headers of a part.

use std::borrow::Cow;

use http::{
    HeaderName, HeaderValue,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE},
};

use super::part::Part;
use crate::{text::percent_decode, wire::media_type};

/// The largest number of headers of a part.
pub(super) const MAX_HEADERS: usize = 64;

/// Reads headers. Each ends with CRLF.
pub(super) fn parse(head: &[u8]) -> Result<Part, &'static str> {
    let mut part = Part::default();
    let head = str::from_utf8(head).map_err(|_| "the headers are not UTF-8")?;
    // A line that begins with a space continues the one before it.
    let head = match head.contains("\r\n ") || head.contains("\r\n\t") {
        true => Cow::Owned(head.replace("\r\n ", " ").replace("\r\n\t", " ")),
        false => Cow::Borrowed(head),
    };
    for (index, line) in head.split("\r\n").filter(|line| !line.is_empty()).enumerate() {
        if index == MAX_HEADERS {
            return Err("too many headers");
        }
        add(&mut part, line)?;
    }
    Ok(part)
}

fn add(part: &mut Part, line: &str) -> Result<(), &'static str> {
    let (name, value) = line.split_once(':').ok_or("expected `name: value` as a header")?;
    let value = value.trim_matches([' ', '\t']);
    let name =
        HeaderName::from_bytes(name.as_bytes()).map_err(|_| "a header's name is malformed")?;
    let header_value = HeaderValue::from_str(value).map_err(|_| "a header's value is malformed")?;
    if name == CONTENT_DISPOSITION {
        return add_disposition(part, value);
    }
    if name == CONTENT_TYPE {
        return set(&mut part.content_type, value.to_owned(), "`content-type` is given twice");
    }
    check_encoding(&name, value)?;
    part.headers.append(name, header_value);
    Ok(())
}

/// Refuses a header that says that the content is encoded, as in mails.
pub(super) fn check_encoding(name: &HeaderName, value: &str) -> Result<(), &'static str> {
    let is_identity = ["7bit", "8bit", "binary"].iter().any(|it| value.eq_ignore_ascii_case(it));
    match name == "content-transfer-encoding" && !is_identity {
        true => Err("`content-transfer-encoding` is not supported"),
        false => Ok(()),
    }
}

fn set(field: &mut Option<String>, value: String, twice: &'static str) -> Result<(), &'static str> {
    match field.replace(value) {
        None => Ok(()),
        Some(_) => Err(twice),
    }
}

/// Reads `form-data; name="a"; filename="b"`.
fn add_disposition(part: &mut Part, value: &str) -> Result<(), &'static str> {
    const MALFORMED: &str = "`content-disposition` is malformed";
    let (disposition, mut rest) = value.split_at(value.find(';').unwrap_or(value.len()));
    let disposition = disposition.trim_end().to_ascii_lowercase();
    if !media_type::is_token(&disposition) {
        return Err(MALFORMED);
    }
    set(&mut part.disposition, disposition, "`content-disposition` is given twice")?;
    let mut extended = None;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ';']);
        if rest.is_empty() {
            break;
        }
        let (name, after) = rest.split_once('=').ok_or(MALFORMED)?;
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => unquote(quoted).ok_or(MALFORMED)?,
            None => {
                let (value, after) = after.split_at(after.find(';').unwrap_or(after.len()));
                (value.trim_end().to_owned(), after)
            }
        };
        match name.trim().to_ascii_lowercase().as_str() {
            "name" => set(&mut part.name, value, MALFORMED)?,
            "filename" => set(&mut part.file_name, value, MALFORMED)?,
            "filename*" => extended = extended_value(&value),
            _ => {}
        }
        rest = after;
    }
    // The one that can have any character wins: RFC 6266, section 4.3.
    if extended.is_some() {
        part.file_name = extended;
    }
    Ok(())
}

/// The content of a quoted string, and the text after it. Only a quote and a backslash are escaped by a backslash:
/// some clients send paths of Windows as they are.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut content = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next()? {
            '"' => return Some((content, characters.as_str())),
            '\\' => match characters.as_str().chars().next()? {
                escaped @ ('"' | '\\') => {
                    content.push(escaped);
                    characters.next();
                }
                _ => content.push('\\'),
            },
            character => content.push(character),
        }
    }
}

/// A value such as `UTF-8''%e2%82%ac`: [RFC 8187](https://www.rfc-editor.org/rfc/rfc8187). One with control characters
/// is as good as absent: the name of a file has none, and could not be sent on.
fn extended_value(value: &str) -> Option<String> {
    let mut pieces = value.splitn(3, '\'');
    let charset = pieces.next()?;
    let text = pieces.nth(1)?;
    if !charset.eq_ignore_ascii_case("utf-8") {
        return None;
    }
    let text = percent_decode::decode_segment(text, &mut []).ok()?;
    HeaderValue::from_str(&text).is_ok().then(|| text.into_owned())
}
